import { beforeEach, expect, it } from "@jest/globals";
import { NameQuery, StatementQuery } from "../../dist/schemas/index.js";
import type { Store } from "../../dist/store/index.js";
import { type Article, newJob, result, scoreAll, scoreOne } from "./archive.ts";
import { describeStores } from "./stores.ts";

const OLD: Article = {
  id: "a",
  text: "old",
  date: "2024-01-01",
  said: [{ by: "Fidan", says: "old words", about: [["Gaza", "favor"]] }, { by: "Fidan" }],
};
const NEW: Article = {
  id: "a",
  text: "new",
  date: "2024-03-01",
  said: [{ by: "Bagheri", says: "new words", about: [["Gaza", "against"]] }],
};

describeStores("every document once", (stores) => {
  let store: Store;
  beforeEach(async () => {
    store = await stores.open();
  });
  const contents = async (query: object = {}) =>
    (await store.statements(StatementQuery.parse(query))).statements.map(({ content }) => content.text);

  it("the same id and content again is left as it is", async () => {
    const first = await scoreAll(store, [OLD]);
    const second = await newJob(store);
    expect(await scoreOne(store, second, OLD)).toBe("unchanged");
    expect(await contents({ job: first })).toHaveLength(2);
    expect((await store.job(second)).counts).toEqual({
      accepted: 1,
      waiting: 0,
      scored: 0,
      unchanged: 1,
      failed: 0,
      statements: 0,
    });
  });

  it("changed content replaces the old, with its words and counts", async () => {
    await scoreAll(store, [OLD]);
    await scoreAll(store, [NEW]);
    expect(await contents()).toEqual(["new words"]);
    expect(await contents({ text: "old" })).toEqual([]);
    expect(await contents({ text: "new" })).toEqual(["new words"]);
    expect((await store.speakers(NameQuery.parse({}))).speakers).toEqual([
      { name: "Bagheri", statements: 1 },
    ]);
    expect((await store.targets(NameQuery.parse({}))).targets).toEqual([
      { name: "Gaza", statements: 1, favor: 0, against: 1, neutral: 0 },
    ]);
  });

  it("two contents of one id in one job: the later of the inputs stays, whichever is done first", async () => {
    const job = await newJob(store);
    const queued = (hash: string) => ({ key: "a", hash, file: null, line: null, state: "queued" as const });
    const [first, second] = await store.accept(job, [queued("old"), queued("new")]);
    const commit = (number: number, hash: string, article: Article) =>
      store.commitScored({ job, number, key: "a", hash, result: result(article), attempts: 1 });
    expect(await commit(second!, "new", NEW)).toBe("scored");
    expect(await commit(first!, "old", OLD)).toBe("unchanged");
    expect(await contents()).toEqual(["new words"]);
  });

  it("a commit that is tried again writes nothing", async () => {
    const job = await newJob(store);
    const [number] = await store.accept(job, [
      { key: "a", hash: "h", file: null, line: null, state: "queued" },
    ]);
    const scored = { job, number: number!, key: "a", hash: "h", result: result(OLD), attempts: 1 };
    expect(await Promise.all([store.commitScored(scored), store.commitScored(scored)])).toEqual(
      expect.arrayContaining(["scored", "settled"]),
    );
    expect(await contents()).toHaveLength(2);
    expect((await store.job(job)).counts).toMatchObject({ scored: 1, statements: 2, waiting: 0 });
  });

  it("many writers at once with the same names and ids lose nothing", async () => {
    const job = await newJob(store);
    const articles = Array.from(
      { length: 40 },
      (_, index): Article => ({
        id: `d${index % 20}`,
        text: `text ${index % 20}`,
        said: [
          {
            by: `Speaker ${index % 3}`,
            about: [
              ["Gaza", "favor"],
              [`Target ${index % 2}`, "against"],
            ],
          },
        ],
      }),
    );
    await Promise.all(articles.map((article) => scoreOne(store, job, article)));
    expect(await contents({ limit: 100 })).toHaveLength(20);
    const { targets } = await store.targets(NameQuery.parse({}));
    expect(targets.find(({ name }) => name === "Gaza")).toMatchObject({ statements: 20, favor: 20 });
    expect((await store.job(job)).counts).toMatchObject({ scored: 20, unchanged: 20, waiting: 0 });
  });

  it("a document of several thousand statements is kept whole", async () => {
    const said = Array.from({ length: 3000 }, (_, index) => ({
      by: "Fidan",
      says: `word${index}`,
      about: [["Gaza", "favor"] as [string, "favor"]],
    }));
    const job = await scoreAll(store, [{ id: "long", said }]);
    expect((await store.job(job)).counts.statements).toBe(3000);
    expect(await contents({ text: "word2999" })).toEqual(["word2999"]);
  });

  it("what a cancelled job still had in hand is not written", async () => {
    const job = await newJob(store);
    const [number] = await store.accept(job, [
      { key: "a", hash: "h", file: null, line: null, state: "queued" },
    ]);
    await store.cancelJob(job);
    expect(
      await store.commitScored({
        job,
        number: number!,
        key: "a",
        hash: "h",
        result: result(OLD),
        attempts: 1,
      }),
    ).toBe("settled");
    expect(await contents()).toEqual([]);
    await expect(
      store.accept(job, [{ key: "b", hash: "h", file: null, line: null, state: "queued" }]),
    ).rejects.toMatchObject({
      code: "job-finished",
    });
    await expect(store.cancelJob(job)).rejects.toMatchObject({ code: "job-finished" });
    await expect(store.cancelJob(job + 1)).rejects.toMatchObject({
      code: "not-found",
      message: `there is no job ${job + 1}`,
    });
  });
});
