import { beforeEach, describe, expect, it } from "@jest/globals";
import { StatementQuery, type StatementQueryInput } from "../../dist/schemas/index.js";
import type { Store } from "../../dist/store/index.js";
import { type Article, scoreAll } from "./archive.ts";
import { describeStores } from "./stores.ts";

const ARTICLES: Article[] = [
  {
    id: "a",
    date: "2024-01-15",
    said: [
      { by: "Ali Bagheri", says: "the talks must go on", about: [["Iran talks", "favor"]], confidence: 0.9 },
      { by: "Hakan Fidan", says: "we condemn the attack", about: [["Israel", "against"]], kind: "direct" },
    ],
  },
  {
    id: "b",
    date: "2024-02-20",
    said: [
      {
        by: "Ali Bagheri",
        says: "the attack was a crime",
        about: [
          ["Israel", "against"],
          ["Gaza", "favor"],
        ],
      },
      { by: null, says: "prices rose", about: [["prices", "neutral"]], confidence: 0.5 },
    ],
  },
  {
    id: "c",
    date: "2024-02",
    said: [{ by: "Mehmet Şimşek", says: "Les négociations ont échoué", about: [["Israel", "neutral"]] }],
  },
  {
    id: "d",
    said: [{ by: "Hakan Fidan", says: "undated words", about: [["Gaza", "favor"]], kind: "mixed" }],
  },
];

