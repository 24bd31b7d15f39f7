import type { Generated } from "kysely";

/** Rows as the database holds them. Times are milliseconds since 1970, days are 20240531 and 0 where unknown. */
export interface Tables {
  migrations: { number: number; name: string; applied_at: number };
  store_identity: { id: string };
  jobs: JobRow;
  job_counts: {
    job_id: number;
    shard: number;
    accepted: number;
    scored: number;
    unchanged: number;
    failed: number;
    cancelled: number;
    statements: number;
  };
  job_items: ItemRow;
  tasks: TaskRow;
  documents: DocumentRowStored;
  names: {
    id: Generated<number>;
    name: string;
    folded: string;
    reversed: string;
    canonical_id: number | null;
  };
  name_words: { word: string; name_id: number; position: number };
  alias_decisions: {
    name_id: number;
    other_id: number;
    same: number;
    decided_by: string | null;
    decided_at: number;
  };
  statements: StatementRow;
  statement_words: { statement_id: number; words: string };
  targets: TargetRow;
  tally_pending: TallyRow & { id: Generated<number>; batch: number | null };
  tallies: TallyRow;
  speaker_tallies: { speaker_id: number; statements: number };
  target_tallies: { target_id: number; statements: number; favor: number; against: number; neutral: number };
}

export interface JobRow {
  id: Generated<number>;
  name: string;
  state: string;
  /** What the job's process needs to read the inputs again: JSON of the jobs folder. */
  plan: string;
  created_at: number;
  finished_at: number | null;
  read_all: number;
  last_number: number;
  max_errors: number | null;
  problem: string | null;
  owner: string | null;
  lease_until: number;
}

export const ITEM_STATES = ["queued", "scored", "unchanged", "failed", "cancelled"] as const;
export type ItemState = (typeof ITEM_STATES)[number];

export interface ItemRow {
  job_id: number;
  number: number;
  document_key: string;
  content_hash: string;
  state: number;
  document_id: number | null;
  attempts: number;
  file: string | null;
  line: number | null;
  code: string | null;
  detail: string | null;
  retryable: number;
}

export interface TaskRow {
  job_id: number;
  number: number;
  payload: string;
  attempts: number;
  dead: number;
  available_at: number;
  claimed_by: string | null;
}

export interface DocumentRowStored {
  id: Generated<number>;
  document_key: string;
  content_hash: string;
  job_id: number;
  number: number;
  title: string | null;
  date: string | null;
  day: number;
  url: string | null;
  language: string;
  language_confidence: number;
  language_trained: number;
  model: string;
  scored_at: number;
}

export interface StatementRow {
  /** document_id × 2^20 + the statement's number in its document. */
  id: number;
  document_id: number;
  job_id: number;
  day: number;
  kind: number;
  confidence: number;
  content: string;
  content_spans: string;
  cue: string | null;
  cue_spans: string | null;
  source: string | null;
  source_spans: string | null;
  speaker_id: number;
  speaker_name_id: number;
  speaker_type: number;
  speaker_confidence: number;
  mentions: string | null;
  requested: string | null;
  sentence: string | null;
}

export interface TargetRow {
  statement_id: number;
  rank: number;
  target_id: number;
  target_name_id: number;
  speaker_id: number;
  day: number;
  text: string;
  start: number;
  end: number;
  stance: number;
  favor: number;
  against: number;
  neutral: number;
  confidence: number;
  /** As its statement has it: so that a listing by confidence needs no other table. */
  statement_confidence: number;
}

/** Counts of a speaker (0: nobody named) on a target (0: the statements themselves) in a month. */
export interface TallyRow {
  speaker_id: number;
  target_id: number;
  month: number;
  statements: number;
  favor: number;
  against: number;
  neutral: number;
}
