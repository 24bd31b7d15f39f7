import { softmax } from "../encoder/index.js";
import type { CueEdges, TargetEdge } from "../graph/index.js";
import type { ResolveName } from "../resolution/index.js";
import type { ModelSettings, Span, Speaker, StanceScores, Statement, Target } from "../schemas/index.js";
import type { DraftStatement } from "../statements/index.js";
import { type GiveWay, spanOfWords, textOfWords, type Words } from "../text/index.js";

/** A speaker's further mentions add nothing for a reader, and would make the answer grow with their square. */
const MOST_MENTIONS = 100;

/** Gives every drafted statement its speaker's and targets' names. */
export async function nameStatements(
  words: Words,
  drafts: readonly DraftStatement[],
  resolve: ResolveName,
  settings: ModelSettings,
  giveWay: GiveWay,
): Promise<Statement[]> {
  const statements: Statement[] = [];
  for (const { edges, kind, content, cue, source, sentence } of drafts) {
    await giveWay();
    statements.push({
      id: `s${statements.length + 1}`,
      kind,
      content,
      cue,
      source,
      speaker: speakerOf(words, edges, resolve),
      targets: eachOnce(edges.targets.map((target) => nameTarget(words, target, resolve, settings))),
      confidence: edges.confidence,
      sentence,
    });
  }
  return addMentions(statements, giveWay);
}

function speakerOf(words: Words, { speaker, speakerType }: CueEdges, resolve: ResolveName): Speaker | null {
  const { name, confidence } = resolve(speaker);
  if (!name) return null;
  return { name: textOfWords(words, name.first, name.end), type: speakerType, confidence };
}

function nameTarget(
  words: Words,
  { mention, stanceLogits, confidence }: TargetEdge,
  resolve: ResolveName,
  settings: ModelSettings,
): Target {
  const name = resolve(mention).name ?? mention;
  const scores = stanceScores(stanceLogits, settings);
  return {
    name: textOfWords(words, name.first, name.end),
    text: textOfWords(words, mention.first, mention.end),
    span: spanOfWords(words, mention.first, mention.end),
    stance: strongest(scores),
    scores,
    confidence,
  };
}

/** "The mayor, Dana Kroll" is one target: of two with one name the chief one stays. In gold no statement has both. */
function eachOnce(targets: readonly Target[]): Target[] {
  const names = targets.map(({ name }) => name);
  return targets.filter(({ name }, i) => names.indexOf(name) === i);
}

/** Calibrated probabilities of the three stances. */
export function stanceScores(logits: Float32Array, { stances, temperatures }: ModelSettings): StanceScores {
  const shares = softmax(logits, 0, stances.length, temperatures.stance);
  const of = (stance: keyof StanceScores) => shares[stances.indexOf(stance)] ?? 0;
  return { favor: of("favor"), against: of("against"), neutral: of("neutral") };
}

/** The stance with the greatest probability. */
export function strongest({ favor, against, neutral }: StanceScores): keyof StanceScores {
  if (favor >= against && favor >= neutral) return "favor";
  return against >= neutral ? "against" : "neutral";
}

/** Each speaker's sources in the document, so that a reader sees who "He" was. */
async function addMentions(statements: readonly Statement[], giveWay: GiveWay): Promise<Statement[]> {
  const sources = new Map<string, Map<number, Span>>();
  for (const { speaker, source } of statements) {
    const span = source?.spans[0];
    if (!speaker || !span) continue;
    const known = sources.get(speaker.name) ?? new Map<number, Span>();
    sources.set(speaker.name, known);
    if (known.size < MOST_MENTIONS) known.set(span[0], span);
  }
  const sorted = new Map<string, Span[]>();
  for (const [name, spans] of sources) {
    await giveWay();
    sorted.set(
      name,
      [...spans.values()].sort((a, b) => a[0] - b[0]),
    );
  }
  return statements.map((statement) => {
    const mentions = statement.speaker && sorted.get(statement.speaker.name);
    if (!mentions || !statement.speaker) return statement;
    return { ...statement, speaker: { ...statement.speaker, mentions } };
  });
}
