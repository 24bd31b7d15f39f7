import { beforeEach, expect, it } from "@jest/globals";
import { AliasDecision, NameQuery, StanceQuery, StatementQuery } from "../../dist/schemas/index.js";
import type { Store } from "../../dist/store/index.js";
import { scoreAll } from "./archive.ts";
import { describeStores } from "./stores.ts";

describeStores("one person under several names", (stores) => {
  let store: Store;
  beforeEach(async () => {
    store = await stores.open();
    await scoreAll(store, [
      { id: "a", date: "2024-01-01", said: [{ by: "Ali Bagheri", about: [["Israel", "against"]] }] },
      {
        id: "b",
        date: "2024-01-02",
        said: [
          { by: "Bagheri", about: [["Israel", "against"]] },
          {
            by: "Fidan",
            about: [
              ["Bagheri", "favor"],
              ["Ali Bagheri", "favor"],
            ],
          },
        ],
      },
      { id: "c", date: "2024-01-03", said: [{ by: "Bagheri Kani", about: [["Bagheri Kani", "neutral"]] }] },
    ]);
  });
  const decide = (decision: object) => store.decideAlias(AliasDecision.parse(decision));
  const documents = async (query: object) =>
    (await store.statements(StatementQuery.parse(query))).statements.map(({ document }) => document.id);
  const everything = async () => ({
    speakers: (await store.speakers(NameQuery.parse({}))).speakers,
    targets: (await store.targets(NameQuery.parse({}))).targets,
    series: (await store.stances(StanceQuery.parse({ speaker: "Ali Bagheri" }))).periods,
  });

  it("is suggested, and nothing is joined by that", async () => {
    expect(await store.suggestAliases(10)).toEqual([
      { name: "Bagheri", canonical: "Ali Bagheri", statements: 2, alternatives: 1 },
      { name: "Bagheri", canonical: "Bagheri Kani", statements: 2, alternatives: 1 },
    ]);
    expect(await documents({ speaker: "Ali Bagheri" })).toEqual(["a"]);
  });

  it("is joined once a person confirms it; documents keep the name they use", async () => {
    await decide({ name: "Bagheri", canonical: "Ali Bagheri", by: "Ece" });
    expect(await documents({ speaker: "Ali Bagheri" })).toEqual(["b", "a"]);
    expect(await documents({ speaker: "bagheri" })).toEqual(["b", "a"]);
    const [first] = (await store.statements(StatementQuery.parse({ speaker: "Ali Bagheri" }))).statements;
    expect(first?.speaker).toMatchObject({ name: "Ali Bagheri", nameInText: "Bagheri" });
    expect(await store.aliases()).toEqual([
      {
        name: "Bagheri",
        canonical: "Ali Bagheri",
        same: true,
        by: "Ece",
        decided: expect.stringMatching(/^\d{4}-/),
      },
    ]);
  });

  it("counts joined names together, and lists a statement about both of them once", async () => {
    await decide({ name: "Bagheri", canonical: "Ali Bagheri" });
    expect((await everything()).speakers[0]).toEqual({ name: "Ali Bagheri", statements: 2 });
    expect((await everything()).targets).toContainEqual({
      name: "Ali Bagheri",
      statements: 2,
      favor: 2,
      against: 0,
      neutral: 0,
    });
    expect((await everything()).series).toEqual([{ period: "2024-01", favor: 0, against: 2, neutral: 0 }]);
    expect(await documents({ target: "Ali Bagheri" })).toEqual(["b"]);
  });

  it("holds for documents that are scored later", async () => {
    await decide({ name: "Bagheri", canonical: "Ali Bagheri" });
    await scoreAll(store, [
      { id: "d", date: "2024-01-04", said: [{ by: "Bagheri", about: [["Israel", "favor"]] }] },
    ]);
    expect(await documents({ speaker: "Ali Bagheri" })).toEqual(["d", "b", "a"]);
    expect((await everything()).speakers[0]).toEqual({ name: "Ali Bagheri", statements: 3 });
  });

  it("joins what was joined to a name along with it", async () => {
    await decide({ name: "Bagheri", canonical: "Ali Bagheri" });
    await decide({ name: "Ali Bagheri", canonical: "Bagheri Kani" });
    expect(await documents({ speaker: "Bagheri Kani" })).toEqual(["c", "b", "a"]);
    await expect(decide({ name: "Bagheri Kani", canonical: "Bagheri" })).rejects.toMatchObject({
      code: "invalid-request",
      message: "'Bagheri Kani' and 'Bagheri' are one name already",
    });
  });

  it("can be taken back, and everything is as before", async () => {
    const before = await everything();
    await decide({ name: "Bagheri", canonical: "Ali Bagheri" });
    expect(await everything()).not.toEqual(before);
    await store.withdrawAlias("Bagheri");
    expect(await everything()).toEqual(before);
    expect(await store.aliases()).toEqual([]);
  });

  it("is joined to one other only, so that nobody else is moved along", async () => {
    await decide({ name: "Bagheri", canonical: "Ali Bagheri" });
    const joined = await everything();
    await expect(decide({ name: "Bagheri", canonical: "Bagheri Kani" })).rejects.toMatchObject({
      code: "invalid-request",
      message: "'Bagheri' is joined to 'Ali Bagheri' already; withdraw that first",
    });
    expect(await everything()).toEqual(joined);
    expect(await store.aliases()).toHaveLength(1);
    await decide({ name: "Bagheri", canonical: "Bagheri Kani", same: false });
    await store.withdrawAlias("Bagheri");
    await decide({ name: "Bagheri", canonical: "Bagheri Kani" });
    expect(await documents({ speaker: "Bagheri Kani" })).toEqual(["c", "b"]);
  });

  it("takes those along that were joined to it, when it is taken back", async () => {
    await decide({ name: "Bagheri", canonical: "Ali Bagheri" });
    const before = await everything();
    await decide({ name: "Ali Bagheri", canonical: "Bagheri Kani" });
    await store.withdrawAlias("Ali Bagheri");
    expect(await everything()).toEqual(before);
    expect(await documents({ speaker: "Ali Bagheri" })).toEqual(["b", "a"]);
    expect(await documents({ speaker: "Bagheri Kani" })).toEqual(["c"]);
    expect(await documents({ target: "Ali Bagheri" })).toEqual(["b"]);
    await scoreAll(store, [{ id: "d", date: "2024-01-04", said: [{ by: "Bagheri" }] }]);
    expect(await documents({ speaker: "Ali Bagheri" })).toEqual(["d", "b", "a"]);
  });

  it("is not suggested again once a person says that they are different", async () => {
    await decide({ name: "Bagheri", canonical: "Bagheri Kani", same: false });
    expect(await store.suggestAliases(10)).toEqual([
      { name: "Bagheri", canonical: "Ali Bagheri", statements: 2, alternatives: 0 },
    ]);
    expect(await documents({ speaker: "Bagheri Kani" })).toEqual(["c"]);
  });

  it("refuses names that the store does not have, and decisions that do not exist", async () => {
    await expect(decide({ name: "bagheri", canonical: "Ali Bagheri" })).rejects.toMatchObject({
      code: "not-found",
      message: "the store has no name 'bagheri'",
    });
    await expect(store.withdrawAlias("Bagheri")).rejects.toMatchObject({
      code: "not-found",
      message: "no decision on the name 'Bagheri'",
    });
  });
});
