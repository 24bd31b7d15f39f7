const TITLES = new Set([
  "the",
  "a",
  "an",
  "mr",
  "mrs",
  "ms",
  "dr",
  "sen",
  "rep",
  "president",
  "senator",
  "gov",
]);
const POSSESSIVE = /[’']s(?![\p{L}\p{N}_])/gu;
const WORD = /[\p{L}\p{N}]+/gu;

function nameWords(name: string | null): string[] {
  const bare = (name ?? "").toLowerCase().replace(POSSESSIVE, "");
  return (bare.match(WORD) ?? []).filter((word) => !TITLES.has(word));
}

/**
 * Of names that are the same one stands for all: that of most words, so that whose name comes first does not matter.
 */
export function commonNames(names: readonly string[]): (name: string) => string {
  const size = (name: string) => nameWords(name).length;
  const fullest = [...new Set(names)].sort(
    (a, b) => size(b) - size(a) || b.length - a.length || (a < b ? -1 : 1),
  );
  const common = new Map<string, string>();
  for (const name of fullest)
    common.set(name, [...common.values()].find((other) => sameName(other, name)) ?? name);
  return (name) => common.get(name) ?? name;
}

/** Equal without articles and titles, or one is the other's tail, or its head of two words and more. */
export function sameName(a: string | null, b: string | null): boolean {
  const [short, long] = [nameWords(a), nameWords(b)].sort((x, y) => x.length - y.length) as [
    string[],
    string[],
  ];
  if (short.length === 0) return long.length === 0;
  const tail = long.slice(-short.length);
  if (short.every((word, i) => word === tail[i])) return true;
  return short.length > 1 && short.every((word, i) => word === long[i]);
}
