import { cpSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { createClassifier } from "../../dist/classifier/index.js";

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "model-")), "small");
  cpSync("models/small", folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

const start = () => createClassifier({ model: folder, workers: 1 });

describe("a classifier refuses to start", () => {
  test("without the model's folder", async () => {
    await expect(createClassifier({ model: "none-such" })).rejects.toMatchObject({ code: "model-missing" });
  });

  test.each(["onnx/model_quantized.onnx", "tokenizer.json", "statement-stance.json"])(
    "without %s",
    async (file) => {
      rmSync(join(folder, file));
      await expect(start()).rejects.toMatchObject({
        code: "model-missing",
        place: { file: join(folder, file) },
      });
    },
  );

  test("with weights that were cut short", async () => {
    truncateSync(join(folder, "onnx/model_quantized.onnx"), 1_000_000);
    await expect(start()).rejects.toMatchObject({ code: "model-corrupt" });
  });

  test.each(["tokenizer.json", "statement-stance.json"])("with a %s that is no JSON", async (file) => {
    writeFileSync(join(folder, file), "{");
    await expect(start()).rejects.toMatchObject({
      code: "model-corrupt",
      place: { file: join(folder, file) },
    });
  });
});
