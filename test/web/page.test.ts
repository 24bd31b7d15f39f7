import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import axe from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";
import { GoldRow } from "../../dist/schemas/index.js";
import { type Service, startService } from "../http/service.ts";

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  existsSync,
);
const SAMPLE = "bagheri-fidan.txt";
/** Where pictures are put for a person to look at. */
const PICTURES = process.env.PICTURES;
if (!CHROMIUM)
  console.warn("no Chromium is installed (apt-get install chromium): the web page is not tested");

(CHROMIUM ? describe : describe.skip)("the web page", () => {
  let service: Service;
  let browser: Browser;
  let page: Page;
  const hosts = new Set<string>();
  const complaints: string[] = [];

  beforeAll(async () => {
    service = await startService({ deadlineMs: 300_000 });
    browser = await chromium.launch({ executablePath: CHROMIUM!, args: ["--no-sandbox"] });
    page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    page.on("request", (request) => hosts.add(new URL(request.url()).host));
    page.on("console", (message) => {
      if (message.type() === "error" && !message.location().url.includes("/v1/speakers"))
        complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    await page.goto(service.url);
    await page.selectOption("#sample", SAMPLE);
    await page.waitForSelector(".card");
  });
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
  });

  const classify = async (text: string) => {
    await page.fill("#text", text);
    await page.evaluate(() => document.querySelector("#cards")?.replaceChildren());
    await page.click("#classify");
    await page.waitForSelector(".card", { timeout: 120_000 });
  };
  const download = async (button: string) => {
    const [file] = await Promise.all([page.waitForEvent("download"), page.click(button)]);
    return readFileSync((await file.path())!, "utf8");
  };
  const violations = async () => {
    await page.evaluate(axe.source);
    const { violations: found } = await page.evaluate(() =>
      (window as any).axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }),
    );
    return found.map(({ id, nodes }: any) => `${id}: ${nodes.map(({ target }: any) => target).join(" ")}`);
  };
  const picture = async (name: string) => {
    if (!PICTURES) return;
    mkdirSync(PICTURES, { recursive: true });
    await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });
  };

  test("shows a sample's text as it is, and a card for each statement", async () => {
    expect(await page.textContent("#reading")).toBe(readFileSync(`datasets/samples/${SAMPLE}`, "utf8"));
    expect(await page.locator(".card").count()).toBeGreaterThan(5);
    expect(await page.textContent("#cards")).toContain("Ali Bagheri");
    expect(await page.locator("#matrix tbody tr").count()).toBeGreaterThan(0);
  });

  test.each([360, 800, 1400])(
    "has no fault of accessibility, in light and dark, at %i pixels",
    async (width) => {
      await page.setViewportSize({ width, height: 900 });
      for (const theme of ["light", "dark"]) {
        const dark = await page.evaluate(() => document.documentElement.classList.contains("dark"));
        if (dark !== (theme === "dark")) await page.click("#theme");
        await page.mouse.move(0, 0);
        expect(await violations()).toEqual([]);
        await picture(`${theme}-${width}`);
      }
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
      await page.setViewportSize({ width: 1400, height: 900 });
    },
  );

  test("a hover over a card marks its words, and the other way round", async () => {
    await page.hover('.card[data-statement="1"] .said');
    const marked = await page.locator("#reading .chosen.content").allTextContents();
    expect(await page.textContent('.card[data-statement="1"] .said')).toContain(marked[0]!.trim());
    const last = page.locator("#reading [data-statements]").last();
    await last.hover();
    const chosen = await page.getAttribute(".card.chosen", "data-statement");
    expect(await last.getAttribute("data-statements")).toMatch(new RegExp(`^${chosen}( |$)`));
  });

  test("works without a mouse", async () => {
    await page.focus('.card[tabindex="0"]');
    await page.keyboard.press("ArrowDown");
    expect(await page.evaluate(() => (document.activeElement as HTMLElement).dataset.statement)).toBe("1");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toMatch(
      /^Statement (\d+ and )*2:/,
    );
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => (document.activeElement as HTMLElement).dataset.statement)).toBe("1");
  });

  test("filters by speaker", async () => {
    const all = await page.locator(".card").count();
    await page.selectOption("#by-speaker", "Ali Bagheri");
    const left = page.locator(".card:visible");
    expect(await left.count()).toBeLessThan(all + 1);
    for (const text of await left.allTextContents()) expect(text).toContain("Ali Bagheri");
    await page.selectOption("#by-speaker", "");
    expect(await page.locator(".card:visible").count()).toBe(all);
  });

  test("exports JSON and CSV", async () => {
    const { statements } = JSON.parse(await download("#as-json"));
    const rows = (await download("#as-csv")).trim().split("\r\n");
    expect(rows[0]).toContain("speaker");
    expect(rows.length).toBeGreaterThan(statements.length);
  });

  test("keeps a correction, also over a reload, and gives it as gold", async () => {
    await classify("🎉 “I back the plan,” said Hakan Fidan.");
    await page.click(".card summary");
    await page.fill(".card form input", "Hakan Fidan the younger");
    await page.selectOption(".card form select", "against");
    await page.click('.card form button[type="submit"]');
    expect(await page.textContent("#as-gold")).toBe("Export corrections (1)");
    await page.reload();
    await classify("🎉 “I back the plan,” said Hakan Fidan.");
    const gold = GoldRow.parse(JSON.parse(await download("#as-gold")));
    const [statement] = gold.statements;
    expect(statement).toMatchObject({ speaker: "Hakan Fidan the younger", targets: [{ stance: "against" }] });
    const [start, end] = statement!.cue[0]!;
    expect(Array.from(gold.text).slice(start, end).join("")).toBe("said");
  });

  test("says the stance on a target of one's own, and what the service refuses", async () => {
    await page.fill("#target", "Israel");
    await classify("“Israel must stop,” said Hakan Fidan.");
    expect(await page.textContent(".card")).toMatch(/Your target: .*Israel/);
    await page.fill("#target", "");
    await page.fill("#text", "");
    await page.click("#classify");
    await page.waitForSelector("#status.problem");
    expect(await page.textContent("#status")).toContain("The text is empty");
  });

  test("shows 200 statements without lag", async () => {
    await classify(
      Array.from({ length: 220 }, (_, i) => `“Plan ${i} is good,” said Anna Holm ${i}.`).join("\n"),
    );
    const count = await page.locator(".card").count();
    expect(count).toBeGreaterThan(200);
    const took = await page.evaluate(async () => {
      const began = performance.now();
      const select = document.querySelector<HTMLSelectElement>("#by-stance")!;
      select.value = "favor";
      select.dispatchEvent(new Event("change"));
      await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
      return performance.now() - began;
    });
    expect(took).toBeLessThan(500);
  });

  test("loads in under a second, asks no other host, and breaks no rule of its own", async () => {
    await page.goto(service.url, { waitUntil: "load" });
    const took = await page.evaluate(() => performance.getEntriesByType("navigation")[0]!.duration);
    expect(took).toBeLessThan(1000);
    expect([...hosts]).toEqual([new URL(service.url).host]);
    expect(complaints.filter((one) => !/409|422/.test(one))).toEqual([]);
  });
});
