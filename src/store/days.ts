/** A day as a number, 20240531; parts that are not known are 0; 0 is undated. */
export type Day = number;

const ISO = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:$|[T ])/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
/** As e-mail and HTTP write dates: Tue, 05 Mar 2024 10:00:00 GMT. */
const RFC_2822 = /^(?:[A-Za-z]{3}, )?(\d{1,2}) ([A-Za-z]{3}) (\d{4})\b/;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

function plausible(year: number, month: number, day: number): Day {
  return month <= 12 && day <= 31 ? year * 10_000 + month * 100 + day : 0;
}

/**
 * The day of a document's date: ISO 8601, or as in e-mail; as it is written, in no other time zone. Anything else is
 * undated (0), never guessed.
 */
export function dayOf(date: string | undefined | null): Day {
  const text = date?.trim() ?? "";
  const parts = ISO.exec(text) ?? COMPACT.exec(text);
  if (parts) return plausible(Number(parts[1]), Number(parts[2] ?? 0), Number(parts[3] ?? 0));
  const [, day, name, year] = RFC_2822.exec(text) ?? [];
  const month = MONTHS.indexOf(name?.toLowerCase() ?? "") + 1;
  return month === 0 ? 0 : plausible(Number(year), month, Number(day));
}

/** First day of a partial date (2024, 2024-05, 2024-05-31). */
export function firstDay(partial: string): Day {
  return Number(partial.replaceAll("-", "").padEnd(8, "0"));
}

/** Last day of a partial date. */
export function lastDay(partial: string): Day {
  return Number(partial.replaceAll("-", "").padEnd(8, "9"));
}

/** The month of a day: 202405. */
export function monthOf(day: Day): number {
  return Math.floor(day / 100);
}
