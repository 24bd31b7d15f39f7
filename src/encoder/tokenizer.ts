import { join } from "node:path";
import { StatementStanceError } from "../errors/index.js";
import type { EncodeWord } from "../windows/index.js";
import { useLocalFiles } from "./local-files.js";

const MOST_CACHED_WORDS = 200_000;

/**
 * A function from a word to the ids of its pieces. Words repeat, so they are kept; when too many are, all are dropped.
 * Of transformers.js only the tokenizers are loaded, when the model's processes have been started.
 * @throws model-corrupt when the tokenizer's files do not fit
 */
export async function loadWordEncoder(folder: string): Promise<EncodeWord> {
  const name = await useLocalFiles(folder);
  const { AutoTokenizer } = await import("./transformers/tokenizers.js");
  const tokenizer = await AutoTokenizer.from_pretrained(name).catch((cause: unknown) => {
    const file = join(folder, "tokenizer.json");
    throw new StatementStanceError("model-corrupt", `the tokenizer cannot be loaded: ${String(cause)}`, {
      file,
      cause,
    });
  });
  const known = new Map<string, readonly number[]>();
  const unknown = [Number(tokenizer.unk_token_id ?? 0)];
  return (word) => {
    const kept = known.get(word);
    if (kept) return kept;
    const ids: number[] = tokenizer.encode(word, null, { add_special_tokens: false });
    if (known.size >= MOST_CACHED_WORDS) known.clear();
    const pieces = ids.length > 0 ? ids : unknown;
    known.set(ownCopy(word), pieces);
    return pieces;
  };
}

/** A part of a string keeps the whole string in memory, and this one came from a text that may be long. */
function ownCopy(word: string): string {
  return Buffer.from(word, "utf16le").toString("utf16le");
}
