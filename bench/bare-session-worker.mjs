/** The reference: a bare onnxruntime session of one thread that runs windows and does nothing else. */
import { parentPort, workerData } from "node:worker_threads";
import onnxruntime from "onnxruntime-node";

const { InferenceSession, Tensor } = onnxruntime;
const session = await InferenceSession.create(workerData.file, {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
});

async function run({ ids, features }) {
  const tensor = (values) => new Tensor("int64", BigInt64Array.from(values, BigInt), [1, values.length]);
  await session.run({
    input_ids: tensor(ids),
    attention_mask: tensor(new Uint8Array(ids.length).fill(1)),
    token_type_ids: tensor(features),
  });
}

await run(workerData.windows[0]);
parentPort.postMessage("ready");
parentPort.once("message", async () => {
  for (const window of workerData.windows) await run(window);
  parentPort.postMessage("done");
});
