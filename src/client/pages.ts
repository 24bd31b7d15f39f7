/** All rows of a listing, page after page, each asked for when the one before is used up. */
export async function* rowsOfPages<Page, Row, Cursor>(
  ask: (cursor: Cursor | undefined) => Promise<Page>,
  rows: (page: Page) => readonly Row[],
  next: (page: Page) => Cursor | null,
): AsyncGenerator<Row> {
  let cursor: Cursor | undefined;
  do {
    const page = await ask(cursor);
    yield* rows(page);
    cursor = next(page) ?? undefined;
  } while (cursor !== undefined);
}
