import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { Browser, Page } from "playwright-core";
import { loadSettings } from "../../dist/config/index.js";
import { createApp, listen } from "../../dist/http/index.js";
import { GoldRow } from "../../dist/schemas/index.js";
import { createLogger, createMetrics } from "../../dist/telemetry/index.js";
import { describeInChromium, download, faultsOf, picture, startBrowser, wider } from "./browser.ts";
import { MISSED, madeResult, many, NESTED, type Words } from "./made.ts";

/** A service without a model: the test answers in its place. */
async function startPage() {
  const settings = loadSettings({}, { port: 0, logLevel: "silent" } as object);
  const identity = { name: "made", version: "1", languages: ["en"] };
  const stats = () => ({ workers: 1, tokensPerSecond: 1 });
  const classifier = { model: identity, stats } as any;
  const metrics = createMetrics(identity, stats as any);
  return listen(createApp({ classifier, settings, log: createLogger("silent"), metrics }), settings);
}

describeInChromium("the statements on the web page", () => {
  let server: Awaited<ReturnType<typeof startPage>>;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    server = await startPage();
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.drain();
  });
  beforeEach(async () => {
    await page?.close();
    page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    await page.goto(server.url);
  });

  const open = async ({ text, said }: { text: string; said: readonly Words[] }) => {
    await page.route("**/v1/classify", (route) => route.fulfill({ json: madeResult(text, said) }));
    await page.fill("#text", text);
    await page.click("#classify");
    await page.waitForFunction((whole) => document.querySelector("#reading")?.textContent === whole, text);
  };
  test("are counted in words", async () => {
    await open(MISSED);
    expect(await page.textContent("#status")).toMatch(/^1 statement found /);
    expect(await page.textContent("#shown")).toBe("1 statement");
    expect(await page.isVisible("#start")).toBe(false);
  });

  const wordsOf = (selector: string) => page.locator(selector).allTextContents();
  const card = (number: number) => page.locator(`.card[data-statement="${number - 1}"]`);
  const correct = (number: number) => card(number).getByLabel(`Correct statement ${number}`).click();
  const gold = async () => GoldRow.parse(JSON.parse(await download(page, "#as-gold")));

  describe("in the text", () => {
    test("tell source, cue and content apart, also where they stand within or across each other", async () => {
      await open(NESTED);
      await picture(page, "nested-1400");
      expect(await page.textContent("#reading")).toBe(NESTED.text);
      expect(await wordsOf("#reading .source")).toEqual(["Anna Holm", "Berg", "Dahl"]);
      expect(await wordsOf("#reading .cue")).toEqual(["said", "praised", "warned", "called", " for"]);
      expect(await wordsOf("#reading .content.favor.within-against")).toEqual(["the plan"]);
      expect(await wordsOf("#reading .content.favor.within-neutral")).toEqual(["floods and ", "called"]);
      expect(
        await page
          .locator("#reading [data-numbers]")
          .evaluateAll((all) => all.map((one) => one.dataset.numbers)),
      ).toEqual(["1", "2", "3", "4"]);
    });

    test("are told apart without colour", async () => {
      await open(NESTED);
      const lines = await page.evaluate(() =>
        ["favor", "against", "neutral"].map(
          (stance) =>
            getComputedStyle(document.querySelector(`.legend .content.${stance}`)!).textDecorationStyle,
        ),
      );
      expect(new Set(lines).size).toBe(3);
    });

    test("are marked when their card is under the pointer, and the other way round", async () => {
      await open(NESTED);
      await card(2).hover();
      expect(await wordsOf("#reading .chosen")).toEqual(["Berg", "praised", "the plan"]);
      await page.hover('#reading [data-numbers="4"]');
      expect(await page.locator(".card.chosen").getAttribute("data-statement")).toBe("3");
    });

    test("lead to their card by a click, and the card back", async () => {
      await open(NESTED);
      await page.click('#reading [data-numbers="3"]');
      await expectFocus('.card[data-statement="2"]');
      await card(3).getByRole("button", { name: "Show in the text: statement 3" }).click();
      await expectFocus('#reading [data-numbers="3"]');
    });
  });

  const expectFocus = async (selector: string) =>
    expect(await page.evaluate((one) => document.activeElement?.matches(one), selector)).toBe(true);

  describe("are filtered", () => {
    test.each([
      ["speaker", "Dahl", [3, 4]],
      ["target", "dams", [4]],
      ["stance", "favor", [2, 4]],
    ])("by %s", async (field, value, left) => {
      await open(NESTED);
      await page.selectOption(`#by-${field}`, value);
      const numbers = await page.locator(".card:visible .number").allTextContents();
      expect(numbers.map(Number)).toEqual(left);
      expect(await page.textContent("#shown")).toBe(`${left.length} of 4 statements shown`);
      const { statements } = JSON.parse(await download(page, "#as-json"));
      expect(statements.map(({ id }: { id: string }) => id)).toEqual(left.map((number) => `s${number}`));
      await page.click("#clear");
      expect(await page.locator(".card:visible").count()).toBe(4);
    });

    test("by a cell of the matrix, which counts who is for and against what", async () => {
      await open(NESTED);
      const row = page.locator("#matrix tr", { hasText: "the plan" });
      expect(await row.locator("td").allTextContents()).toEqual(["", "for 1", ""]);
      await row.getByRole("button").click();
      expect(await page.inputValue("#by-speaker")).toBe("Berg");
      expect(await page.locator(".card:visible .number").allTextContents()).toEqual(["2"]);
    });
  });

  describe("are corrected", () => {
    test("by speaker, target and stance, which all of the page then shows and gold holds", async () => {
      await open(NESTED);
      await correct(2);
      const form = card(2).getByRole("form");
      await form.getByLabel("Speaker").fill("Berit Berg");
      await form.getByRole("textbox", { name: "Name" }).first().fill("plan of the town");
      await form.getByLabel("Stance").first().selectOption("against");
      await picture(page, "correcting-1400");
      expect(await faultsOf(page)).toEqual([]);
      await form.getByRole("button", { name: "Keep" }).click();
      await expectFocus('.card[data-statement="1"]');
      expect(await card(2).textContent()).toContain("corrected");
      expect(await wordsOf("#reading .content.against.within-against")).toEqual(["the plan"]);
      expect(await page.textContent("#matrix")).toContain("plan of the town");
      expect(await page.textContent("#as-gold")).toContain("(1)");
      const { text, statements } = await gold();
      expect(statements[1]).toMatchObject({
        speaker: "Berit Berg",
        speaker_type: "person",
        targets: [{ name: "plan of the town", text: "the plan", stance: "against" }],
      });
      const [start, end] = statements[1]!.targets[0]!.span;
      expect(Array.from(text).slice(start, end).join("")).toBe("the plan");
    });

    test("also in their words: by typing them, or by selecting them in the text", async () => {
      await open(NESTED);
      await correct(3);
      const form = card(3).getByRole("form");
      await form.getByLabel("Content", { exact: true }).fill("the town of rivers");
      await form.getByRole("button", { name: "Keep" }).click();
      expect(await form.getByRole("alert").textContent()).toContain("the text does not have these words");
      await form.getByLabel("Content", { exact: true }).fill("the town of floods");
      await page.locator("#reading .cue", { hasText: "warned" }).dblclick();
      await form.getByLabel("Source: take from the text").click();
      await form.getByRole("button", { name: "Keep" }).click();
      const [, , third] = (await gold()).statements;
      const points = Array.from(NESTED.text);
      const words = (spans: readonly (readonly [number, number])[]) =>
        spans.map(([start, end]) => points.slice(start, end).join("").trim());
      expect([words(third!.content), words(third!.source)]).toEqual([["the town of floods"], ["warned"]]);
    });

    test("by taking one away, and by undoing that; the browser keeps it for this text", async () => {
      await open(NESTED);
      await card(1).getByRole("button", { name: "Delete: statement 1" }).click();
      await expectFocus('.card[data-statement="0"]');
      expect((await gold()).statements).toHaveLength(3);
      expect(await page.locator('#reading [data-numbers="1"]').count()).toBe(0);
      await page.reload();
      await open(NESTED);
      expect((await gold()).statements).toHaveLength(3);
      await card(1).getByRole("button", { name: "Put it back: statement 1" }).click();
      expect((await gold()).statements).toHaveLength(4);
    });

    test("not into a statement without a target", async () => {
      await open(NESTED);
      await correct(1);
      const form = card(1).getByRole("form");
      await form.getByRole("textbox", { name: "Name" }).first().fill("");
      await form.getByRole("button", { name: "Keep" }).click();
      expect(await form.getByRole("alert").textContent()).toContain("at least one target");
    });
  });

  describe("that the model missed are added", () => {
    const draft = () => page.getByRole("form", { name: "A statement that the model missed" });
    const select = (words: string) =>
      page.evaluate((wanted) => {
        const reading = document.querySelector("#reading")!;
        const at = reading.textContent!.indexOf(wanted);
        const range = document.createRange();
        const nodes = document.createTreeWalker(reading, NodeFilter.SHOW_TEXT);
        let before = 0;
        for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
          const length = node.textContent!.length;
          if (at >= before && at < before + length) range.setStart(node, at - before);
          if (at + wanted.length > before && at + wanted.length <= before + length)
            range.setEnd(node, at + wanted.length - before);
          before += length;
        }
        const selection = getSelection()!;
        selection.removeAllRanges();
        selection.addRange(range);
      }, words);
    const fill = async (speaker: string, target: string, stance: string) => {
      await draft().getByLabel("Speaker").fill(speaker);
      await draft().getByRole("textbox", { name: "Name" }).first().fill(target);
      await draft().getByLabel("Stance").first().selectOption(stance);
    };

    test("with the mouse: words are selected in the text, then taken, part for part", async () => {
      await open(MISSED);
      await select("that dams cost too much");
      await page.getByRole("button", { name: "Add the selected words as a statement" }).click();
      expect(await draft().getByLabel("Content", { exact: true }).inputValue()).toBe(
        "that dams cost too much",
      );
      await select("complained");
      await draft().getByLabel("Cue: take from the text").click();
      await select("Cilla Falk");
      await draft().getByLabel("Source: take from the text").click();
      await fill("Cilla Falk", "dams", "against");
      await picture(page, "adding-1400");
      expect(await faultsOf(page)).toEqual([]);
      await page.setViewportSize({ width: 360, height: 800 });
      await picture(page, "adding-360");
      expect(await wider(page)).toBeLessThanOrEqual(0);
      await page.setViewportSize({ width: 1400, height: 900 });
      await draft().getByRole("button", { name: "Keep" }).click();
      await expectFocus('.card[data-statement="1"]');
      expect(await card(2).textContent()).toContain("added");
      expect(await card(2).textContent()).toContain("indirect");
      expect(await page.textContent("#matrix")).toContain("Cilla Falk");
      const [, second] = (await gold()).statements;
      const points = Array.from(MISSED.text);
      const words = (spans: readonly (readonly [number, number])[]) =>
        spans.map(([start, end]) => points.slice(start, end).join(""));
      expect([second!.content, second!.cue, second!.source].map(words)).toEqual([
        ["that dams cost too much"],
        ["complained"],
        ["Cilla Falk"],
      ]);
      expect(second).toMatchObject({ speaker: "Cilla Falk", targets: [{ text: "dams", stance: "against" }] });
    });

    test("with the keyboard alone: arrow keys choose the words", async () => {
      await open(MISSED);
      await page.focus("#add");
      await page.keyboard.press("Enter");
      const take = async (part: string, keys: readonly string[]) => {
        await draft().getByLabel(`${part}: take from the text`).focus();
        await page.keyboard.press("Enter");
        for (const key of keys) await page.keyboard.press(key);
        await page.keyboard.press("Enter");
        await expectFocus(`[aria-label="${part}: take from the text"]`);
      };
      // Anna Holm said … . Cilla Falk complained that dams cost too much.
      const second = ["Home", "ArrowDown"];
      await take("Source", [...second, "Shift+ArrowRight"]);
      await take("Cue", [...second, "ArrowRight", "ArrowRight"]);
      await take("Content", [
        ...second,
        ...Array.from({ length: 3 }, () => "ArrowRight"),
        ...Array.from({ length: 4 }, () => "Shift+ArrowRight"),
      ]);
      const value = (label: string) => draft().getByLabel(label, { exact: true }).inputValue();
      expect([await value("Source"), await value("Cue"), await value("Content")]).toEqual([
        "Cilla Falk",
        "complained",
        "that dams cost too much",
      ]);
      expect(await page.isVisible("#picking")).toBe(false);
      await fill("Cilla Falk", "dams", "against");
      await draft().getByRole("button", { name: "Keep" }).press("Enter");
      await expectFocus('.card[data-statement="1"]');
    });

    test("or given up, by Escape and by a button, which lead back to where one was", async () => {
      await open(MISSED);
      await page.click("#add");
      await draft().getByLabel("Cue: take from the text").click();
      await page.waitForSelector("#picking:visible");
      await picture(page, "picking-1400");
      expect(await faultsOf(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await expectFocus('[aria-label="Cue: take from the text"]');
      await draft().getByRole("button", { name: "Give up" }).click();
      await expectFocus("#add");
      expect(await page.locator(".card").count()).toBe(1);
    });

    test("also where the model found none; they outlive the page, and are deleted again", async () => {
      await open({ text: MISSED.text, said: [] });
      expect(await page.isVisible("#no-cards")).toBe(true);
      expect(await page.isVisible("#matrix-part")).toBe(false);
      await select("that dams cost too much");
      await page.click("#add");
      await fill("Cilla Falk", "dams", "against");
      await draft().getByRole("button", { name: "Keep" }).click();
      await page.reload();
      await open({ text: MISSED.text, said: [] });
      expect(await card(1).textContent()).toContain("Cilla Falk");
      await card(1).getByRole("button", { name: "Delete: statement 1" }).press("Enter");
      expect(await page.locator(".card").count()).toBe(0);
      await expectFocus("#add");
      expect((await gold()).statements).toEqual([]);
    });

    test("not without a content, a target and a stance", async () => {
      await open(MISSED);
      await page.click("#add");
      const refused = async () => {
        await draft().getByRole("button", { name: "Keep" }).click();
        return draft().getByRole("alert").textContent();
      };
      expect(await refused()).toContain("has a content");
      await draft().getByLabel("Content", { exact: true }).fill("that dams cost too much");
      expect(await refused()).toContain("at least one target");
      await draft().getByRole("textbox", { name: "Name" }).first().fill("dams");
      expect(await refused()).toContain("choose a stance");
    });
  });

  test.each([
    ["“I back the plan,”", "direct"],
    ["back the plan", "direct"],
    ["I back the plan,” he said", "mixed"],
    ["he said", "indirect"],
  ])("are of a kind that follows from their words: %j is %s", async (content, kind) => {
    const text = "In town “I back the plan,” he said of it.";
    await open({ text, said: [{ content: "town", speaker: "Berg", about: [["plan", "favor"]] }] });
    await correct(1);
    const form = card(1).getByRole("form");
    await form.getByLabel("Content", { exact: true }).fill(content);
    await form.getByRole("button", { name: "Keep" }).click();
    expect(await card(1).locator("p.small").first().textContent()).toMatch(new RegExp(`^${kind} `));
  });

  test("are no code, whatever they hold", async () => {
    const text = "“<img src=x onerror=alert(1)>,” said <b>Anna</b>.";
    const content = "“<img src=x onerror=alert(1)>,”";
    await open({
      text,
      said: [{ content, speaker: "<b>Anna</b>", cue: "said", about: [["<b>Anna</b>", "favor"]] }],
    });
    expect(await page.textContent("#reading")).toBe(text);
    expect(await page.locator("main img, main b").count()).toBe(0);
  });

  test("are shown within a second where there are 200, and filtered without lag", async () => {
    const { text, said } = many(220);
    const answer = JSON.stringify(madeResult(text, said));
    await page.route("**/v1/classify", (route) =>
      route.fulfill({ body: answer, contentType: "application/json" }),
    );
    const measured = () =>
      page.evaluate(async (whole) => {
        const drawn = async () => {
          await new Promise(requestAnimationFrame);
          await new Promise((resolve) => setTimeout(resolve));
        };
        const field = document.querySelector<HTMLTextAreaElement>("#text")!;
        field.value = whole;
        const answered = new Promise<void>((resolve) => {
          new MutationObserver(() => resolve()).observe(document.querySelector("#cards")!, {
            childList: true,
          });
        });
        const began = performance.now();
        document.querySelector<HTMLElement>("#classify")!.click();
        await answered;
        await drawn();
        const shown = performance.now() - began;
        const select = document.querySelector<HTMLSelectElement>("#by-stance")!;
        select.value = "favor";
        const again = performance.now();
        select.dispatchEvent(new Event("change"));
        await drawn();
        const filtered = performance.now() - again;
        select.value = "";
        select.dispatchEvent(new Event("change"));
        return { shown, filtered };
      }, text);
    // Other tests run beside this one: what counts is the best of some rounds.
    const rounds = [await measured(), await measured(), await measured()];
    const took = {
      shown: Math.min(...rounds.map(({ shown }) => shown)),
      filtered: Math.min(...rounds.map(({ filtered }) => filtered)),
    };
    expect(await page.locator(".card").count()).toBe(220);
    expect(took.shown).toBeLessThan(1000);
    expect(took.filtered).toBeLessThan(500);
  });
});
