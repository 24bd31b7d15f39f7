import { beforeEach, expect, it } from "@jest/globals";
import { MatrixQuery, NameQuery, StanceQuery } from "../../dist/schemas/index.js";
import type { Store } from "../../dist/store/index.js";
import { type Article, scoreAll } from "./archive.ts";
import { describeStores } from "./stores.ts";

const ARTICLES: Article[] = [
  {
    id: "a",
    date: "2023-12-31",
    said: [
      {
        by: "Ali Bagheri",
        about: [
          ["Israel", "against"],
          ["Gaza", "favor"],
        ],
      },
      { by: "Hakan Fidan", about: [["Israel", "neutral"]] },
    ],
  },
  {
    id: "b",
    date: "2024-02-20",
    said: [
      { by: "Ali Bagheri", about: [["Israel", "against"]] },
      { by: null, about: [["Gaza", "neutral"]] },
    ],
  },
  { id: "c", date: "2024-02-01T10:00:00Z", said: [{ by: "Ali Bagheri", about: [["Israel", "neutral"]] }] },
  { id: "d", date: "last week", said: [{ by: "Ali Bagheri", about: [["Israel", "favor"]] }] },
];

describeStores("speakers, targets and stances", (stores) => {
  let store: Store;
  beforeEach(async () => {
    store = await stores.open();
    await scoreAll(store, ARTICLES);
  });
  const speakers = (query: object = {}) => store.speakers(NameQuery.parse(query));
  const targets = (query: object = {}) => store.targets(NameQuery.parse(query));

  it("counts the statements of each speaker, most quoted first", async () => {
    expect((await speakers()).speakers).toEqual([
      { name: "Ali Bagheri", statements: 4 },
      { name: "Hakan Fidan", statements: 1 },
    ]);
    expect((await speakers({ target: "gaza" })).speakers).toEqual([{ name: "Ali Bagheri", statements: 1 }]);
    expect((await speakers({ name: "fid" })).speakers).toEqual([{ name: "Hakan Fidan", statements: 1 }]);
    expect((await speakers({ name: "…" })).speakers).toEqual([]);
  });

  it("counts the stances towards each target", async () => {
    expect((await targets()).targets).toEqual([
      { name: "Israel", statements: 5, favor: 1, against: 2, neutral: 2 },
      { name: "Gaza", statements: 2, favor: 1, against: 0, neutral: 1 },
    ]);
    expect((await targets({ speaker: "fidan" })).targets).toEqual([
      { name: "Israel", statements: 1, favor: 0, against: 0, neutral: 1 },
    ]);
    expect((await targets({ speaker: "nobody" })).targets).toEqual([]);
  });

  it("in pages", async () => {
    const first = await targets({ limit: 1 });
    expect(first.targets.map(({ name }) => name)).toEqual(["Israel"]);
    const second = await targets({ limit: 1, cursor: first.next });
    expect(second).toMatchObject({ targets: [{ name: "Gaza" }], next: null });
    await expect(targets({ cursor: "?" })).rejects.toMatchObject({ code: "invalid-cursor" });
  });

  it("shows how a stance moved by month and by year; a date that cannot be read counts as none", async () => {
    const query = { speaker: "bagheri", target: "israel" };
    expect(await store.stances(StanceQuery.parse(query))).toEqual({
      periods: [
        { period: null, favor: 1, against: 0, neutral: 0 },
        { period: "2023-12", favor: 0, against: 1, neutral: 0 },
        { period: "2024-02", favor: 0, against: 1, neutral: 1 },
      ],
      names: {
        speaker: { asked: "bagheri", matched: ["Ali Bagheri"], similar: [] },
        target: { asked: "israel", matched: ["Israel"], similar: [] },
      },
    });
    const years = await store.stances(StanceQuery.parse({ ...query, by: "year", from: "2023" }));
    expect(years.periods.map(({ period, against }) => [period, against])).toEqual([
      ["2023", 1],
      ["2024", 1],
    ]);
    const toDecember = await store.stances(StanceQuery.parse({ target: "israel", to: "2023-12" }));
    expect(toDecember.periods).toEqual([{ period: "2023-12", favor: 0, against: 1, neutral: 1 }]);
  });

  it("asks for a speaker or a target of a series", () => {
    expect(() => StanceQuery.parse({})).toThrow("a speaker, a target or both must be named");
  });

  it("sets speakers against targets", async () => {
    const none = { favor: 0, against: 0, neutral: 0 };
    expect(await store.matrix(MatrixQuery.parse({}))).toEqual({
      speakers: ["Ali Bagheri", "Hakan Fidan"],
      targets: ["Israel", "Gaza"],
      cells: [
        [
          { favor: 1, against: 2, neutral: 1 },
          { favor: 1, against: 0, neutral: 0 },
        ],
        [{ favor: 0, against: 0, neutral: 1 }, none],
      ],
    });
    const asked = await store.matrix(MatrixQuery.parse({ speaker: "fidan", target: ["gaza", "israel"] }));
    expect(asked).toEqual({
      speakers: ["Hakan Fidan"],
      targets: ["Gaza", "Israel"],
      cells: [[none, { favor: 0, against: 0, neutral: 1 }]],
    });
    expect(await store.matrix(MatrixQuery.parse({ speaker: "nobody" }))).toMatchObject({
      speakers: [],
      cells: [],
    });
  });
});
