import { beforeEach, expect, it } from "@jest/globals";
import { StatementQuery } from "../../dist/schemas/index.js";
import type { Store } from "../../dist/store/index.js";
import { scoreAll } from "./archive.ts";
import { describeStores } from "./stores.ts";

describeStores("names as people write them", (stores) => {
  let store: Store;
  beforeEach(async () => {
    store = await stores.open();
    const speakers = ["Ali Bagheri", "Mehmet Şimşek", "Barack Obama", "Michelle Obama", "Jens Stoltenberg"];
    const said = speakers.map((by) => ({
      by,
      about: [["Obama administration", "neutral"] as [string, "neutral"]],
    }));
    await scoreAll(store, [
      { id: "one", said },
      { id: "two", said: [{ by: "Sunak" }, { by: "Rishi Sunak" }, { by: "Ghalibaf" }, { by: "Jens Spahn" }] },
    ]);
  });
  const ask = async (speaker: string) => {
    const { names, statements } = await store.statements(StatementQuery.parse({ speaker }));
    return { ...names.speaker, count: statements.length };
  };

  it("case, accents and punctuation are free", async () => {
    expect(await ask("MEHMET SIMSEK")).toEqual({
      asked: "MEHMET SIMSEK",
      matched: ["Mehmet Şimşek"],
      similar: [],
      count: 1,
    });
    expect((await ask("ali-bagheri")).matched).toEqual(["Ali Bagheri"]);
  });

  it("a surname alone where one person bears it", async () => {
    expect((await ask("bagheri")).matched).toEqual(["Ali Bagheri"]);
    expect((await ask("şimşek")).count).toBe(1);
  });

  it("a first name alone where one person bears it", async () => {
    expect((await ask("mehmet")).matched).toEqual(["Mehmet Şimşek"]);
    await expect(ask("Jens")).rejects.toMatchObject({ code: "ambiguous-name" });
  });

  it("a surname of two people is refused, and both are named", async () => {
    await expect(ask("obama")).rejects.toMatchObject({
      code: "ambiguous-name",
      message:
        "speaker: 'obama' could be Barack Obama (1), Michelle Obama (1): write the name in full, or confirm an alias",
      place: {
        errors: [
          { path: "speaker", code: "candidate", message: "Barack Obama" },
          { path: "speaker", code: "candidate", message: "Michelle Obama" },
        ],
      },
    });
  });

  it("looks among speakers for a speaker, and among targets for a target", async () => {
    const { names } = await store.statements(StatementQuery.parse({ target: "obama" }));
    expect(names.target?.matched).toEqual(["Obama administration"]);
  });

  it("a name that stands in the store alone is taken as it is, and fuller ones are only mentioned", async () => {
    expect(await ask("sunak")).toEqual({
      asked: "sunak",
      matched: ["Sunak"],
      similar: ["Rishi Sunak"],
      count: 1,
    });
  });

  it("a name that the store does not know finds nothing, and says so", async () => {
    expect(await ask("Nobody Known")).toEqual({ asked: "Nobody Known", matched: [], similar: [], count: 0 });
    expect(await ask("…")).toMatchObject({ matched: [], count: 0 });
  });
});
