import type { DocumentResult, Passage, Statement } from "../../dist/schemas/index.js";

/** A statement of a text by its words: each is looked for nearest to where the content begins. */
export interface Words {
  readonly source?: string;
  readonly cue?: string;
  readonly content: string;
  readonly speaker?: string;
  readonly about: readonly (readonly [words: string, stance: "favor" | "against" | "neutral"])[];
}

/** An answer of the service with these statements, so that a test knows what the page must show. */
export function madeResult(text: string, said: readonly Words[], language = "en"): DocumentResult {
  let from = 0;
  const statements = said.map((words, index): Statement => {
    const at = text.indexOf(words.content, from);
    from = at;
    const passage = (part: string | undefined): Passage | null => {
      if (part === undefined) return null;
      const [before, after] = [text.lastIndexOf(part, at), text.indexOf(part, at)];
      const start = before < 0 || (after >= 0 && after - at < at - before) ? after : before;
      return { text: part, spans: [[start, start + part.length]] };
    };
    return {
      id: `s${index + 1}`,
      kind: words.content.startsWith("“") ? "direct" : "indirect",
      content: passage(words.content)!,
      cue: passage(words.cue),
      source: passage(words.source),
      speaker: words.speaker ? { name: words.speaker, type: "person", confidence: 0.9 } : null,
      targets: words.about.map(([name, stance]) => ({
        name,
        text: name,
        span: passage(name)!.spans[0]!,
        stance,
        scores: { favor: 0.1, against: 0.1, neutral: 0.1, [stance]: 0.8 },
        confidence: 0.9,
      })),
      confidence: 0.9,
    };
  });
  return {
    document: { id: null, title: null, language: { code: language, confidence: 1, trainedFor: true } },
    statements,
    model: { name: "made", version: "1", languages: ["en"] },
    timing: { totalMs: 1, tokenizeMs: 0, queueMs: 0, inferenceMs: 0, decodeMs: 0, windows: 1, tokens: 1 },
  };
}

/** A text in which one statement stands within another, and two overlap; an emoji before them moves offsets. */
export const NESTED = {
  text: "🎉 Anna Holm said that Berg had praised the plan, and Dahl warned the town of floods and called for dams.",
  said: [
    {
      source: "Anna Holm",
      cue: "said",
      content: "that Berg had praised the plan",
      speaker: "Anna Holm",
      about: [["Berg", "against"]],
    },
    { source: "Berg", cue: "praised", content: "the plan", speaker: "Berg", about: [["the plan", "favor"]] },
    {
      source: "Dahl",
      cue: "warned",
      content: "the town of floods and called",
      speaker: "Dahl",
      about: [["floods", "neutral"]],
    },
    {
      source: "Dahl",
      cue: "called for",
      content: "floods and called for dams",
      speaker: "Dahl",
      about: [["dams", "favor"]],
    },
  ] as Words[],
};

/** A text with a second statement, of which the answer knows nothing. */
export const MISSED = {
  text: "🎉 Anna Holm said that the town needs dams. Cilla Falk complained that dams cost too much.",
  said: [
    {
      source: "Anna Holm",
      cue: "said",
      content: "that the town needs dams",
      speaker: "Anna Holm",
      about: [["dams", "favor"]],
    },
  ] as Words[],
};

/** A text from right to left. */
export const ARABIC = {
  text: "قالت آنا هولم إن السد سيحمي الوادي. وانتقد برغ الخطة.",
  language: "ar",
  said: [
    {
      source: "آنا هولم",
      cue: "قالت",
      content: "إن السد سيحمي الوادي",
      speaker: "آنا هولم",
      about: [["السد", "favor"]],
    },
    { source: "برغ", cue: "وانتقد", content: "الخطة", speaker: "برغ", about: [["الخطة", "against"]] },
  ] as Words[],
};

/** Hundreds of statements, of some speakers. */
export function many(count: number): { text: string; said: Words[] } {
  const stances = ["favor", "against", "neutral"] as const;
  const said = Array.from({ length: count }, (_, i): Words => {
    const speaker = `Anna Holm ${i % 12}`;
    const target = `plan ${i}`;
    return {
      source: speaker,
      cue: "said",
      content: `“We talked of ${target} for a long time, and there is more to say.”`,
      speaker,
      about: [[target, stances[i % 3]!]],
    };
  });
  return { text: said.map(({ content, source }) => `${content} ${source} said.`).join("\n"), said };
}
