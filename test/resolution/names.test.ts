import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { seededRandom } from "../../dist/evaluation/index.js";
import { mentionAt, readWindow, type WindowView } from "../../dist/graph/index.js";
import { nameResolver } from "../../dist/resolution/index.js";
import type { ModelSettings } from "../../dist/schemas/index.js";
import { wordText } from "../../dist/text/index.js";
import type { PieceDocument } from "../../dist/windows/index.js";
import { place, plainNameEnd, row, softmax } from "../graph/plain-decoder.ts";
import { randomDocument, randomSettings, randomWindow, WIDTH } from "../graph/random-window.ts";

interface Mention {
  first: number;
  end: number;
}

/** Buckets of signed distance as the model was trained with: exact below 8, logarithmic above. */
function bucket(distance: number): number {
  const size = Math.abs(distance);
  const near = size < 8 ? size : Math.min(19, 8 + Math.floor(Math.log2(size / 8) * 2.2));
  return distance < 0 ? Math.min(40, 20 + near) : near;
}

function matchFeature({ words }: PieceDocument, mention: Mention, candidate: number): number {
  const lower = (word: number) => wordText(words, word).toLowerCase();
  const own = Array.from({ length: mention.end - mention.first }, (_, i) => lower(mention.first + i));
  // The documents of these tests have no possessives.
  const last = own.findLast((word) => /\p{L}/u.test(word)) ?? own.at(-1);
  const offset = [1, 2, 3, 4].find(
    (ahead) => candidate + ahead - 1 < words.starts.length && lower(candidate + ahead - 1) === last,
  );
  const inside = candidate >= mention.first && candidate < mention.end;
  const title = /^\p{Lu}/u.test(wordText(words, candidate));
  return Number(inside) * 10 + (offset ?? 0) * 2 + Number(title);
}

const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

/** The telling words of a mention that is nothing but a name, in small letters; undefined for any other. */
function bareName({ words }: PieceDocument, { first, end }: Mention): string[] | undefined {
  const all = Array.from(words.starts, (_, w) => wordText(words, w));
  const letters = all.slice(first, end).filter((word) => /^\p{L}/u.test(word));
  const small = all.filter((word) => /^\p{Ll}/u.test(word));
  if (letters.length === 0 || letters.some((word) => /^\p{Ll}/u.test(word)) || small.length === 0)
    return undefined;
  const telling = letters.filter((word) => word.length > 2).map((word) => word.toLowerCase());
  return telling.length === 0 || telling.some((word) => small.includes(word)) ? undefined : telling;
}

/** The words as a string: the initial of each with a capital, "_" for what may stand between them, "!" for the rest. */
function initials(words: string[]): string {
  const sign = (word: string) => {
    if (/^\p{Lu}./u.test(word)) return word[0]!.toLowerCase();
    return /^\p{L}/u.test(word) && (word.length > 3 || /^\p{Lu}/u.test(word)) ? "!" : "_";
  };
  return words.map(sign).join("");
}

/** Do the candidate's words have the letters of a mention that is an acronym as initials? */
function spelledOut({ words }: PieceDocument, { first, end }: Mention, candidate: number): boolean {
  const all = Array.from(words.starts, (_, w) => wordText(words, w));
  const mention = all.slice(first, end);
  const letters = mention.filter((word) => /^\p{Lu}+$/u.test(word)).join("");
  const rest = mention.filter((word) => !/^\p{Lu}+$/u.test(word) && /^\p{L}/u.test(word));
  if (letters.length < 2 || rest.some((word) => word.length > 3)) return false;
  const wanted = new RegExp(`^${[...letters.toLowerCase()].join("_*")}`);
  return wanted.test(initials(all.slice(candidate, candidate + 3 * letters.length)));
}

