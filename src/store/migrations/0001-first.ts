import type { Migration } from "./migration.js";

/** Documents, statements, names, counts, jobs and the embedded queue. */
export const first: Migration = {
  number: 1,
  name: "first",
  statements: ({ identity, key, textSearch, withoutRowid }) => [
    `create table jobs (
      id ${identity}, name text not null, state text not null, plan text not null,
      created_at bigint not null, finished_at bigint, read_all smallint not null, last_number bigint not null,
      max_errors bigint, problem text, owner text, lease_until bigint not null)`,
    `create table job_counts (
      job_id bigint not null references jobs (id), shard smallint not null, accepted bigint not null,
      scored bigint not null, unchanged bigint not null, failed bigint not null, cancelled bigint not null,
      statements bigint not null, primary key (job_id, shard))`,
    `create table job_items (
      job_id bigint not null references jobs (id), number bigint not null, document_key text not null,
      content_hash text not null, state smallint not null, document_id bigint, attempts smallint not null,
      file text, line bigint, code text, detail text, retryable smallint not null,
      primary key (job_id, number)) ${withoutRowid}`,
    "create index job_items_by_key on job_items (job_id, document_key)",
    "create index job_items_failed on job_items (job_id, number) where state = 3",
    "create index job_items_queued on job_items (job_id, number) where state = 0",
    `create table tasks (
      job_id bigint not null, number bigint not null, payload text not null, attempts smallint not null,
      dead smallint not null, available_at bigint not null, claimed_by text, primary key (job_id, number))`,
    "create index tasks_available on tasks (dead, available_at)",
    `create table documents (
      id ${identity}, document_key text not null unique, content_hash text not null, job_id bigint not null,
      number bigint not null, title text, date text, day integer not null, url text, language text not null,
      language_confidence double precision not null, language_trained smallint not null, model text not null,
      scored_at bigint not null)`,
    `create table names (
      id ${identity}, name text not null unique, folded text not null, canonical_id bigint references names (id))`,
    "create index names_by_folded on names (folded)",
    "create index names_by_canonical on names (canonical_id) where canonical_id is not null",
    `create table name_words (
      word text not null, name_id bigint not null references names (id), position smallint not null,
      primary key (word, name_id, position)) ${withoutRowid}`,
    `create table alias_decisions (
      name_id bigint not null references names (id), other_id bigint not null references names (id),
      same smallint not null, decided_by text, decided_at bigint not null, primary key (name_id, other_id))`,
    `create table statements (
      id ${key}, document_id bigint not null references documents (id), job_id bigint not null,
      day integer not null, kind smallint not null, confidence double precision not null, content text not null,
      content_spans text not null, cue text, cue_spans text, source text, source_spans text,
      speaker_id bigint not null, speaker_name_id bigint not null, speaker_type smallint not null,
      speaker_confidence double precision not null, mentions text, requested text, sentence text)`,
    "create index statements_by_day on statements (day, id)",
    "create index statements_by_confidence on statements (confidence, id)",
    "create index statements_by_speaker on statements (speaker_id, day, id, confidence)",
    "create index statements_by_job on statements (job_id, day, id)",
    `create table targets (
      statement_id bigint not null, rank smallint not null, target_id bigint not null,
      target_name_id bigint not null, speaker_id bigint not null, day integer not null, text text not null,
      start bigint not null, "end" bigint not null, stance smallint not null, favor double precision not null,
      against double precision not null, neutral double precision not null, confidence double precision not null,
      statement_confidence double precision not null, primary key (statement_id, rank)) ${withoutRowid}`,
    // Whatever a listing is sorted by, it is found and sorted within one index.
    "create index targets_by_target on targets (target_id, day, statement_id, stance, statement_confidence)",
    "create index targets_by_speaker on targets (speaker_id, target_id, day, statement_id, stance)",
    ...textSearch,
    `create table tally_pending (
      id ${identity}, batch bigint, speaker_id bigint not null, target_id bigint not null, month integer not null,
      statements bigint not null, favor bigint not null, against bigint not null, neutral bigint not null)`,
    "create index tally_pending_by_batch on tally_pending (batch)",
    `create table tallies (
      speaker_id bigint not null, target_id bigint not null, month integer not null, statements bigint not null,
      favor bigint not null, against bigint not null, neutral bigint not null,
      primary key (speaker_id, target_id, month)) ${withoutRowid}`,
    "create index tallies_by_target on tallies (target_id, speaker_id, month)",
    `create table speaker_tallies (
      speaker_id ${key}, statements bigint not null)`,
    "create index speaker_tallies_by_count on speaker_tallies (statements, speaker_id)",
    `create table target_tallies (
      target_id ${key}, statements bigint not null, favor bigint not null, against bigint not null,
      neutral bigint not null)`,
    "create index target_tallies_by_count on target_tallies (statements, target_id)",
  ],
};
