/**
 * A made archive of any size: rows of the store's tables, in which names, words and months are as unequal as in news
 * (Zipf's law). The same seed gives the same rows.
 */
import { seededRandom } from "../dist/evaluation/index.js";
import { fold, foldedWords, reversed } from "../dist/store/fold.js";
import { statementKey } from "../dist/store/identity.js";

const STATEMENTS_A_DOCUMENT = 4;
const SPEAKERS = 50_000;
const TARGETS = 80_000;
const WORDS = 60_000;
const SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe qi ro su ta ve wi xo yu za bri clo dra sten mar".split(
  " ",
);

/** A rank below `count`, small ones far more often. */
const zipf = (next, count) => Math.min(count - 1, Math.floor(count ** next()) - 1 + Math.floor(next() * 2));

const word = (index) => {
  let text = "";
  for (let rest = index + SYLLABLES.length; rest > 0; rest = Math.floor(rest / SYLLABLES.length))
    text += SYLLABLES[rest % SYLLABLES.length];
  return text;
};
const capital = (text) => text[0].toUpperCase() + text.slice(1);
export const speakerName = (rank) => `${capital(word(rank % 997))} ${capital(word(1000 + rank))}`;
export const targetName = (rank) =>
  rank % 3 === 0 ? `${capital(word(rank))} ${word(rank % 500)}` : `${capital(word(70_000 + rank))} treaty`;
export const contentWord = (rank) => word(rank);

/** A name of the archive, the busy ones more often. */
export const someSpeaker = (next) => speakerName(zipf(next, SPEAKERS));
export const someTarget = (next) => targetName(zipf(next, TARGETS));
export const someWord = (next, from = 0) => contentWord(from + zipf(next, WORDS - from));

/** Names and their words: `table` to rows. */
function* nameRows() {
  const all = [
    ...Array.from({ length: SPEAKERS }, (_, rank) => speakerName(rank)),
    ...Array.from({ length: TARGETS }, (_, rank) => targetName(rank)),
  ];
  const ids = new Map();
  for (const name of all) if (!ids.has(name)) ids.set(name, ids.size + 1);
  const entries = [...ids];
  for (let start = 0; start < entries.length; start += 5000) {
    const part = entries.slice(start, start + 5000);
    yield {
      names: part.map(([name, id]) => ({
        id,
        name,
        folded: fold(name),
        canonical_id: null,
        reversed: reversed(fold(name)),
      })),
    };
    yield {
      name_words: part.flatMap(([name, name_id]) =>
        foldedWords(name).map((one, position) => ({ word: one, name_id, position })),
      ),
    };
  }
  return ids;
}

/** Batches of rows by table, names first. */
export function* madeArchive(statements, seed = 1) {
  const next = seededRandom(seed);
  const ids = yield* nameRows();
  const documents = statements / STATEMENTS_A_DOCUMENT;
  for (let first = 1; first <= documents; first += 1000) {
    const batch = { documents: [], job_items: [], statements: [], targets: [], statement_words: [] };
    for (let id = first; id < first + 1000 && id <= documents; id++) addDocument(batch, id, next, ids);
    yield batch;
  }
}

function addDocument(batch, id, next, ids) {
  const day = dayOf(next);
  const key = `article ${id}`;
  const hash = `hash-of-article-${id}`.padEnd(22, "-");
  batch.documents.push({
    id,
    document_key: key,
    content_hash: hash,
    job_id: 1,
    number: id,
    title: `Title of the article that has the number ${id}`,
    date: day === 0 ? null : `${day}`.replace(/(....)(..)(..)/, "$1-$2-$3"),
    day,
    url: `https://news.example/${id}`,
    language: "en",
    language_confidence: 1,
    language_trained: 1,
    model: "small 1",
    scored_at: 0,
  });
  batch.job_items.push({
    job_id: 1,
    number: id,
    document_key: key,
    content_hash: hash,
    state: 1,
    document_id: id,
    attempts: 1,
    file: null,
    line: null,
    code: null,
    detail: null,
    retryable: 0,
  });
  for (let number = 1; number <= STATEMENTS_A_DOCUMENT; number++) {
    addStatement(batch, { document: id, id: statementKey(id, number), day }, next, ids);
  }
}

function addStatement(batch, { document, id, day }, next, ids) {
  const said = Array.from({ length: 12 + Math.floor(next() * 20) }, () => someWord(next)).join(" ");
  const confidence = Math.sqrt(next());
  const speaker = next() < 0.1 ? 0 : ids.get(someSpeaker(next));
  batch.statements.push({
    id,
    document_id: document,
    job_id: 1,
    day,
    kind: next() < 0.3 ? 0 : next() < 0.2 ? 1 : 2,
    confidence,
    content: said,
    content_spans: `[[100,${100 + said.length}]]`,
    cue: "said",
    cue_spans: "[[95,99]]",
    source: "the minister",
    source_spans: "[[80,92]]",
    speaker_id: speaker,
    speaker_name_id: speaker,
    speaker_type: 0,
    speaker_confidence: 0.9,
    mentions: "[[80,92],[10,20]]",
    requested: null,
    sentence: "[80,300]",
  });
  batch.statement_words.push({ id, words: said });
  const targets = next() < 0.15 ? 0 : next() < 0.3 ? 2 : 1;
  for (let rank = 0; rank < targets; rank++) {
    const target = ids.get(someTarget(next));
    batch.targets.push({
      statement_id: id,
      rank,
      target_id: target,
      target_name_id: target,
      speaker_id: speaker,
      day,
      text: "the treaty",
      start: 100,
      end: 110,
      stance: next() < 0.3 ? 0 : next() < 0.4 ? 1 : 2,
      favor: 0.3,
      against: 0.3,
      neutral: 0.4,
      confidence: 0.9,
      statement_confidence: confidence,
    });
  }
}

/** Ten years, and now and then no date. */
function dayOf(next) {
  if (next() < 0.02) return 0;
  const month = Math.floor(next() * 120);
  return (2015 + Math.floor(month / 12)) * 10_000 + ((month % 12) + 1) * 100 + 1 + Math.floor(next() * 28);
}

/** Counts of everything that was written. */
export const TALLY = [
  "delete from tally_pending",
  `insert into tallies (speaker_id, target_id, month, statements, favor, against, neutral)
    select speaker_id, 0, day / 100, count(*), 0, 0, 0 from statements group by speaker_id, day / 100`,
  `insert into tallies (speaker_id, target_id, month, statements, favor, against, neutral)
    select speaker_id, target_id, day / 100, count(*), sum(case when stance = 0 then 1 else 0 end),
      sum(case when stance = 1 then 1 else 0 end), sum(case when stance = 2 then 1 else 0 end)
    from targets group by speaker_id, target_id, day / 100`,
  `insert into speaker_tallies (speaker_id, statements)
    select speaker_id, sum(statements) from tallies where target_id = 0 and speaker_id <> 0 group by speaker_id`,
  `insert into target_tallies (target_id, statements, favor, against, neutral)
    select target_id, sum(statements), sum(favor), sum(against), sum(neutral) from tallies
    where target_id <> 0 group by target_id`,
];
