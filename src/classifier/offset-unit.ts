import type { Passage, Statement } from "../schemas/index.js";
import { codePointOffsets, type GiveWay, mapSpan } from "../text/index.js";

/** Statements with all offsets counted in code points instead of UTF-16 units. */
export async function toCodePoints(
  text: string,
  statements: readonly Statement[],
  giveWay: GiveWay,
): Promise<Statement[]> {
  const at = codePointOffsets(text);
  const counted: Statement[] = [];
  for (const statement of statements) {
    await giveWay();
    counted.push(inCodePoints(statement, at));
  }
  return counted;
}

function inCodePoints(statement: Statement, at: (offset: number) => number): Statement {
  const passage = (part: Passage): Passage => ({
    ...part,
    spans: part.spans.map((span) => mapSpan(span, at)),
  });
  return {
    ...statement,
    content: passage(statement.content),
    cue: statement.cue && passage(statement.cue),
    source: statement.source && passage(statement.source),
    speaker: statement.speaker && {
      ...statement.speaker,
      ...(statement.speaker.mentions && {
        mentions: statement.speaker.mentions.map((span) => mapSpan(span, at)),
      }),
    },
    targets: statement.targets.map((target) => ({ ...target, span: mapSpan(target.span, at) })),
    ...(statement.requested && {
      requested: statement.requested.map((one) => ({ ...one, span: one.span && mapSpan(one.span, at) })),
    }),
    ...(statement.sentence && { sentence: mapSpan(statement.sentence, at) }),
  };
}
