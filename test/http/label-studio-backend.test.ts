import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { readLabels } from "../../dist/labels/index.js";
import { LabelStudioPredictions } from "../../dist/schemas/index.js";
import { input } from "../labels/sample.ts";
import { type Service, startService } from "./service.ts";

const CONFIG = readFileSync("docs/label-studio.xml", "utf8");
const TEXT = "😀 “I back it,” said Hakan Fidan. He condemned the strike.";
/** As Label Studio asks: tasks with all that it knows of them, the project's configuration, and its parameters. */
const request = (tasks: unknown[], others: object = {}) => ({
  tasks,
  project: "7.1700000000",
  label_config: CONFIG,
  params: { login: null, password: null, hostname: "http://localhost:8080", context: null },
  ...others,
});
const task = (id: number, data: object) => ({
  id,
  data,
  meta: {},
  is_labeled: false,
  annotations: [],
  predictions: [],
  project: 7,
});

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());
const post = (path: string, body: unknown) =>
  fetch(service.url + path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

describe("the backend of Label Studio", () => {
  test("says that it is up", async () => {
    const response = await fetch(`${service.url}/health`);
    expect([response.status, await response.json()]).toEqual([
      200,
      { status: "UP", model_class: "statement-stance" },
    ]);
  });

  test("gives the model's version when a project is connected", async () => {
    const { name, version } = service.classifier.model;
    const asked = {
      project: "7.1700000000",
      schema: CONFIG,
      hostname: "http://localhost:8080",
      access_token: "secret",
      extra_params: null,
    };
    expect(await (await post("/setup", asked)).json()).toEqual({ model_version: `${name} ${version}` });
  });

  test("gives a prediction for each task, which is what the model says of its text", async () => {
    const body = request([task(41, { text: TEXT }), task(42, { text: "It rained." })]);
    const answer = LabelStudioPredictions.parse(await (await post("/predict", body)).json());
    expect(answer.results.map(({ result }) => result.length > 0)).toEqual([true, false]);
    expect(answer.results[0]!.score).toBeGreaterThan(0.3);
    const tasks = JSON.stringify([{ id: 41, data: { text: TEXT }, predictions: answer.results.slice(0, 1) }]);
    const { documents, faults } = readLabels(input("t.json", tasks));
    expect(faults).toEqual([]);
    const classified = await (await service.json({ text: TEXT })).json();
    expect(
      documents[0]!.document.statements.map(({ speaker, targets }) => [
        speaker,
        targets.map(({ name, stance }) => [name, stance]),
      ]),
    ).toEqual(
      classified.statements.map(
        ({
          speaker,
          targets,
        }: {
          speaker: { name: string } | null;
          targets: { name: string; stance: string }[];
        }) => [speaker?.name ?? null, targets.map(({ name, stance }) => [name, stance])],
      ),
    );
  });

  test("takes the text from where the project's configuration has it", async () => {
    const label_config = CONFIG.replace(
      '<Text name="text" value="$text"',
      '<Text name="article" value="$body"',
    ).replaceAll('toName="text"', 'toName="article"');
    const body = request([task(1, { body: TEXT })], { label_config });
    const { results } = await (await post("/predict", body)).json();
    expect(results[0].result[0]).toMatchObject({ to_name: "article", from_name: "part" });
  });

  test.each<[string, string, unknown, number, string]>([
    [
      "a project of another task",
      "/setup",
      { schema: '<View><Image name="i" value="$image"/></View>' },
      400,
      "lacks the control part",
    ],
    [
      "a label that is missing",
      "/setup",
      { schema: CONFIG.replace('<Label value="Cue"', '<Label value="Verb"') },
      400,
      "lacks the label Cue",
    ],
    [
      "a task without text",
      "/predict",
      request([task(1, { text: TEXT }), task(2, { body: "x" })]),
      400,
      "tasks[1].data.text",
    ],
    ["no tasks", "/predict", { project: "1" }, 400, "tasks"],
  ])("refuses %s, and says what to do", async (_name, path, body, status, detail) => {
    const problem = await (await post(path, body)).json();
    expect(problem).toMatchObject({
      status,
      code: "invalid-request",
      detail: expect.stringContaining(detail),
    });
  });

  test("has each address by its method only", async () => {
    for (const path of ["/predict", "/setup"]) expect((await fetch(service.url + path)).status).toBe(405);
    expect((await post("/health", {})).status).toBe(405);
  });
});
