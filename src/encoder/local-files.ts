import { basename, dirname, sep } from "node:path";

/** Makes transformers.js read a model's folder, by the name that is given back, and never ask a network. */
export async function useLocalFiles(folder: string): Promise<string> {
  const { env } = await import("./transformers/tokenizers.js");
  env.allowRemoteModels = false;
  env.allowLocalModels = true;
  env.localModelPath = dirname(folder) + sep;
  return basename(folder);
}
