/** The runtime that transformers.js brings. `npm run build` puts what it needs of the package in its place. */
export { ONNX } from "@xenova/transformers/src/backends/onnx.js";
