import { beforeAll, expect, it } from "@jest/globals";
import pg from "pg";
import { StatementQuery, type StatementQueryInput } from "../../dist/schemas/index.js";
import type { Store } from "../../dist/store/index.js";
import { openStore } from "../../dist/store/index.js";
import { type Said, scoreAll } from "./archive.ts";
import { describeStores } from "./stores.ts";

const DOCUMENTS = 8;
const EACH = 1000;

/** Of statement n: "common" in all, "half" in every second, "seldom" in few, beside "common" in half of those. */
function said(n: number): Said {
  const words = ["common", ...(n % 2 === 0 ? ["half"] : []), ...(n % 10 === 0 ? ["tenth"] : [])];
  if (n % 400 === 0) words.splice(1, 0, "seldom");
  if (n % 400 === 200) words.push("seldom");
  return { by: n % 3 === 0 ? "Ali Bagheri" : "Hakan Fidan", says: `${words.join(" ")} ${n}` };
}
const ARTICLES = Array.from({ length: DOCUMENTS }, (_, document) => ({
  id: `d${document}`,
  date: `2024-0${1 + document}-01`,
  said: Array.from({ length: EACH }, (_, index) => said(document * EACH + index)),
}));
/** The newest first, as they are listed. */
const NEWEST = Array.from({ length: DOCUMENTS * EACH }, (_, n) => DOCUMENTS * EACH - 1 - n);

describeStores("words of any frequency", (stores) => {
  let store: Store;
  let place: string;
  beforeAll(async () => {
    place = stores.place();
    store = await openStore(place);
    await scoreAll(store, ARTICLES);
    if (!place.startsWith("postgres")) return;
    const client = new pg.Client({ connectionString: place });
    await client.connect();
    await client.query("analyze");
    await client.end();
  }, 120_000);

  /** The numbers at the ends of the contents, of so many pages. */
  async function found(query: StatementQueryInput, pages = 1): Promise<number[]> {
    const numbers: number[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < pages; page++) {
      const { statements, next } = await store.statements(StatementQuery.parse({ ...query, cursor }));
      numbers.push(...statements.map(({ content }) => Number(content.text.split(" ").at(-1))));
      if (next === null) break;
      cursor = next;
    }
    return numbers;
  }
  const having = (fits: (words: string[]) => boolean) => NEWEST.filter((n) => fits(said(n).says!.split(" ")));

  it("are found, in the order that is asked for, page after page", async () => {
    const all: [text: string, fits: (words: string[]) => boolean][] = [
      ["common", () => true],
      ["half", (words) => words.includes("half")],
      ["tenth common", (words) => words.includes("tenth")],
      ["seldom", (words) => words.includes("seldom")],
      ["se*", (words) => words.includes("seldom")],
      ["common -half", (words) => !words.includes("half")],
      ['"common half"', (words) => words[1] === "half"],
      ['"half tenth"', (words) => words.join(" ").includes("half tenth")],
      ['"common seldom"', (words) => words[1] === "seldom"],
      ['"common seldom half" tenth', (words) => words[1] === "seldom"],
      ['"seldom common"', () => false],
      ['common -"common half"', (words) => words[1] !== "half"],
      ["7999", (words) => words.includes("7999")],
    ];
    for (const [text, fits] of all) {
      const expected = having(fits);
      expect([text, await found({ text }, 3)]).toEqual([text, expected.slice(0, 150)]);
      const oldest = await found({ text, order: "asc", limit: 20 }, 2);
      expect([text, oldest]).toEqual([text, expected.toReversed().slice(0, 40)]);
    }
  }, 120_000);

  it("together with other conditions", async () => {
    const bagheri = having(() => true).filter((n) => n % 3 === 0);
    expect(await found({ text: "common", speaker: "bagheri" })).toEqual(bagheri.slice(0, 50));
    const seldom = having((words) => words.includes("seldom")).filter((n) => n % 3 === 0);
    expect(await found({ text: "seldom", speaker: "bagheri" })).toEqual(seldom);
    const march = having((words) => words.includes("tenth")).filter((n) => Math.floor(n / EACH) === 2);
    expect(await found({ text: "tenth", from: "2024-03", to: "2024-03" }, 9)).toEqual(march);
    await store.close();
  });
});
