import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { parse } from "csv-parse/sync";
import { scoreAll } from "../store/archive.ts";
import { type Service, startService } from "./service.ts";

const folder = mkdtempSync(join(tmpdir(), "store-endpoints-"));
let service: Service;
beforeAll(async () => {
  service = await startService({ store: join(folder, "archive.sqlite") });
  await scoreAll(service.archive!.store, [
    {
      id: "one",
      date: "2024-01-05",
      title: "Talks",
      said: [
        { by: "Ali Bagheri", says: "the strikes must end", about: [["Israel", "against"]], kind: "direct" },
        { by: "Hakan Fidan", says: "we welcome the talks", about: [["talks", "favor"]], confidence: 0.4 },
      ],
    },
    {
      id: "two",
      date: "2024-02-10",
      said: [
        {
          by: "Bagheri",
          says: "the talks go on",
          about: [
            ["Israel", "neutral"],
            ["talks", "favor"],
          ],
        },
        { by: null, says: "nobody knows", about: [] },
      ],
    },
    { id: "three", said: [{ by: "Ali Yılmaz", says: "=1+1", about: [["Israel", "favor"]] }] },
  ]);
});
afterAll(async () => {
  await service.stop();
  rmSync(folder, { recursive: true, force: true });
});

const ask = (path: string, init?: RequestInit) => fetch(service.url + path, init);
const json = async (path: string) => (await ask(path)).json();
const send = (decision: object) =>
  ask("/v1/aliases", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(decision),
  });
const documentsOf = async (query: string) => {
  const { statements } = await json(`/v1/statements?${query}`);
  return statements.map(
    ({ document, id }: { document: { id: string }; id: string }) => `${document.id} ${id}`,
  );
};

describe("GET /v1/statements", () => {
  test.each([
    ["", ["two s2", "two s1", "one s2", "one s1", "three s1"]],
    ["order=asc&sort=arrival", ["one s1", "one s2", "two s1", "two s2", "three s1"]],
    ["speaker=FIDAN", ["one s2"]],
    ["speaker=ali%20yilmaz", ["three s1"]],
    ["target=israel", ["two s1", "one s1", "three s1"]],
    ["target=israel&stance=against", ["one s1"]],
    ["stance=favor", ["two s1", "one s2", "three s1"]],
    ["text=talk*%20-welcome", ["two s1"]],
    ['text="the%20talks"', ["two s1", "one s2"]],
    ["from=2024-01&to=2024-01", ["one s2", "one s1"]],
    ["document=two", ["two s2", "two s1"]],
    ["kind=direct", ["one s1"]],
    ["minConfidence=0.5&document=one", ["one s1"]],
    ["job=2", []],
    ["speaker=nobody%20of%20that%20name", []],
  ])("finds by ?%s", async (query, found) => {
    expect(await documentsOf(query)).toEqual(found);
  });

  test("goes through pages by cursor, and by the header Link", async () => {
    const all: string[] = [];
    for (let path: string | undefined = "/v1/statements?limit=2&sort=confidence"; path; ) {
      const response = await ask(path);
      const { statements, next } = await response.json();
      all.push(...statements.map(({ content }: { content: { text: string } }) => content.text));
      const link = /^<(.+)>; rel="next"$/.exec(response.headers.get("link") ?? "")?.[1];
      expect(link ? new URL(link, service.url).searchParams.get("cursor") : null).toBe(next);
      path = link;
    }
    expect(all).toHaveLength(5);
    expect(new Set(all).size).toBe(5);
    expect(all[4]).toBe("we welcome the talks");
  });

  test("tells how a name was understood, and which were left out", async () => {
    expect((await json("/v1/statements?speaker=bagheri")).names.speaker).toEqual({
      asked: "bagheri",
      matched: ["Bagheri"],
      similar: ["Ali Bagheri"],
    });
  });

  test("gives a table to who accepts CSV, with nothing that a spreadsheet would run", async () => {
    const response = await ask("/v1/statements?order=asc", { headers: { accept: "text/csv" } });
    expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    const rows: Record<string, string>[] = parse(await response.text(), { columns: true });
    expect(rows).toHaveLength(6);
    expect(rows[0]).toMatchObject({
      document: "three",
      speaker: "Ali Yılmaz",
      content: "'=1+1",
      stance: "favor",
    });
    expect(rows.at(-1)).toMatchObject({ document: "two", speaker: "", target: "", content: "nobody knows" });
  });

  test.each([
    ["statements?stance=angry", 400, "invalid-request", "stance"],
    ["statements?colour=red", 400, "invalid-request", "colour"],
    ["statements?limit=5000", 400, "invalid-request", "limit"],
    ["statements?from=May", 400, "invalid-request", "YYYY"],
    ["statements?text=%22%22", 400, "invalid-request", "no word"],
    ["statements?cursor=abc", 400, "invalid-cursor", "abc"],
    ["speakers?limit=0", 400, "invalid-request", "limit"],
    ["stances", 400, "invalid-request", "a speaker, a target or both"],
    ["stances?by=week&target=israel", 400, "invalid-request", "by"],
    ["statements?speaker=ali", 409, "ambiguous-name", "Ali Bagheri"],
    ["aliases/suggestions?limit=many", 400, "invalid-request", "limit"],
  ])("says what is wrong with GET /v1/%s", async (path, status, code, word) => {
    const response = await ask(`/v1/${path}`);
    expect(response.headers.get("content-type")).toContain("application/problem+json");
    const problem = await response.json();
    expect(problem).toMatchObject({ status, code });
    expect(problem.detail).toContain(word);
    expect(response.status).toBe(status);
  });

  test("has JSON and CSV only", async () => {
    const response = await ask("/v1/statements", { headers: { accept: "image/png" } });
    expect(response.status).toBe(406);
  });
});

