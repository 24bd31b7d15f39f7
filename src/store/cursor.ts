import { z } from "zod";
import { StatementStanceError } from "../errors/index.js";

const Position = z.tuple([z.string(), z.number(), z.number()]);

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
  const position = Position.safeParse(parse(cursor));
  if (!position.success)
    throw new StatementStanceError("invalid-cursor", `'${cursor}' is no cursor of a page`);
  const [written, value, id] = position.data;
  if (written === order) return { value, id };
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
