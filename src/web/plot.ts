import { element } from "./elements.js";
import { STANCE_WORDS, STANCES, type Stance } from "./stances.js";

export type Period = Record<Stance, number> & { readonly period: string | null };

const SVG = "http://www.w3.org/2000/svg";
const [LEFT, STEP, HEIGHT, FOOT, TOP] = [36, 30, 140, 62, 12];

function shape(
  tag: string,
  attributes: Record<string, string | number> = {},
  ...children: (SVGElement | string)[]
) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/** Stances by month: stacked bars made by hand, with the same figures as a table. */
export function plotOf(periods: readonly Period[]): HTMLElement {
  const dated = withGaps(periods);
  const without = periods.some((period) => !hasMonth(period));
  const figure = element("figure", {}, legend());
  if (dated.length > 0) {
    const scroll = {
      class: "scroll",
      tabindex: "0",
      role: "region",
      "aria-label": "Plot of stances by month",
    };
    figure.append(element("div", scroll, bars(dated)));
  }
  figure.append(asTable(periods));
  if (without)
    figure.append(element("p", { class: "small" }, "Articles without a month are in the table only."));
  return figure;
}

const sum = ({ favor, against, neutral }: Period): number => favor + against + neutral;

function bars(periods: readonly Period[]): SVGElement {
  const step = tickStep(Math.max(...periods.map(sum)));
  const most = Math.ceil(Math.max(...periods.map(sum)) / step) * step;
  const at = (count: number) => TOP + HEIGHT - (count / most) * HEIGHT;
  const width = LEFT + periods.length * STEP + 8;
  const [first, last] = [periods[0]!.period, periods.at(-1)!.period];
  const label = `Stances by month from ${first} to ${last}; the table below has the figures`;
  const plot = shape(
    "svg",
    { role: "img", width, height: TOP + HEIGHT + FOOT, "aria-label": label },
    patterns(),
  );
  for (let count = 0; count <= most; count += step) {
    const y = at(count);
    plot.append(
      shape("line", { class: "grid", x1: LEFT, x2: width - 8, y1: y, y2: y }),
      shape("text", { x: LEFT - 6, y: y + 4, "text-anchor": "end" }, String(count)),
    );
  }
  periods.forEach((period, i) => {
    const x = LEFT + i * STEP + 5;
    let count = 0;
    for (const stance of STANCES) {
      const [bottom, top] = [at(count), at(count + period[stance])];
      count += period[stance];
      if (bottom === top) continue;
      const box = { x, y: top, width: STEP - 10, height: bottom - top };
      const title = shape("title", {}, `${period.period}: ${STANCE_WORDS[stance]} ${period[stance]}`);
      plot.append(
        shape("rect", { class: stance, ...box }),
        shape("rect", { class: `${stance} over`, ...box }, title),
      );
    }
    const [middle, y] = [x + STEP / 2 - 1, TOP + HEIGHT + 10];
    const turned = { transform: `rotate(-90 ${middle} ${y})`, "text-anchor": "end" };
    plot.append(shape("text", { x: middle, y, ...turned }, String(period.period)));
  });
  return plot;
}

/** Against is hatched and neutral dotted, so that colour is not needed. */
function patterns(): SVGElement {
  const box = { width: 6, height: 6, patternUnits: "userSpaceOnUse" };
  return shape(
    "defs",
    {},
    shape("pattern", { id: "hatched", ...box }, shape("path", { d: "M0 6L6 0M-1 1L1 -1M5 7L7 5" })),
    shape("pattern", { id: "dotted", ...box }, shape("circle", { cx: 3, cy: 3, r: 1.2 })),
  );
}

function legend(): HTMLElement {
  const entries = STANCES.map((stance) => {
    const swatch = shape(
      "svg",
      { width: 18, height: 18, "aria-hidden": "true" },
      shape("rect", { class: stance, width: 18, height: 18 }),
      shape("rect", { class: `${stance} over`, width: 18, height: 18 }),
    );
    return element("li", {}, swatch, ` ${STANCE_WORDS[stance]}`);
  });
  return element("ul", { class: "legend", "aria-label": "Legend of the plot" }, ...entries);
}

function asTable(periods: readonly Period[]): HTMLElement {
  const head = ["Month", ...STANCES.map((stance) => STANCE_WORDS[stance])];
  const rows = periods.map((period) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, period.period ?? "undated"),
      ...STANCES.map((stance) => element("td", {}, String(period[stance]))),
    ),
  );
  return element(
    "details",
    {},
    element("summary", {}, "The figures as a table"),
    element(
      "table",
      {},
      element("thead", {}, element("tr", {}, ...head.map((name) => element("th", { scope: "col" }, name)))),
      element("tbody", {}, ...rows),
    ),
  );
}

/** Steps of 1, 2 or 5 times a power of ten, at most five of them. */
export function tickStep(most: number): number {
  for (let power = 1; ; power *= 10) {
    for (const step of [1, 2, 5]) if (step * power * 5 >= most) return step * power;
  }
}

/** A date may be a year only, or not known. */
const hasMonth = ({ period }: Period): boolean => /^\d{4}-\d{2}$/.test(period ?? "");

/** The months from the first to the last, also those in which nothing was said: time has no holes. */
export function withGaps(periods: readonly Period[]): Period[] {
  const months = periods.filter(hasMonth);
  const known = new Map(months.map((period) => [period.period, period]));
  const last = months.at(-1)?.period;
  const all: Period[] = [];
  for (let month = months[0]?.period; month && last && month <= last; month = monthAfter(month)) {
    all.push(known.get(month) ?? { period: month, favor: 0, against: 0, neutral: 0 });
  }
  return all;
}

function monthAfter(name: string): string {
  const [year, month] = name.split("-").map(Number) as [number, number];
  const [y, m] = month === 12 ? [year + 1, 1] : [year, month + 1];
  return `${String(y).padStart(4, "0")}-${String(m).padStart(2, "0")}`;
}
