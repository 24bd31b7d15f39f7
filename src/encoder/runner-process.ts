/** The process that runner.ts starts. In: once what to load, then windows. Out: a reply to each. */
import type { InferenceSession } from "onnxruntime-node";
import { keepLikelyCues } from "./likely-cues.js";
import { OUTPUT_NAMES, type Reply, type WindowInputs, type WindowOutputs } from "./outputs.js";
import { ONNX } from "./transformers/runtime.js";

interface Load {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly cueThreshold: number;
}

/** Outputs lie outside of V8's heap: left alone it lets 64 MB of them gather before it looks for garbage. */
const QUESTIONS_A_COLLECTION = 100;

let session: InferenceSession | undefined;
let threshold = 0;
let questions = 0;

// An interrupt reaches the whole group of processes; this one ends when the one that started it closes it or is gone.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => {});
process.on("disconnect", () => process.exit());

process.on("message", async (question: Load | WindowInputs) => {
  try {
    send("file" in question ? await load(question) : await run(question));
  } catch (error) {
    send({ failure: String(error) });
  }
  if (++questions % QUESTIONS_A_COLLECTION === 0) globalThis.gc?.();
});

function send(reply: Reply): void {
  process.send?.(reply);
}

/**
 * A session of the runtime in transformers.js. Not its AutoModel: that takes no session options, and hands the file over as
 * a buffer, for which onnxruntime-node 1.14.0 ignores them, so that each session would take all cores; and to load all of
 * the package takes as long as to load the model. One thread a session and a session a core lets windows of different texts
 * run side by side.
 */
async function load({ file, start, end, cueThreshold }: Load): Promise<Reply> {
  threshold = cueThreshold;
  session = await ONNX.InferenceSession.create(file, {
    executionProviders: ["cpu"],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    // Plans of memory are kept for every length of window, and windows have all lengths.
    enableMemPattern: false,
  });
  await run({ ids: Int32Array.from([start, end]), features: new Uint8Array(2) });
  return { ready: true };
}

async function run({ ids, features }: WindowInputs): Promise<Reply> {
  if (!session) throw new Error("no model was loaded");
  const began = performance.now();
  const tensor = (values: BigInt64Array) => new ONNX.Tensor("int64", values, [1, ids.length]);
  const raw = await session.run({
    input_ids: tensor(BigInt64Array.from(ids, BigInt)),
    attention_mask: tensor(new BigInt64Array(ids.length).fill(1n)),
    token_type_ids: tensor(BigInt64Array.from(features, BigInt)),
  });
  const entries = Object.entries(OUTPUT_NAMES).map(([key, name]) => {
    const data = raw[name]?.data;
    if (data instanceof BigInt64Array) return [key, Int32Array.from(data, Number)];
    if (data instanceof Float32Array) return [key, data];
    throw new Error(`the model gives no ${name}`);
  });
  const outputs = keepLikelyCues(Object.fromEntries(entries) as WindowOutputs, threshold);
  return { outputs, inferenceMs: performance.now() - began };
}
