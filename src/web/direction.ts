const MIRRORED: Readonly<Record<string, string>> = { ArrowLeft: "ArrowRight", ArrowRight: "ArrowLeft" };

/** The key as it would be in a text from left to right: in one from right to left, forwards is left. */
export function forwardsIsRight(key: string, place: EventTarget | null): string {
  const mirrored = place instanceof Element && getComputedStyle(place).direction === "rtl";
  return (mirrored && MIRRORED[key]) || key;
}
