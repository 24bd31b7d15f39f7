import { z } from "zod";

/** Mistakes after which the rest is not looked at: to tell millions of them would take gigabytes. */
const MOST_MISTAKES = 50;

/** A list of at most so many items. What is beyond is not looked at: that there is more is the mistake to tell. */
export function shortList<Item extends z.ZodType>(item: Item, most: number) {
  return z.preprocess(
    (value) => (Array.isArray(value) ? value.slice(0, most + 1) : value),
    z.array(item).max(most),
  );
}

/** The items of a list up to the one with the 50th mistake; what is no list is given back as it is. */
export function untilTooManyMistakes(value: unknown, item: z.ZodType): unknown {
  if (!Array.isArray(value)) return value;
  let mistakes = 0;
  const last = value.findIndex((one) => {
    mistakes += item.safeParse(one).error?.issues.length ?? 0;
    return mistakes >= MOST_MISTAKES;
  });
  return last < 0 ? value : value.slice(0, last + 1);
}
