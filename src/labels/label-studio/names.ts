/** The names that docs/label-studio.xml gives to its tags and labels. */
export const TAGS = {
  text: "text",
  part: "part",
  speaker: "speaker",
  speakerType: "speaker_type",
  targetName: "target_name",
  stance: "stance",
} as const;

export const PART_LABELS = {
  Content: { part: "content" },
  Cue: { part: "cue" },
  Source: { part: "source" },
  "Chief target": { part: "target", chief: true },
  Target: { part: "target" },
} as const;
export type PartLabel = keyof typeof PART_LABELS;

/** Label Studio reserves these keys of a task's data for us: all others are the document's own fields. */
export const DATA_KEYS = { id: "id", text: "text" } as const;
