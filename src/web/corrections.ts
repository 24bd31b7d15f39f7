import type { Statement } from "../schemas/index.js";
import { recall, remember } from "./storage.js";

/** What a person changed in a text's statements; kept in this browser, so that it outlives the page. */
export interface Corrections {
  /** As corrected, else as found; null where it is no statement. */
  of(found: Statement): Statement | null;
  /** What the model missed and the person added. */
  added(): readonly Statement[];
  add(statement: Statement): void;
  /** One that was added is itself changed, or taken away altogether. */
  set(found: Statement, now: Statement | null): void;
  undo(found: Statement): void;
  count(): number;
  /** False where the browser keeps nothing: they last as long as the page. */
  kept(): boolean;
}

export function correctionsOf(text: string): Corrections {
  const key = `corrections ${fingerprint(text)}`;
  const addedKey = `added ${fingerprint(text)}`;
  let added: readonly Statement[] = recall<Statement[]>(addedKey) ?? [];
  const all = new Map<string, Statement | null>(recall<[string, Statement | null][]>(key) ?? []);
  let kept = true;
  const keep = () => {
    const keptChanges = remember(key, all.size > 0 ? [...all] : undefined);
    kept = remember(addedKey, added.length > 0 ? added : undefined) && keptChanges;
  };
  return {
    of(found) {
      if (added.includes(found) || !all.has(placeOf(found))) return found;
      const now = all.get(placeOf(found)) ?? null;
      return now && withOwnTargets(now, found);
    },
    added: () => added,
    add(statement) {
      added = [...added, statement];
      keep();
    },
    set(found, now) {
      if (added.includes(found)) added = added.flatMap((one) => (one === found ? (now ?? []) : one));
      else all.set(placeOf(found), now);
      keep();
    },
    undo(found) {
      all.delete(placeOf(found));
      keep();
    },
    count: () => all.size + added.length,
    kept: () => kept,
  };
}

/** The person's own targets are those of this moment; what was said of a target of the same name holds of them too. */
function withOwnTargets(
  { requested: _then, ...now }: Statement,
  { targets, requested }: Statement,
): Statement {
  if (!requested) return now;
  const found = new Set(targets.map((target) => JSON.stringify(target)));
  const said = now.targets.filter((target) => !found.has(JSON.stringify(target)));
  const asCorrected = requested.map((one) => {
    const target = said.find(({ name }) => name === one.name);
    if (!target) return one;
    const { span, stance, scores } = target;
    return { ...one, concerned: true, span, stance, scores };
  });
  return { ...now, requested: asCorrected };
}

/** A statement is known by its place in the text: another model may find others, and number them otherwise. */
function placeOf({ content, cue, source }: Statement): string {
  return JSON.stringify([content.spans, cue?.spans ?? [], source?.spans ?? []]);
}

/** Tells texts apart without keeping them (FNV-1a, twice). */
function fingerprint(text: string): string {
  let [first, second] = [0x811c9dc5, 0x01234567];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    first = Math.imul(first ^ unit, 0x01000193);
    second = Math.imul(second ^ (unit + i), 0x01000193);
  }
  return [text.length, first >>> 0, second >>> 0].join("-");
}
