import type { LabelledDocument, LabelledStatement } from "../../schemas/index.js";
import { COUNTRIES, ORIGINS, type Origin } from "./names-of-the-world.js";
import { type Phrases, replacePhrases } from "./phrases.js";

type Random = () => number;

const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const CAPITAL = /^\p{Lu}/u;
const VOWEL = /^[AEIOU]/;
const PRONOUNS: Readonly<Record<string, "he" | "she">> = {
  he: "he",
  him: "he",
  his: "he",
  she: "she",
  her: "she",
};

/** Persons get names of persons from all over the world, of their gender where a pronoun tells it; countries get others. */
export function otherNames(document: LabelledDocument, random: Random): LabelledDocument {
  return replacePhrases(
    document,
    new Map([...otherCountries(document, random), ...otherPersons(document, random)]),
  );
}

/**
 * The names of the two that say most are swapped, of two persons or of two organizations; undefined where there are none.
 * `statements` are others than gold's that are to be changed along.
 */
export function swappedSides(
  document: LabelledDocument,
  statements: readonly LabelledStatement[] = document.statements,
): LabelledDocument | undefined {
  const sides = chiefSides(document);
  return sides && replacePhrases({ ...document, statements: [...statements] }, swapOf(document, sides));
}

/** Word for word, so that a part of a name stands for what its whole stands for. */
function otherPersons(document: LabelledDocument, random: Random): Phrases {
  const phrases = new Map<string, string>();
  const taken = new Set<string>();
  const ordinary = new Set(document.text.match(WORD));
  const draw = (choices: readonly string[]): string => {
    const free = choices.filter((choice) => !taken.has(choice));
    const drawn = pick(free.length > 0 ? free : choices, random);
    taken.add(drawn);
    return drawn;
  };
  for (const name of namesOf(document, "person")) {
    const people = pick(ORIGINS, random);
    const words = name.match(WORD) ?? [];
    words.forEach((word, i) => {
      const isName = CAPITAL.test(word) && word.length > 1 && !ordinary.has(word.toLowerCase());
      if (!isName || phrases.has(word)) return;
      const isGiven = i === 0 && words.length > 1;
      phrases.set(word, draw(isGiven ? givenNames(people, pronounOf(document, name)) : people.families));
    });
  }
  return phrases;
}

function givenNames({ women, men }: Origin, pronoun: string | undefined): readonly string[] {
  if (pronoun === "she") return women;
  return pronoun === "he" ? men : [...women, ...men];
}

function otherCountries({ text }: LabelledDocument, random: Random): Phrases {
  const words = new Set(text.match(WORD));
  const here = COUNTRIES.filter(([country, adjective]) => words.has(country) || words.has(adjective));
  const free = COUNTRIES.filter((one) => !here.includes(one));
  const phrases = new Map<string, string>();
  for (const [country, adjective, capital] of here) {
    // "an" stays right before a vowel.
    const alike = free.filter(([other]) => VOWEL.test(other) === VOWEL.test(country));
    const other = pick(alike, random);
    free.splice(free.indexOf(other), 1);
    phrases.set(country, other[0]).set(adjective, other[1]).set(`${adjective}s`, `${other[1]}s`);
    phrases.set(capital, other[2]);
  }
  return phrases;
}

/** Names of speakers of a type, those that say most first; a role without a name is none. */
function namesOf({ statements }: LabelledDocument, type: string): string[] {
  const counts = new Map<string, number>();
  for (const { speaker, speakerType } of statements) {
    if (speaker && speakerType === type && isName(speaker))
      counts.set(speaker, (counts.get(speaker) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([name]) => name);
}

function isName(speaker: string): boolean {
  const words = speaker.match(WORD) ?? [];
  return CAPITAL.test(words[0] ?? "") && CAPITAL.test(words.at(-1) ?? "");
}

/** The pronoun by which the labels call a person; else the one that most often is the next after the person's name. */
function pronounOf({ text, statements }: LabelledDocument, name: string): string | undefined {
  const points = Array.from(text);
  const sources = statements.filter(({ speaker }) => speaker === name).flatMap(({ source }) => source);
  const labelled = sources.map((span) =>
    points
      .slice(...span)
      .join("")
      .toLowerCase(),
  );
  const known = labelled.find((word) => word in PRONOUNS);
  if (known) return PRONOUNS[known];
  const counts = { he: 0, she: 0 };
  let named = false;
  for (const word of text.match(WORD) ?? []) {
    const pronoun = PRONOUNS[word.toLowerCase()];
    if (pronoun && named) counts[pronoun]++;
    if (pronoun || CAPITAL.test(word)) named = !pronoun && lastOf(name).endsWith(word);
  }
  if (counts.he === counts.she) return undefined;
  return counts.he > counts.she ? "he" : "she";
}

/** Pairs of names that stand for each other: of two persons also their given names and their surnames. */
function chiefSides(document: LabelledDocument): [string, string][] | undefined {
  for (const type of ["person", "organization"]) {
    const [a, ...others] = namesOf(document, type);
    const b = others.find((other) => lastOf(other) !== lastOf(a!));
    if (!a || !b) continue;
    const parts: [string, string][] = [
      [firstOf(a), firstOf(b)],
      [lastOf(a), lastOf(b)],
    ];
    return type === "person" ? [...parts, [a, b]] : [[a, b]];
  }
  return undefined;
}

/** A part of a name that is also a word of the text in lower case ("Said") is left as it is. */
function swapOf({ text }: LabelledDocument, pairs: readonly [string, string][]): Phrases {
  const ordinary = new Set(text.match(WORD));
  const isOrdinary = (name: string) => ordinary.has(name.toLowerCase()) && name !== name.toLowerCase();
  const phrases = new Map<string, string>();
  for (const [a, b] of pairs) if (!isOrdinary(a) && !isOrdinary(b)) phrases.set(a, b).set(b, a);
  return phrases;
}

function firstOf(name: string): string {
  return name.split(/\s+/)[0]!;
}

function lastOf(name: string): string {
  return name.split(/\s+/).at(-1)!;
}

function pick<T>(choices: readonly T[], random: Random): T {
  return choices[Math.floor(random() * choices.length)]!;
}
