import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { CueEdges, WordRange } from "../../dist/graph/index.js";
import { withoutDoubles } from "../../dist/statements/doubles.js";

const atOnce = (edges: readonly CueEdges[]) => withoutDoubles(edges, async () => {});
const range = (first: number, end: number): WordRange => ({ first, end });

function statement(cue: number, content: readonly WordRange[], confidence: number): CueEdges {
  const speaker = { first: cue, end: cue + 1 } as CueEdges["speaker"];
  return {
    row: cue,
    cue: range(cue, cue + 1),
    source: [],
    content,
    targets: [],
    speaker,
    speakerType: "person",
    confidence,
  };
}

describe("one statement for each content", () => {
  test("is that of the surer cue, in the order of the text", async () => {
    const also = statement(1, [range(4, 12)], 0.4);
    const touched = statement(2, [range(3, 12)], 0.9);
    const next = statement(20, [range(21, 30)], 0.5);
    expect(await atOnce([also, touched, next])).toEqual([touched, next]);
  });

  test("leaves statements that share a smaller part of their contents", async () => {
    const whole = statement(1, [range(2, 12)], 0.9);
    const part = statement(13, [range(8, 12)], 0.5);
    expect(await atOnce([whole, part])).toEqual([whole, part]);
  });

  test("leaves a statement that is reported inside another", async () => {
    const outer = statement(1, [range(2, 14)], 0.9);
    const inner = statement(3, [range(4, 14)], 0.5);
    expect(await atOnce([outer, inner])).toEqual([outer, inner]);
  });

  test("takes the parts of an interrupted content together", async () => {
    const around = statement(6, [range(0, 5), range(8, 20)], 0.9);
    const again = statement(7, [range(8, 20)], 0.5);
    const other = statement(7, [range(0, 5)], 0.5);
    expect(await atOnce([around, again])).toEqual([around]);
    expect(await atOnce([around, other])).toEqual([around, other]);
  });

  test("does not depend on what comes first, and keeps every content once", async () => {
    const anyStatement = fc
      .tuple(fc.nat(40), fc.nat(40), fc.integer({ min: 1, max: 8 }))
      .map(([cue, first, length]) => ({ cue, content: [range(first, first + length)] }));
    await fc.assert(
      fc.asyncProperty(fc.array(anyStatement, { maxLength: 30 }), async (drawn) => {
        const edges = drawn.map(({ cue, content }, i) => statement(cue, content, (i + 1) / 31));
        const kept = await atOnce(edges);
        expect(await atOnce(kept)).toEqual(kept);
        expect(new Set(await atOnce([...edges].reverse()))).toEqual(new Set(kept));
        const words = (all: readonly CueEdges[]) =>
          all.flatMap(({ content }) => content.map(({ first, end }) => (first + end) / 2));
        for (const left of edges.filter((one) => !kept.includes(one)))
          expect(
            kept.some(
              (one) =>
                one.confidence > left.confidence &&
                Math.abs(words([one])[0]! - words([left])[0]!) < one.content[0]!.end - one.content[0]!.first,
            ),
          ).toBe(true);
      }),
    );
  });
});