describe("names and stances", () => {
  test("who speaks, and of whom", async () => {
    expect((await json("/v1/speakers?limit=2")).speakers).toEqual([
      { name: expect.any(String), statements: 1 },
      { name: expect.any(String), statements: 1 },
    ]);
    expect(
      (await json("/v1/speakers?name=bagh")).speakers.map(({ name }: { name: string }) => name).sort(),
    ).toEqual(["Ali Bagheri", "Bagheri"]);
    expect((await json("/v1/targets")).targets).toEqual([
      { name: "Israel", statements: 3, favor: 1, against: 1, neutral: 1 },
      { name: "talks", statements: 2, favor: 2, against: 0, neutral: 0 },
    ]);
    expect((await json("/v1/targets?speaker=fidan")).targets).toEqual([
      { name: "talks", statements: 1, favor: 1, against: 0, neutral: 0 },
    ]);
  });

  test("how stances moved", async () => {
    const { periods } = await json("/v1/stances?target=israel&by=month");
    expect(periods).toEqual([
      { period: null, favor: 1, against: 0, neutral: 0 },
      { period: "2024-01", favor: 0, against: 1, neutral: 0 },
      { period: "2024-02", favor: 0, against: 0, neutral: 1 },
    ]);
  });

  test("speakers by targets, one or several of each", async () => {
    const query = "speaker=Ali%20Bagheri&speaker=fidan&target=israel";
    expect(await json(`/v1/matrix?${query}`)).toEqual({
      speakers: ["Ali Bagheri", "Hakan Fidan"],
      targets: ["Israel"],
      cells: [[{ favor: 0, against: 1, neutral: 0 }], [{ favor: 0, against: 0, neutral: 0 }]],
    });
    expect((await json("/v1/matrix?size=1")).targets).toEqual(["Israel"]);
  });
});

test("two names are joined when a person says so, and parted again", async () => {
  expect((await json("/v1/aliases/suggestions")).suggestions).toEqual([
    { name: "Bagheri", canonical: "Ali Bagheri", statements: 1, alternatives: 0 },
  ]);
  const response = await send({ name: "Bagheri", canonical: "Ali Bagheri", by: "ece" });
  expect(response.status).toBe(201);
  const decided = await response.json();
  expect(decided).toMatchObject({ name: "Bagheri", canonical: "Ali Bagheri", same: true, by: "ece" });
  expect(await json("/v1/aliases")).toEqual({ aliases: [decided] });
  expect(await documentsOf("speaker=bagheri")).toEqual(["two s1", "one s1"]);
  const withdrawn = await ask("/v1/aliases?name=Bagheri", { method: "DELETE" });
  expect(withdrawn.status).toBe(204);
  expect(await json("/v1/aliases")).toEqual({ aliases: [] });
  expect(await documentsOf("speaker=bagheri")).toEqual(["two s1"]);
});

test.each([
  [{ name: "Bagheri" }, 400, "invalid-request"],
  [{ name: "Bagheri", canonical: "Bagheri", colour: 1 }, 400, "invalid-request"],
  [{ name: "Bagheri", canonical: "Bagheri" }, 400, "invalid-request"],
  [{ name: "Nobody", canonical: "Bagheri" }, 404, "not-found"],
])("a decision that cannot be taken: %j", async (decision, status, code) => {
  const response = await send(decision);
  expect(await response.json()).toMatchObject({ status, code });
});

test("a service without a store says that it needs one", async () => {
  const bare = await startService();
  const paths = [
    "GET /v1/statements",
    "GET /v1/speakers",
    "GET /v1/targets",
    "GET /v1/stances",
    "GET /v1/matrix",
    "GET /v1/aliases",
    "POST /v1/aliases",
    "DELETE /v1/aliases",
    "GET /v1/aliases/suggestions",
    "GET /v1/jobs",
    "POST /v1/jobs",
    "GET /v1/jobs/1",
    "DELETE /v1/jobs/1",
    "GET /v1/jobs/1/events",
    "GET /v1/jobs/1/results",
    "GET /v1/jobs/1/errors",
  ];
  for (const [method, path] of paths.map((line) => line.split(" "))) {
    const response = await fetch(bare.url + path, { method });
    expect([method, path, response.status, (await response.json()).code]).toEqual([
      method,
      path,
      409,
      "store-needed",
    ]);
  }
  await bare.stop();
});
