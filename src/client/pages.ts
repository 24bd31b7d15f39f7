/** All rows of a listing, page after page, each asked for when the one before is used up. */
export async function* rowsOfPages<Cursor, Page extends { next: Cursor | null }, Row>(
  ask: (cursor: Cursor | undefined) => Promise<Page>,
  rows: (page: Page) => readonly Row[],
): AsyncGenerator<Row> {
  let cursor: Cursor | undefined;
  do {
    const page: Page = await ask(cursor);
    yield* rows(page);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
}