/** The contract's formula, candidate by candidate. */
function plainName(
  document: PieceDocument,
  views: WindowView[],
  candidates: { word: number; view: WindowView }[],
  mention: Mention,
  own: WindowView,
  { antecedent }: ModelSettings,
) {
  const query = row(own.outputs.mentionQuery, place(own, mention.first), WIDTH.mention);
  const key = (view: WindowView, piece: number) => row(view.outputs.mentionKey, piece, WIDTH.mention);
  const bare = bareName(document, mention);
  const scores = candidates.map(({ word, view }) => {
    const near = [0, 1, 2, 3].map((ahead) => wordText(document.words, word + ahead).toLowerCase());
    const spelled = spelledOut(document, mention, word);
    const stranger = bare !== undefined && !spelled && !near.some((one) => bare.includes(one));
    const distance = document.firstPiece[word]! - document.firstPiece[mention.first]!;
    return (
      dot(query, key(view, place(view, word))) * antecedent.scale +
      view.outputs.nameLogit[place(view, word)]! +
      antecedent.distanceBias[bucket(distance)]! +
      antecedent.matchBias[matchFeature(document, mention, word)]! +
      (spelled ? antecedent.acronymBonus : 0) -
      (stranger ? antecedent.strangerPenalty : 0)
    );
  });
  const none = dot(query, key(own, 0)) * antecedent.scale + own.outputs.nameLogit[0]!;
  const shares = softmax([...scores, none]);
  const best = scores.indexOf(Math.max(...scores));
  if (scores[best]! < none) return { name: null, confidence: shares.at(-1)! };
  const { word, view } = candidates[best]!;
  const lower = (w: number) => wordText(document.words, w).toLowerCase();
  const same = candidates.reduce(
    (sum, other, i) => sum + (lower(other.word) === lower(word) ? shares[i]! : 0),
    0,
  );
  return { name: { first: word, end: plainNameEnd(view, word, views.at(-1)!.window.end) }, confidence: same };
}

describe("the canonical name of a mention", () => {
  test("is the one that the plain formula gives", async () => {
    const seen = { named: 0, none: 0 };
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.integer({ min: 2, max: 30 }), async (seed, half) => {
        const random = seededRandom(seed);
        const settings = randomSettings(random);
        const document = randomDocument(random, 2 * half);
        const views = [
          randomWindow(random, document, 0, half, 0),
          randomWindow(random, document, half, 2 * half, 1),
        ];
        // Of many names one nearly always wins against "nobody is named"; here that is as likely.
        views[0]!.outputs.nameLogit[0]! += random() * 20;
        const readings = views.map((view) => readWindow(view, settings, () => true));
        const candidates = readings.flatMap(({ names }, i) =>
          [...names.first].map((word) => ({ word, view: views[i]! })),
        );
        const names = readings.map((reading) => reading.names);
        const resolve = await nameResolver(document, names, settings, async () => {});
        const first = Math.floor(random() * half);
        const mention = { first, end: Math.min(half, first + 1 + Math.floor(random() * 3)) };
        const found = resolve(mentionAt(views[0]!, mention, settings));
        const own = Array.from({ length: mention.end - first }, (_, i) => ({
          word: first + i,
          view: views[0]!,
        }));
        const others = own.filter(({ word }) => !candidates.some((one) => one.word === word));
        const all = [...candidates, ...others];
        const plain = plainName(document, views, all, mention, views[0]!, settings);
        seen[plain.name ? "named" : "none"]++;
        expect(found).toEqual({ name: plain.name, confidence: expect.closeTo(plain.confidence, 5) });
      }),
      { numRuns: 300 },
    );
    expect(Math.min(seen.named, seen.none)).toBeGreaterThan(10);
  });

  test("comes from near windows or the first ones, so that cost grows with the length of a text only", async () => {
    const random = seededRandom(1);
    const settings = randomSettings(random);
    const document = randomDocument(random, 400);
    const views = Array.from({ length: 100 }, (_, i) => randomWindow(random, document, 4 * i, 4 * i + 4, i));
    const names = views.map((view) => readWindow(view, settings, () => true).names);
    let read = 0;
    const counted = names.map((one) => ({
      ...one,
      get keys() {
        read++;
        return one.keys;
      },
    }));
    const resolve = await nameResolver(document, counted, settings, async () => {});
    resolve(mentionAt(views[50]!, { first: 200, end: 201 }, settings));
    expect(read).toBeGreaterThan(0);
    expect(read).toBeLessThan(20);
  });
});