describeStores("asking for stored statements", (stores) => {
  let store: Store;
  let job: number;
  beforeEach(async () => {
    store = await stores.open();
    job = await scoreAll(store, ARTICLES);
  });
  const page = (query: StatementQueryInput) => store.statements(StatementQuery.parse(query));
  const found = async (query: StatementQueryInput) =>
    (await page(query)).statements.map(({ document, id }) => `${document.id}.${id}`);

  it("gives them whole, newest first, with their document", async () => {
    const [first, ...others] = (await page({})).statements;
    expect(first).toEqual({
      id: "s2",
      kind: "indirect",
      content: { text: "prices rose", spans: [[10, 21]] },
      cue: { text: "said", spans: [[5, 9]] },
      source: null,
      speaker: null,
      targets: [
        {
          name: "prices",
          nameInText: "prices",
          text: "prices",
          span: [10, 20],
          stance: "neutral",
          scores: { favor: 0.1, against: 0.2, neutral: 0.7 },
          confidence: 0.9,
        },
      ],
      confidence: 0.5,
      document: { id: "b", title: null, date: "2024-02-20", url: null, language: "en" },
      job,
    });
    expect(others.map(({ document, id }) => `${document.id}.${id}`)).toEqual([
      "b.s1",
      "c.s1",
      "a.s2",
      "a.s1",
      "d.s1",
    ]);
  });

  it("by speaker, by target and by both", async () => {
    expect(await found({ speaker: "Ali Bagheri" })).toEqual(["b.s1", "a.s1"]);
    expect(await found({ target: "Israel" })).toEqual(["b.s1", "c.s1", "a.s2"]);
    expect(await found({ speaker: "Ali Bagheri", target: "Israel" })).toEqual(["b.s1"]);
  });

  it("by stance: towards the target that is named, else towards any", async () => {
    expect(await found({ stance: "against" })).toEqual(["b.s1", "a.s2"]);
    expect(await found({ target: "Israel", stance: "neutral" })).toEqual(["c.s1"]);
    expect(await found({ target: "Gaza", stance: "against" })).toEqual([]);
    expect(await found({ speaker: "Hakan Fidan", stance: "favor" })).toEqual(["d.s1"]);
  });

  it("by the words of the content: all of them, phrases, beginnings, words left out, accents free", async () => {
    expect(await found({ text: "attack" })).toEqual(["b.s1", "a.s2"]);
    expect(await found({ text: "ATTACK crime" })).toEqual(["b.s1"]);
    expect(await found({ text: '"the attack"' })).toEqual(["b.s1", "a.s2"]);
    expect(await found({ text: '"attack the"' })).toEqual([]);
    expect(await found({ text: "attack -condemn" })).toEqual(["b.s1"]);
    expect(await found({ text: "negociat*" })).toEqual(["c.s1"]);
    expect(await found({ text: "échoué" })).toEqual(["c.s1"]);
    expect(await found({ text: "attack", speaker: "Hakan Fidan", target: "Israel" })).toEqual(["a.s2"]);
  });

  it("refuses a text query without a word to look for", async () => {
    await expect(page({ text: "-attack" })).rejects.toMatchObject({
      code: "invalid-request",
      message: "text: no word to look for in '-attack'",
    });
    await expect(page({ text: "“…”" })).rejects.toMatchObject({ code: "invalid-request" });
  });

  it("reads signs of the databases' own query languages as plain text", async () => {
    expect(await found({ text: "attack' OR 1=1" })).toEqual([]);
    expect(await found({ text: "attack NEAR(crime)" })).toEqual([]);
    expect(await found({ text: "the & attack | !" })).toEqual(["b.s1", "a.s2"]);
  });

  it("by date, both ends included; undated ones only where no date is asked for", async () => {
    expect(await found({ from: "2024-02" })).toEqual(["b.s2", "b.s1", "c.s1"]);
    expect(await found({ from: "2024-01-15", to: "2024-01-15" })).toEqual(["a.s2", "a.s1"]);
    expect(await found({ to: "2024" })).toHaveLength(5);
    expect(await found({ target: "Gaza", to: "2024" })).toEqual(["b.s1"]);
  });

  it("by document, kind, confidence and job", async () => {
    expect(await found({ document: "a" })).toEqual(["a.s2", "a.s1"]);
    expect(await found({ document: "nowhere" })).toEqual([]);
    expect(await found({ kind: "direct" })).toEqual(["a.s2"]);
    expect(await found({ minConfidence: 0.85 })).toEqual(["a.s1"]);
    expect(await found({ job })).toHaveLength(6);
    expect(await found({ job: job + 1 })).toEqual([]);
  });

  it("sorted by date, confidence or arrival, either way", async () => {
    expect(await found({ sort: "date", order: "asc" })).toEqual([
      "d.s1",
      "a.s1",
      "a.s2",
      "c.s1",
      "b.s1",
      "b.s2",
    ]);
    expect((await found({ sort: "confidence" }))[0]).toBe("a.s1");
    expect((await found({ sort: "confidence", order: "asc" }))[0]).toBe("b.s2");
    expect(await found({ sort: "arrival", order: "asc" })).toEqual([
      "a.s1",
      "a.s2",
      "b.s1",
      "b.s2",
      "c.s1",
      "d.s1",
    ]);
    expect(await found({ sort: "confidence", target: "Israel", order: "asc" })).toEqual([
      "a.s2",
      "b.s1",
      "c.s1",
    ]);
  });

  describe("in pages", () => {
    for (const sort of ["date", "confidence", "arrival"] as const) {
      it(`that hold everything once, sorted by ${sort}`, async () => {
        const all = await found({ sort });
        const paged: string[] = [];
        let cursor: string | null | undefined;
        do {
          const next = await page({ sort, limit: 2, ...(cursor ? { cursor } : {}) });
          paged.push(...next.statements.map(({ document, id }) => `${document.id}.${id}`));
          cursor = next.next;
        } while (cursor);
        expect(paged).toEqual(all);
      });
    }

    it("and refuses a cursor that is none, or one of another sorting", async () => {
      const { next } = await page({ limit: 1 });
      await expect(page({ cursor: "x" })).rejects.toMatchObject({
        code: "invalid-cursor",
        message: "'x' is no cursor of a page",
      });
      await expect(page({ sort: "confidence", cursor: next! })).rejects.toMatchObject({
        code: "invalid-cursor",
        message: "the cursor is of pages sorted by date-desc, not by confidence-desc",
      });
    });
  });
});
