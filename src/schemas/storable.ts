import type { z } from "zod";

/** Text that every store can hold and look for: PostgreSQL knows no NUL. */
export function storable(text: z.ZodString) {
  return text.refine((value) => !value.includes("\0"), "must not contain the character NUL");
}
