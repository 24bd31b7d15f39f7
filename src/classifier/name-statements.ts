import { indexOfGreatest, pieceOf, softmax, type TargetEdge, type WordRange } from "../graph/index.js";
import type { Mention, ResolvedName } from "../resolution/index.js";
import type { ModelSettings, Speaker, StanceScores, Statement, Target } from "../schemas/index.js";
import type { DraftStatement } from "../statements/index.js";
import { textOfWords, type Words } from "../text/index.js";

type Resolve = (mention: Mention) => ResolvedName;

/** Gives every drafted statement its speaker's and targets' names. */
export function nameStatements(
  words: Words,
  drafts: readonly DraftStatement[],
  resolve: Resolve,
  settings: ModelSettings,
): Statement[] {
  const statements = drafts.map((draft, index) => ({
    id: `s${index + 1}`,
    kind: draft.kind,
    content: draft.content,
    cue: draft.cue,
    source: draft.source,
    speaker: speakerOf(words, draft, resolve, settings),
    targets: draft.edges.targets.map((target) => nameTarget(words, draft, target, resolve, settings)),
    confidence: draft.edges.confidence,
    sentence: draft.sentence,
  }));
  return addMentions(statements);
}

function speakerOf(
  words: Words,
  draft: DraftStatement,
  resolve: Resolve,
  settings: ModelSettings,
): Speaker | null {
  const { view, source, cue } = draft.edges;
  const mention = source[0] ?? cue;
  const { name, confidence } = resolve({ ...mention, view });
  if (!name) return null;
  const count = settings.speakerTypes.length;
  const row = pieceOf(view, mention.first) * count;
  const type = settings.speakerTypes[indexOfGreatest(view.outputs.typeLogits, row, count)] ?? "none";
  return { name: textOfWords(words, name.first, name.end), type, confidence };
}

function nameTarget(
  words: Words,
  draft: DraftStatement,
  target: TargetEdge,
  resolve: Resolve,
  settings: ModelSettings,
): Target {
  const range = (resolve({ first: target.first, end: target.end, view: draft.edges.view }).name ??
    target) as WordRange;
  const scores = stanceScores(target.stanceLogits, settings);
  return {
    name: textOfWords(words, range.first, range.end),
    text: textOfWords(words, target.first, target.end),
    span: [words.starts[target.first] ?? 0, words.ends[target.end - 1] ?? 0],
    stance: strongest(scores),
    scores,
    confidence: target.confidence,
  };
}

/** Calibrated probabilities of the three stances. */
export function stanceScores(logits: Float32Array, settings: ModelSettings): StanceScores {
  const shares = softmax(logits, 0, settings.stances.length, settings.temperatures.stance);
  const of = (stance: keyof StanceScores) => shares[settings.stances.indexOf(stance)] ?? 0;
  return { favor: of("favor"), against: of("against"), neutral: of("neutral") };
}

/** The stance with the greatest probability. */
export function strongest({ favor, against, neutral }: StanceScores): keyof StanceScores {
  if (favor >= against && favor >= neutral) return "favor";
  return against >= neutral ? "against" : "neutral";
}

/** Each speaker's sources in the document, so that a reader sees who "He" was. */
function addMentions(statements: Statement[]): Statement[] {
  const mentions = new Map<string, Statement["content"]["spans"]>();
  for (const { speaker, source } of statements) {
    const span = source?.spans[0];
    if (!speaker || !span) continue;
    const known = mentions.get(speaker.name) ?? [];
    if (!known.some(([start]) => start === span[0])) mentions.set(speaker.name, [...known, span]);
  }
  return statements.map((statement) => {
    const found = statement.speaker && mentions.get(statement.speaker.name);
    return found && statement.speaker
      ? { ...statement, speaker: { ...statement.speaker, mentions: found } }
      : statement;
  });
}
