/** Parts of the package that can be loaded by themselves; its index loads image and audio libraries too. */
declare module "@xenova/transformers/src/tokenizers.js" {
  export { AutoTokenizer } from "@xenova/transformers";
}
declare module "@xenova/transformers/src/env.js" {
  export { env } from "@xenova/transformers";
}
declare module "@xenova/transformers/src/backends/onnx.js" {
  export const ONNX: typeof import("onnxruntime-node");
}
