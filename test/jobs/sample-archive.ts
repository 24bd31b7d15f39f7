import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { StatementQuery } from "../../dist/schemas/index.js";
import type { Store } from "../../dist/store/index.js";

const SAMPLE = readFileSync(new URL("../../datasets/samples/bagheri-fidan.txt", import.meta.url), "utf8");

/** A small archive of short articles: a folder, packed rows with two broken ones, and one id twice. */
export function makeArchive(folder: string, count: number): string {
  const archive = join(folder, "archive");
  mkdirSync(join(archive, "texts"), { recursive: true });
  const sentences = SAMPLE.split(/(?<=\.)\s+/).filter((sentence) => sentence.length > 60);
  const text = (index: number) => `${sentences[index % sentences.length]} This was article ${index}.`;
  for (let index = 0; index < count / 2; index++)
    writeFileSync(join(archive, "texts", `${index}.txt`), text(index));
  const rows = Array.from({ length: count / 2 }, (_, index) =>
    JSON.stringify({ id: `row ${index}`, text: text(index + 1000), date: `2024-0${1 + (index % 9)}-15` }),
  );
  rows.splice(3, 0, '{"id": "broken", ');
  rows.splice(5, 0, '{"id": "empty", "text": " "}');
  rows.push(JSON.stringify({ id: "row 0", text: "“This was changed later,” said Hakan Fidan." }));
  writeFileSync(join(archive, "rows.jsonl.gz"), gzipSync(rows.join("\n")));
  return archive;
}

/** Everything that a store says of the documents, without the numbers that depend on the order of the work. */
export async function contentOf(store: Store) {
  const statements: string[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await store.statements(StatementQuery.parse({ limit: 1000, ...(cursor ? { cursor } : {}) }));
    statements.push(...page.statements.map(({ job: _job, ...statement }) => JSON.stringify(statement)));
    cursor = page.next;
  } while (cursor);
  const { speakers } = await store.speakers({ limit: 1000 });
  const { targets } = await store.targets({ limit: 1000 });
  const byName = <Row extends { name: string }>(rows: Row[]) =>
    rows.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { statements: statements.sort(), speakers: byName(speakers), targets: byName(targets) };
}
