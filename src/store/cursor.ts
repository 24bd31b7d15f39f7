import { z } from "zod";
import { StatementStanceError } from "../errors/index.js";

const Whole = z.int().nonnegative();
/** What rows are sorted by, by the beginning of the order's name: the databases compare like with like only. */
const VALUES: readonly [RegExp, z.ZodType<number>][] = [
  [/^confidence/, z.number().min(0).max(1)],
  [/^date/, Whole.max(99_999_999)],
  [/^/, Whole],
];

/** Where a page ended: the value that the rows are sorted by, and the row's id. */
export interface PagePosition {
  readonly value: number;
  readonly id: number;
}

/** A page's end as a word for the client. `order` names the sorting, so that a cursor fits its query only. */
export function writeCursor(order: string, { value, id }: PagePosition): string {
  return Buffer.from(JSON.stringify([order, value, id])).toString("base64url");
}

/** @throws invalid-cursor when the text is no cursor, or belongs to another sorting */
export function readCursor(order: string, cursor: string | undefined): PagePosition | undefined {
  if (cursor === undefined) return undefined;
  const fitting = VALUES.find(([orders]) => orders.test(order))![1];
  const position = z.tuple([z.string(), z.number(), Whole]).safeParse(parse(cursor));
  if (!position.success)
    throw new StatementStanceError("invalid-cursor", `'${cursor}' is no cursor of a page`);
  const [written, value, id] = position.data;
  if (written === order && fitting.safeParse(value).success) return { value, id };
  throw new StatementStanceError(
    "invalid-cursor",
    `the cursor is of pages sorted by ${written}, not by ${order}`,
  );
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}
