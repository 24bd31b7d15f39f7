import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { compareSystems, evaluate, pairDocuments } from "../../dist/evaluation/index.js";
import { reportPage } from "../../dist/evaluation/report/index.js";
import { readGold } from "../../dist/labels/index.js";
import type { LabelledDocument, LabelledStatement } from "../../dist/schemas/index.js";
import { DOCUMENT } from "../labels/sample.ts";
import { describeInChromium, startBrowser } from "../web/browser.ts";

const FILE = "datasets/authored/dev.jsonl";
const gold = readGold(readFileSync(FILE, "utf8"), FILE);
const kind = () => () => "direct";

/** Predictions of which each third statement has an error of its own. */
const predicted: LabelledDocument[] = gold.map((document) => ({
  ...document,
  statements: document.statements.map((one, index): LabelledStatement => {
    const sure = { ...one, confidence: 0.5 + (index % 5) / 10, speakerConfidence: 0.9 };
    if (index % 3 === 0) return { ...sure, speaker: "Somebody <b>Else</b>" };
    if (index % 3 === 1)
      return { ...sure, targets: one.targets.map((target) => ({ ...target, stance: "neutral" })) };
    return sure;
  }),
}));

async function reportOf(
  first: readonly LabelledDocument[],
  second: readonly LabelledDocument[],
): Promise<string> {
  const documents = pairDocuments(first, second);
  const evaluation = evaluate(documents, kind);
  const comparisons = compareSystems(documents, documents, 50);
  return reportPage({
    evaluation,
    documents,
    comparisons,
    names: { gold: "gold", predicted: "model", other: "old" },
  });
}

const page = await reportOf(gold, predicted);

describe("the report", () => {
  test("holds figures, charts as SVG, and each error with both sides", () => {
    for (const part of [
      "<h2>Figures</h2>",
      "<h2>Confusions</h2>",
      "<h2>Confidence</h2>",
      "Precision against recall",
      "paired bootstrap",
    ])
      expect(page).toContain(part);
    expect(page.match(/<svg /g)!.length).toBe(6);
    const errors = pairDocuments(gold, predicted)
      .flatMap(({ tally }) => tally.outcomes)
      .filter((one) => !one.speakerRight || one.stancesRight < one.targets);
    expect(page.match(/<article /g)!.length).toBe(errors.length);
  });

  test("loads nothing and runs nothing", () => {
    expect(page).not.toMatch(/<script|<link rel="stylesheet"|@import|<img|url\(http/i);
    expect([...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address)).toEqual(["data:,"]);
  });

  test("shows hostile names and texts as they are, and does not become them", async () => {
    expect(page).toContain("Somebody &lt;b&gt;Else&lt;/b&gt;");
    const text = `<script>alert(1)</script> ${DOCUMENT.text}`;
    const shift = Array.from(text).length - Array.from(DOCUMENT.text).length;
    const moved = DOCUMENT.statements.map((one) => ({
      ...one,
      source: [],
      cue: [],
      targets: [],
      content: one.content.map(([a, b]): [number, number] => [a + shift, b + shift]),
    }));
    const hostile: LabelledDocument = { ...DOCUMENT, id: '"><i>', text, statements: moved };
    const made = await reportOf([hostile], [{ ...hostile, statements: [] }]);
    expect(made).not.toContain("<script>");
    expect(made).not.toContain('"><i>');
    expect(made).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  });

  test("of perfect predictions says that there is no error", async () => {
    expect(await reportOf(gold.slice(0, 3), gold.slice(0, 3))).toContain("There is no error");
  });
});

describeInChromium("the report in a browser", () => {
  test("makes no request, shows the errors of the kind that is chosen, and breaks no rule of accessibility", async () => {
    const path = join(mkdtempSync(join(tmpdir(), "report-")), "report.html");
    writeFileSync(path, page);
    const browser = await startBrowser();
    try {
      const tab = await browser.newPage({ bypassCSP: true });
      const requests: string[] = [];
      tab.on("request", (request) => requests.push(request.url()));
      await tab.goto(`file://${path}`);
      const shown = () => tab.locator(".error:visible").count();
      const all = await shown();
      await tab.getByText(/^speaker \d+$/).click();
      const label = await tab.getByText(/^speaker \d+$/).textContent();
      expect(await shown()).toBe(Number(label!.split(" ")[1]));
      expect(await shown()).toBeLessThan(all);
      await tab.keyboard.press("ArrowRight");
      expect(await tab.locator("input:checked").getAttribute("id")).not.toBe("show-speaker");
      expect(requests).toEqual([`file://${path}`]);
      await tab.addScriptTag({ path: createRequire(import.meta.url).resolve("axe-core/axe.min.js") });
      const { violations } = (await tab.evaluate("axe.run()")) as {
        violations: { id: string; nodes: unknown[] }[];
      };
      expect(violations.map(({ id }) => id)).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
