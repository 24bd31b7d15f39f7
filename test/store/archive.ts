import type { DocumentResult, Stance, Statement } from "../../dist/schemas/index.js";
import type { Store } from "../../dist/store/index.js";

/** What a test says of a statement; all else is filled in. */
export interface Said {
  by?: string | null;
  says?: string;
  about?: [name: string, stance: Stance][];
  kind?: Statement["kind"];
  confidence?: number;
}

/** What a test says of a document. */
export interface Article {
  id: string;
  date?: string;
  text?: string;
  title?: string;
  said: Said[];
}

const OWNER = { owner: "test", leaseMs: 60_000 };

export function statement(said: Said, index: number): Statement {
  const text = said.says ?? "something";
  return {
    id: `s${index + 1}`,
    kind: said.kind ?? "indirect",
    content: { text, spans: [[10, 10 + text.length]] },
    cue: { text: "said", spans: [[5, 9]] },
    source: said.by === null ? null : { text: "He", spans: [[0, 2]] },
    speaker: said.by == null ? null : { name: said.by, type: "person", mentions: [[0, 2]], confidence: 0.75 },
    targets: (said.about ?? []).map(([name, stance], rank) => ({
      name,
      text: name.toLowerCase(),
      span: [10 + rank, 20 + rank],
      stance,
      scores: { favor: 0.1, against: 0.2, neutral: 0.7 },
      confidence: 0.9,
    })),
    confidence: said.confidence ?? 0.8,
  };
}

export function result(article: Article): DocumentResult {
  return {
    document: {
      id: article.id,
      title: article.title ?? null,
      language: { code: "en", confidence: 1, trainedFor: true },
    },
    statements: article.said.map(statement),
    model: { name: "test", version: "1", languages: ["en"] },
    timing: { totalMs: 0, tokenizeMs: 0, queueMs: 0, inferenceMs: 0, decodeMs: 0, windows: 0, tokens: 0 },
  };
}

export function newJob(store: Store, name = "test"): Promise<number> {
  return store.createJob({ name, plan: "{}", maxErrors: null, ...OWNER });
}

/** Accepts and commits articles as one job, and gives the job's number. */
export async function scoreAll(store: Store, articles: Article[]): Promise<number> {
  const job = await newJob(store);
  for (const article of articles) await scoreOne(store, job, article);
  return job;
}

export async function scoreOne(store: Store, job: number, article: Article) {
  const hash = `hash of ${article.text ?? JSON.stringify(article)}`;
  const item = { key: article.id, hash, file: null, line: null, state: "queued" as const };
  const [number] = await store.accept(job, [item]);
  const { id: key, date, title } = article;
  return store.commitScored({
    job,
    number: number!,
    key,
    hash,
    date,
    title,
    result: result(article),
    attempts: 1,
  });
}
