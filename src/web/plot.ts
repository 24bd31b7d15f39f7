import type { Stance } from "./stance-of.js";

export interface Period {
  readonly period: string;
  readonly favor: number;
  readonly against: number;
  readonly neutral: number;
}

const SVG = "http://www.w3.org/2000/svg";
const [WIDTH, HEIGHT, FOOT] = [28, 120, 60];
const STANCES: readonly Stance[] = ["favor", "against", "neutral"];

function shape(tag: string, attributes: Record<string, string | number>, text = ""): SVGElement {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.textContent = text;
  return made;
}

/** How often a speaker was for, against or neutral, a stacked bar a month. */
export function plotOf(periods: readonly Period[]): SVGElement {
  const most = Math.max(1, ...periods.map(({ favor, against, neutral }) => favor + against + neutral));
  const told = periods.map(
    ({ period, favor, against, neutral }) =>
      `${period}: ${favor} for, ${against} against, ${neutral} neutral`,
  );
  const width = Math.max(1, periods.length) * WIDTH;
  const plot = shape("svg", {
    role: "img",
    width,
    height: HEIGHT + FOOT,
    "aria-label": `Stance by month. ${told.join("; ")}`,
  });
  periods.forEach((period, i) => {
    let top = HEIGHT;
    for (const stance of STANCES) {
      const height = (period[stance] / most) * (HEIGHT - 10);
      top -= height;
      plot.append(shape("rect", { class: stance, x: i * WIDTH + 4, y: top, width: WIDTH - 8, height }));
    }
    const x = i * WIDTH + WIDTH / 2 + 4;
    plot.append(
      shape(
        "text",
        { x, y: HEIGHT + 8, transform: `rotate(-90 ${x} ${HEIGHT + 8})`, "text-anchor": "end" },
        period.period,
      ),
    );
  });
  return plot;
}
