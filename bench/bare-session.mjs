/** The reference: a process with a bare onnxruntime session of one thread that runs windows and does nothing else. */
import onnxruntime from "onnxruntime-node";

const { InferenceSession, Tensor } = onnxruntime;
let session;

async function run({ ids, features }) {
  const tensor = (values) => new Tensor("int64", BigInt64Array.from(values, BigInt), [1, values.length]);
  await session.run({
    input_ids: tensor(ids),
    attention_mask: tensor(new Uint8Array(ids.length).fill(1)),
    token_type_ids: tensor(features),
  });
}

process.once("message", async ({ file, windows }) => {
  session = await InferenceSession.create(file, {
    executionProviders: ["cpu"],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    enableMemPattern: false,
  });
  await run(windows[0]);
  process.on("message", async () => {
    for (const window of windows) await run(window);
    process.send("done");
  });
  process.send("ready");
});
process.on("disconnect", () => process.exit());
