/** What a process returns for one window of T pieces and N cues (see docs/model.md). Rows are contiguous. */
export interface WindowOutputs {
  /** [T, 3] logits of outside, begin, inside. */
  readonly cueLogits: Float32Array;
  /** [N] pieces at which a cue may begin. The file gives more, the start token first; see likely-cues.ts. */
  readonly cueIndex: Int32Array;
  /** [N, T, 5] logits of outside, begin-source, inside-source, begin-content, inside-content. */
  readonly roleLogits: Float32Array;
  /** [N, T] logits that a target begins at the piece. */
  readonly targetLogits: Float32Array;
  /** [N, T, 3] logits of favor, against, neutral. */
  readonly stanceLogits: Float32Array;
  /** [T, 5] logits of the speaker types. */
  readonly typeLogits: Float32Array;
  /** [T, M] logits that a name beginning at t ends with piece t + j. */
  readonly nameEnd: Float32Array;
  /** [T] logits that a canonical name begins at the piece. */
  readonly nameLogit: Float32Array;
  /** [T, D] what a mention looks for. */
  readonly mentionQuery: Float32Array;
  /** [T, D] what a name offers. */
  readonly mentionKey: Float32Array;
}

/** Names of the outputs in the file. */
export const OUTPUT_NAMES = {
  cueLogits: "cue_logits",
  cueIndex: "cue_index",
  roleLogits: "role_logits",
  targetLogits: "target_logits",
  stanceLogits: "stance_logits",
  typeLogits: "type_logits",
  nameEnd: "name_end",
  nameLogit: "name_logit",
  mentionQuery: "mention_query",
  mentionKey: "mention_key",
} as const satisfies Record<keyof WindowOutputs, string>;

/** What a process is asked: the pieces of a window, start and end tokens included, and their features. */
export interface WindowInputs {
  readonly ids: Int32Array;
  readonly features: Uint8Array;
}

/** What a process says of a window. */
export interface WindowRun {
  readonly outputs: WindowOutputs;
  /** Milliseconds. */
  readonly inferenceMs: number;
}

/** What a process sends: `ready` once, then one answer for each window. */
export type Reply = { readonly ready: true } | WindowRun | { readonly failure: string };
