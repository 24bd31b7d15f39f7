import type { Passage, Span, Statement } from "../schemas/index.js";
import { element, setLanguage } from "./elements.js";
import type { Pick } from "./picking.js";
import { STANCE_WORDS, STANCES, type Stance } from "./stances.js";
import { placeOf, wordsOf } from "./words.js";

export interface CorrectionParts {
  readonly text: string;
  /** Of the text. */
  readonly language: string;
  /** What the form is called. */
  readonly title: string;
  /** Lets the person choose words in the text. */
  readonly pick: Pick;
  /** A statement that was found without a target may stay so. */
  readonly needsTarget: boolean;
  /** The kind of a content, as the classifier tells it. */
  kindOf(content: readonly Span[]): Statement["kind"];
  /** Given the statement itself where nothing was changed. */
  keep(now: Statement): void;
  /** Further buttons. */
  readonly others?: readonly (readonly [label: string, act: () => void])[];
}

type Target = Statement["targets"][number];
type SpeakerType = NonNullable<Statement["speaker"]>["type"];

const SPEAKER_TYPES: readonly SpeakerType[] = ["person", "organization", "group", "unnamed", "none"];
const MOST_TARGETS = 3;
const UNDECIDED = "";

/** What is wrong with what a person wrote, in words for that person. */
class Mistake extends Error {}

/** A statement that is still to be filled in; its content is what was selected. */
export function draftOf(
  id: string,
  text: string,
  span: Span | undefined,
  kindOf: CorrectionParts["kindOf"],
): Statement {
  const content = span ? { text: text.slice(...span), spans: [span] } : { text: "", spans: [] };
  const kind = span ? kindOf([span]) : "direct";
  return { id, kind, content, cue: null, source: null, speaker: null, targets: [], confidence: 1 };
}

/** The form by which a person corrects or adds a statement: who, which words, and for or against what. */
export function correctionForm(statement: Statement, parts: CorrectionParts): HTMLFormElement {
  const { title, kindOf, needsTarget, others = [] } = parts;
  const near = statement.content.spans[0]?.[0] ?? 0;
  const speaker = nameField(statement.speaker?.name, parts);
  const type = choiceOf(SPEAKER_TYPES, statement.speaker?.type ?? "person", (one) => one);
  const content = wordsField(
    "Content",
    statement.content.text === "" ? null : statement.content,
    near,
    parts,
  );
  const cue = wordsField("Cue", statement.cue, near, parts);
  const source = wordsField("Source", statement.source, near, parts);
  const rows = [...statement.targets, undefined].slice(0, MOST_TARGETS);
  const targets = rows.map((target, index) => targetField(target, index + 1, near, parts));
  const told = element("p", { class: "problem", role: "alert" });

  const read = (): Statement => {
    const named = speaker.value.trim();
    const said = content.read();
    if (!said) throw new Mistake("A statement has a content.");
    const about = targets.flatMap(({ read: target }) => target() ?? []);
    if (about.length === 0 && needsTarget)
      throw new Mistake("A statement has at least one target: name it, with its words.");
    const now: Statement = {
      ...statement,
      kind: said === statement.content ? statement.kind : kindOf(said.spans),
      content: said,
      cue: cue.read() ?? null,
      source: source.read() ?? null,
      speaker: speakerNow(statement.speaker, named, type.value as SpeakerType),
      targets: about,
    };
    return isSame(now, statement) ? statement : now;
  };
  const form = element(
    "form",
    { class: "correction", "aria-label": title },
    element("div", { class: "pair" }, labelled("Speaker", speaker), labelled("Type", type)),
    ...[content, cue, source].map(({ field }) => field),
    ...targets.map(({ field }) => field),
    told,
    element(
      "div",
      { class: "row" },
      element("button", { type: "submit", class: "chief" }, "Keep"),
      ...others.map(([label, act]) => buttonOf(label, act)),
    ),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    try {
      parts.keep(read());
    } catch (error) {
      if (!(error instanceof Mistake)) throw error;
      told.textContent = error.message;
    }
  });
  return form;
}

function speakerNow(found: Statement["speaker"], name: string, type: SpeakerType): Statement["speaker"] {
  if (name === "") return null;
  return found?.name === name && found.type === type ? found : { ...found, name, type, confidence: 1 };
}

