import { z } from "zod";

/** `[start, end)` offsets into the text that was sent. */
export const Span = z
  .tuple([z.int().nonnegative(), z.int().nonnegative()])
  .describe("[start, end) offsets into the text that was sent, in the unit that offsetUnit names");
export type Span = z.infer<typeof Span>;

export const OffsetUnit = z
  .enum(["utf16", "codepoint"])
  .describe(
    "utf16: as JavaScript counts (text.slice works); codepoint: as Python counts (text[start:end] works)",
  );
export type OffsetUnit = z.infer<typeof OffsetUnit>;

/** A piece of the text that may be interrupted: its spans in order, and their text joined by " … ". */
export const Passage = z.object({
  text: z.string().describe("the spans' text; pieces of an interrupted passage are joined by ' … '"),
  spans: z.array(Span).min(1).describe("in text order, without overlap"),
});
export type Passage = z.infer<typeof Passage>;
