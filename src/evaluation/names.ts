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