/** All parts of which nothing was changed are the very same. */
const isSame = (now: Statement, before: Statement): boolean =>
  (["content", "cue", "source", "speaker"] as const).every((part) => now[part] === before[part]) &&
  now.targets.length === before.targets.length &&
  now.targets.every((target, index) => target === before.targets[index]);

function nameField(name: string | undefined, { language }: CorrectionParts): HTMLInputElement {
  const field = element("input", { value: name ?? "", autocomplete: "off" });
  setLanguage(field, language);
  return field;
}

/** A field for words that stand in the text; the selection can be taken over. */
function wordsField(
  label: string,
  passage: Passage | null,
  near: number,
  { text, language, pick }: CorrectionParts,
  fullLabel = label,
) {
  const words = element("textarea", { rows: label === "Content" ? "3" : "1", spellcheck: "false" });
  setLanguage(words, language);
  words.value = wordsOf(passage);
  let start = passage?.spans[0]?.[0] ?? near;
  const take = takeWords(
    fullLabel,
    () => pick(fullLabel, start),
    (span) => {
      words.value = text.slice(...span);
      start = span[0];
    },
  );
  const read = (): Passage | undefined => {
    if (passage && words.value === passage.text && start === passage.spans[0]![0]) return passage;
    if (words.value.trim() === "") return undefined;
    const found = placeOf(text, words.value, start);
    if (!found)
      throw new Mistake(`${fullLabel}: the text does not have these words: “${words.value.trim()}”`);
    return found;
  };
  return { field: element("div", { class: "words" }, labelled(label, words), take), read };
}

function targetField(target: Target | undefined, rank: number, near: number, parts: CorrectionParts) {
  const { text } = parts;
  const title = target || rank === 1 ? `Target ${rank}` : "One more target";
  const name = nameField(target?.name, parts);
  const stance = choiceOf<Stance | "">(
    target ? STANCES : [UNDECIDED, ...STANCES],
    target?.stance ?? UNDECIDED,
    (one) => (one === UNDECIDED ? "choose one" : STANCE_WORDS[one]),
  );
  const passage = target ? { text: target.text, spans: [target.span] } : null;
  const words = wordsField("Words in the text", passage, near, parts, `${title}, words`);
  const read = (): Target | undefined => {
    const named = name.value.trim();
    if (named === "") return undefined;
    const place = words.read() ?? placeOf(text, named, near);
    if (!place) throw new Mistake(`${title}: give its words as they stand in the text.`);
    if (stance.value === UNDECIDED) throw new Mistake(`${title}: choose a stance.`);
    const said = stance.value as Stance;
    if (target && said === target.stance && named === target.name && place === passage) return target;
    const scores = said === target?.stance ? target.scores : certain(said);
    return { name: named, text: place.text, span: place.spans[0]!, stance: said, scores, confidence: 1 };
  };
  const hint = element(
    "p",
    { class: "small" },
    target ? "An empty name takes it away." : "Where it is left empty, its words are the name.",
  );
  const field = element(
    "fieldset",
    {},
    element("legend", {}, title),
    element("div", { class: "pair" }, labelled("Name", name), labelled("Stance", stance)),
    words.field,
    hint,
  );
  return { field, read };
}

function takeWords(label: string, pick: () => ReturnType<Pick>, take: (span: Span) => void): HTMLElement {
  const button = buttonOf("Take from the text", async () => {
    // Where the person is led back to.
    button.focus();
    const span = await pick();
    if (span) take(span);
  });
  button.classList.add("plain");
  button.setAttribute("aria-label", `${label}: take from the text`);
  // A click would end the selection.
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  return button;
}

function certain(stance: Stance): Target["scores"] {
  return { favor: 0, against: 0, neutral: 0, [stance]: 1 };
}

function choiceOf<T extends string>(
  values: readonly T[],
  now: T,
  told: (value: T) => string,
): HTMLSelectElement {
  const options = values.map((value) => element("option", { value }, told(value)));
  const select = element("select", {}, ...options);
  select.value = now;
  return select;
}

function labelled(label: string, field: HTMLElement): HTMLElement {
  return element("label", {}, element("span", {}, label), field);
}

function buttonOf(label: string, act: () => void): HTMLButtonElement {
  const button = element("button", { type: "button" }, label);
  button.addEventListener("click", act);
  return button;
}
