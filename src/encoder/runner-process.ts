/** The process that runner.ts starts. In: once what to load, then windows. Out: a reply to each. */
import { AutoConfig, BertModel, Tensor } from "@xenova/transformers";
import onnxruntime from "onnxruntime-node";
import { keepLikelyCues } from "./likely-cues.js";
import { useLocalFiles } from "./local-files.js";
import { OUTPUT_NAMES, type Reply, type WindowInputs, type WindowOutputs } from "./outputs.js";

interface Load {
  readonly folder: string;
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly cueThreshold: number;
}

type RawOutput = { data: Float32Array | BigInt64Array };
type Model = (feeds: Record<string, Tensor>) => Promise<Record<string, RawOutput>>;

let model: Model | undefined;
let threshold = 0;

// An interrupt reaches the whole group of processes; this one ends when the one that started it closes it or is gone.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => {});
process.on("disconnect", () => process.exit());

process.on("message", async (question: Load | WindowInputs) => {
  try {
    send("folder" in question ? await load(question) : await run(question));
  } catch (error) {
    send({ failure: String(error) });
  }
});

function send(reply: Reply): void {
  process.send?.(reply);
}

/**
 * The model class of transformers.js with a session made here: AutoModel takes no session options, and hands the file
 * over as a buffer, for which onnxruntime-node 1.14.0 ignores them, so that each session would take all cores. One thread
 * a session and a session a core lets windows of different texts run side by side.
 */
async function load({ folder, file, start, end, cueThreshold }: Load): Promise<Reply> {
  threshold = cueThreshold;
  const config = await AutoConfig.from_pretrained(await useLocalFiles(folder), {});
  const session = await onnxruntime.InferenceSession.create(file, {
    executionProviders: ["cpu"],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    // Plans of memory are kept for every length of window, and windows have all lengths.
    enableMemPattern: false,
  });
  model = new BertModel(config, session) as unknown as Model;
  await run({ ids: Int32Array.from([start, end]), features: new Uint8Array(2) });
  return { ready: true };
}

async function run({ ids, features }: WindowInputs): Promise<Reply> {
  if (!model) throw new Error("no model was loaded");
  const began = performance.now();
  const tensor = (values: BigInt64Array) => new Tensor("int64", values, [1, ids.length]);
  const raw = await model({
    input_ids: tensor(BigInt64Array.from(ids, BigInt)),
    attention_mask: tensor(new BigInt64Array(ids.length).fill(1n)),
    token_type_ids: tensor(BigInt64Array.from(features, BigInt)),
  });
  const entries = Object.entries(OUTPUT_NAMES).map(([key, name]) => {
    const data = raw[name]?.data;
    if (!data) throw new Error(`the model gives no ${name}`);
    return [key, data instanceof BigInt64Array ? Int32Array.from(data, Number) : data];
  });
  const outputs = keepLikelyCues(Object.fromEntries(entries) as WindowOutputs, threshold);
  return { outputs, inferenceMs: performance.now() - began };
}
