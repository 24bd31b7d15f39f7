import type { Alias, SpeakerPage, StatementPage, TargetPage } from "../schemas/index.js";
import { type Asked, addressOf } from "./address.js";
import { element } from "./elements.js";
import { targetsTable } from "./hits.js";
import { ask } from "./service.js";
import { counted } from "./words.js";

/** Before all that is dated; documents without a date are left out by it. */
const EARLIEST = "0001";

/**
 * Who a speaker is in the archive: how often and when quoted, under which names, and on what.
 * @param asked the search, of which this is a part
 */
export async function speakerPage(name: string, asked: Asked, signal: AbortSignal): Promise<HTMLElement[]> {
  const get = <T>(path: string, query: Record<string, string> = {}) =>
    ask<T>(`${path}?${new URLSearchParams(query)}`, { signal });
  const dated = { speaker: name, sort: "date", from: EARLIEST, limit: "1" };
  const [{ speakers }, { targets }, first, last, { aliases }] = await Promise.all([
    get<SpeakerPage>("/v1/speakers", { name, limit: "1000" }),
    get<TargetPage>("/v1/targets", { speaker: name, limit: "15" }),
    get<StatementPage>("/v1/statements", { ...dated, order: "asc" }),
    get<StatementPage>("/v1/statements", { ...dated, order: "desc" }),
    get<{ aliases: Alias[] }>("/v1/aliases"),
  ]);
  const count = speakers.find((one) => one.name === name)?.statements;
  const dates = [first, last].map(({ statements: [one] }) => one?.document.date);
  const also = namesJoinedTo(name, aliases);
  const told = [
    count === undefined ? "" : `${counted(count)} in the archive`,
    dates[0] ? (dates[0] === dates[1] ? `on ${dates[0]}` : `from ${dates[0]} to ${dates[1]}`) : "",
  ];
  const only = addressOf({ speaker: name });
  const whole =
    addressOf(asked) === only ? [] : [element("p", {}, element("a", { href: only }, "All of this speaker"))];
  return [
    element("h3", {}, element("bdi", {}, name)),
    element("p", {}, `${told.filter(Boolean).join(", ")}.`),
    ...(also.length > 0 ? [element("p", {}, `Also known as ${also.join(", ")}.`)] : []),
    ...whole,
    ...(targets.length > 0
      ? [
          element("h4", {}, "Spoken of most"),
          targetsTable(targets, (target) => addressOf({ ...asked, speaker: name, target })),
        ]
      : []),
  ];
}

/** Names that people joined to this one, also by way of others. */
export function namesJoinedTo(name: string, aliases: readonly Alias[]): string[] {
  const joined = new Set([name]);
  for (const one of joined) {
    for (const alias of aliases) if (alias.same && alias.canonical === one) joined.add(alias.name);
  }
  return [...joined].slice(1);
}
