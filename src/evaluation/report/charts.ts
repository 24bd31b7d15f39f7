import { parse, View } from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import type { Calibration, ConfusionMatrix, MeasuredFigure } from "../../schemas/index.js";
import type { CurvePoint } from "../calibration.js";

const BLUE = "#3366a6";
const GREY = "#8a8f98";
const CONFIG = {
  font: "system-ui, sans-serif",
  axis: {
    labelLimit: 240,
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: "normal",
    gridColor: "#e6e8eb",
    domainColor: "#b9bdc4",
  },
  title: { fontSize: 13, anchor: "start" },
  view: { stroke: null },
} as const;

/** A chart as SVG, drawn here: the page needs no script. */
async function draw(chart: object): Promise<string> {
  const { spec } = compile({ background: "transparent", config: CONFIG, ...chart } as TopLevelSpec);
  const view = new View(parse(spec), { renderer: "none" });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

/** F1 of each figure, with its interval. */
export function figuresChart(figures: readonly MeasuredFigure[]): Promise<string> {
  const values = figures.map(({ name, f1 }) => ({ name, ...f1 }));
  const y = { field: "name", type: "nominal", sort: null, title: null };
  const x = (field: string) => ({
    field,
    type: "quantitative",
    scale: { domain: [0, 100] },
    title: "F1, percent",
  });
  return draw({
    width: 220,
    height: { step: 24 },
    data: { values },
    encoding: { y },
    layer: [
      {
        mark: { type: "rule", color: GREY, strokeWidth: 2 },
        encoding: { x: x("low"), x2: { field: "high" } },
      },
      { mark: { type: "point", filled: true, size: 70, color: BLUE }, encoding: { x: x("value") } },
    ],
  });
}

/** Counts of gold by predicted; a cell is the darker, the larger its share of the gold label. */
export function confusionChart({ labels, counts }: ConfusionMatrix): Promise<string> {
  const values = labels.flatMap((gold, g) => {
    const row = counts[g] ?? [];
    const all = row.reduce((sum, count) => sum + count, 0);
    return labels.map((predicted, p) => ({
      gold,
      predicted,
      count: row[p] ?? 0,
      share: all === 0 ? 0 : (row[p] ?? 0) / all,
    }));
  });
  const side = (field: string, more: object) => ({
    field,
    type: "nominal",
    sort: null,
    title: field,
    ...more,
  });
  const color = {
    field: "share",
    type: "quantitative",
    scale: { domain: [0, 1], range: ["#f5f7fa", "#1d4e89"] },
    legend: null,
  };
  const ink = { condition: { test: "datum.share > 0.5", value: "white" }, value: "#1a1c20" };
  return draw({
    width: { step: 92 },
    height: { step: 40 },
    data: { values },
    encoding: {
      x: side("predicted", { axis: { orient: "top", labelAngle: 0 } }),
      y: side("gold", {}),
    },
    layer: [
      { mark: { type: "rect", stroke: "white", strokeWidth: 2 }, encoding: { color } },
      {
        mark: { type: "text", fontSize: 13 },
        encoding: { text: { field: "count", type: "quantitative" }, color: ink },
      },
    ],
  });
}

/** How often what was said with a confidence was right: on the dashed line where the confidence is true. */
export function reliabilityChart({ bins }: Calibration): Promise<string> {
  const axis = (field: string, title: string) => ({
    field,
    type: "quantitative",
    scale: { domain: [0, 1] },
    title,
    axis: { format: ".0%", tickCount: 5 },
  });
  const [x, y] = [axis("confidence", "confidence"), axis("accuracy", "share right")];
  return draw({
    width: 220,
    height: 220,
    layer: [
      {
        data: { values: [0, 1].map((value) => ({ confidence: value, accuracy: value })) },
        mark: { type: "line", strokeDash: [4, 4], color: GREY },
        encoding: { x, y },
      },
      { data: { values: bins }, mark: { type: "line", color: BLUE }, encoding: { x, y } },
      {
        data: { values: bins },
        mark: { type: "point", filled: true, color: BLUE, opacity: 0.85 },
        encoding: {
          x,
          y,
          size: {
            field: "count",
            type: "quantitative",
            scale: { range: [20, 300], zero: true },
            legend: null,
          },
        },
      },
    ],
  });
}

/** Points of recall between two labels, so that none covers another. */
const APART = 4;

/** Precision against recall of statements, as less sure ones are left out. */
export function curveChart(points: readonly CurvePoint[]): Promise<string> {
  let labelled = Number.POSITIVE_INFINITY;
  const values = points.map((point) => {
    const apart = Math.abs(point.recall - labelled) >= APART;
    if (apart) labelled = point.recall;
    return { ...point, label: apart ? point.threshold.toFixed(2) : "" };
  });
  const axis = (field: string) => ({
    field,
    type: "quantitative",
    scale: { zero: false, nice: true },
    title: `${field}, percent`,
  });
  return draw({
    width: 420,
    height: 240,
    data: { values },
    encoding: { x: axis("recall"), y: axis("precision") },
    layer: [
      {
        mark: { type: "line", color: BLUE },
        encoding: { order: { field: "threshold", type: "quantitative" } },
      },
      { mark: { type: "point", filled: true, size: 40, color: BLUE } },
      {
        mark: { type: "text", dy: -12, fontSize: 11 },
        encoding: { text: { field: "label", type: "nominal" } },
      },
    ],
  });
}
