import { describe, expect, test } from "@jest/globals";
import {
  cohenKappa,
  expectedDisagreement,
  fleissKappa,
  krippendorffAlpha,
  observedDisagreement,
  unitizedAlpha,
} from "../../dist/evaluation/index.js";
import type { Span } from "../../dist/schemas/index.js";

/** An item for each word, an annotator for each character; a dot is a label that is missing. */
const items = (words: string) =>
  words.split(" ").map((word) => Array.from(word, (label) => (label === "." ? null : label)));

describe("Krippendorff's alpha for nominal labels", () => {
  test("of two annotators and two labels: 0.095 (Krippendorff 1980, p. 133)", () => {
    expect(krippendorffAlpha(items("00 11 01 00 00 01 00 01 10 00"))).toBeCloseTo(0.095, 3);
  });

  test("of three annotators and four labels: 0.642 (Krippendorff 1980, p. 139)", () => {
    expect(krippendorffAlpha(items("111 122 222 444 144 222 123 333 222"))).toBeCloseTo(0.642, 3);
  });

  test("of five annotators with labels missing: 0.477 (Hayes and Krippendorff 2007, p. 84)", () => {
    const table =
      "112.2 1101. 2333. .00.0 000.0 000.0 102.1 1.20. 222.2 2111. .100. 0000. 1222. 33223 111.1 111.1 212.2 1233. " +
      "1101. 000.0 0011. 00.00 2333. 0000. 12.22 0111. 00010 1212. 1122. 112.2 110.0 2121. 22.22 3222. 222.2 223.2 " +
      "222.2 22.12 2222. 111.1";
    expect(krippendorffAlpha(items(table))).toBeCloseTo(0.477, 3);
  });

  test("is undefined where all labels are one and the same, or none can be compared", () => {
    expect([
      krippendorffAlpha(items("aa aa")),
      krippendorffAlpha(items("a. .b")),
      krippendorffAlpha([]),
    ]).toEqual([null, null, null]);
  });
});

describe("Cohen's kappa", () => {
  const counts = (table: number[][]) =>
    table.flatMap((row, a) => row.flatMap((n, b) => Array<string[]>(n).fill([`${a}`, `${b}`])));

  test("of three diagnoses by two judges: 0.492 (Cohen 1960, p. 45)", () => {
    expect(
      cohenKappa(
        counts([
          [88, 14, 18],
          [10, 40, 10],
          [2, 6, 12],
        ]),
        0,
        1,
      ),
    ).toBeCloseTo(0.492, 3);
  });

  test("takes the two annotators that it is asked for, and items that both labelled", () => {
    const three = counts([
      [88, 14, 18],
      [10, 40, 10],
      [2, 6, 12],
    ]).map(([a, b]) => ["x", a!, b!] as (string | null)[]);
    expect(cohenKappa([...three, ["x", null, "1"]], 1, 2)).toBeCloseTo(0.492, 3);
  });

  test("is undefined where labels do not vary", () => {
    expect(cohenKappa(items("aa aa"), 0, 1)).toBeNull();
  });
});

describe("Fleiss' kappa", () => {
  const DIAGNOSES =
    "444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 144444 124444 222333 144444 224445 333335 " +
    "111455 111112 224444 133555 555555 244444 224555 114444 144445 222224 111155 224444 133333 555555";

  test("of thirty diagnoses by six psychiatrists: 0.430 (Fleiss 1971, p. 379)", () => {
    expect(fleissKappa(items(DIAGNOSES))).toBeCloseTo(0.43, 3);
  });

  test("leaves out items that somebody did not label, and is undefined without any", () => {
    expect(fleissKappa([...items(DIAGNOSES), ...items("11111.")])).toBeCloseTo(0.43, 3);
    expect(fleissKappa(items("1. .2"))).toBeNull();
  });
});

describe("Krippendorff's unitized alpha", () => {
  // Krippendorff 2004, p. 254: a continuum from 150 to 450, here from 0.
  const c: Span[][] = [
    [
      [75, 145],
      [220, 250],
    ],
    [
      [70, 150],
      [205, 225],
      [250, 270],
    ],
  ];
  const k: Span[][] = [
    [
      [30, 90],
      [150, 200],
    ],
    [
      [30, 90],
      [150, 200],
    ],
  ];

  test("of category c: 0.0144 observed, 0.0532 expected, alpha 0.729; of k 0 observed, 0.0490 expected, alpha 1", () => {
    expect(observedDisagreement(c, 300)).toBeCloseTo(0.0144, 4);
    expect(expectedDisagreement(c, 300)).toBeCloseTo(0.0532, 4);
    expect(unitizedAlpha(c, 300)).toBeCloseTo(0.729, 3);
    expect(observedDisagreement(k, 300)).toBe(0);
    expect(expectedDisagreement(k, 300)).toBeCloseTo(0.049, 4);
    expect(unitizedAlpha(k, 300)).toBe(1);
  });

  // Krippendorff 1995, p. 57: four pairs of annotators, a continuum of 24.
  test.each<[string, Span[], Span[], number]>([
    [
      "A",
      [
        [2, 10],
        [14, 20],
      ],
      [
        [4, 8],
        [15, 17],
      ],
      0.03125,
    ],
    [
      "B",
      [[0, 18]],
      [
        [0, 2],
        [2, 3],
        [3, 4],
        [4, 5],
        [5, 6],
        [6, 9],
        [9, 10],
      ],
      2.26736,
    ],
    [
      "C",
      [
        [2, 8],
        [10, 12],
        [14, 18],
        [20, 22],
      ],
      [
        [0, 2],
        [4, 8],
        [10, 14],
        [16, 18],
        [20, 22],
      ],
      0.02777,
    ],
    [
      "D",
      [
        [0, 2],
        [2, 10],
        [10, 14],
        [14, 20],
        [20, 24],
      ],
      [
        [0, 4],
        [4, 8],
        [8, 15],
        [15, 17],
        [17, 24],
      ],
      0.38715,
    ],
  ])("of pair %s observes the published disagreement", (_name, first, second, observed) => {
    expect(Math.abs(observedDisagreement([first, second], 24) - observed)).toBeLessThan(0.00001);
  });

  test("takes marks of one annotator that overlap as one, and is undefined where nothing is marked", () => {
    const overlapping: Span[][] = [
      [
        [30, 60],
        [50, 90],
        [150, 200],
        [150, 200],
      ],
      k[1]!,
    ];
    expect(unitizedAlpha(overlapping, 300)).toBe(1);
    expect(unitizedAlpha([[], []], 300)).toBeNull();
  });
});
