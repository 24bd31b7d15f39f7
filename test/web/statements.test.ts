import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { Browser, Page } from "playwright-core";
import { type DocumentResult, GoldRow } from "../../dist/schemas/index.js";
import { describeInChromium, download, faultsOf, picture, startBrowser, wider } from "./browser.ts";
import { ARABIC, MISSED, madeResult, many, NESTED, type Words } from "./made.ts";
import { type PageService, startPageService } from "./page-service.ts";

describeInChromium("the statements on the web page", () => {
  let server: PageService;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    server = await startPageService();
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });
  beforeEach(async () => {
    await page?.close();
    page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    await page.goto(server.url);
  });

  const answer = async (result: DocumentResult, text: string) => {
    await page.route("**/v1/classify", (route) => route.fulfill({ json: result }));
    await page.fill("#text", text);
    await page.click("#classify");
    await page.waitForFunction((whole) => document.querySelector("#reading")?.textContent === whole, text);
  };
  const open = ({ text, said, language }: { text: string; said: readonly Words[]; language?: string }) =>
    answer(madeResult(text, said, language), text);
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

  describe("are reached by keys where filters are set", () => {
    const stops = () =>
      page
        .locator(".card:visible")
        .evaluateAll((all) =>
          all.filter(({ tabIndex }) => tabIndex === 0).map((one) => Number(one.dataset.statement) + 1),
        );
    const tabTo = async (selector: string) => {
      for (let i = 0; i < 60; i++) {
        if (await page.evaluate((one) => document.activeElement?.matches(one), selector)) return;
        await page.keyboard.press("Tab");
      }
      throw new Error(`${selector} is not reached`);
    };
    const correctStance = async (number: number, stance: string) => {
      await correct(number);
      const form = card(number).getByRole("form");
      await form.getByLabel("Stance").first().selectOption(stance);
      await form.getByRole("button", { name: "Keep" }).press("Enter");
    };

    test("from the filters to the cards that are shown, to the text, to the matrix and back", async () => {
      await open(NESTED);
      await page.focus("#text");
      await tabTo("#by-stance");
      await page.keyboard.press("ArrowDown");
      expect(await page.inputValue("#by-stance")).toBe("favor");
      await tabTo(".card");
      await expectFocus('.card[data-statement="1"]');
      await page.keyboard.press("ArrowDown");
      await expectFocus('.card[data-statement="3"]');
      await page.keyboard.press("Enter");
      await expectFocus('#reading [data-numbers="4"]');
      await page.keyboard.press("ArrowUp");
      await expectFocus('#reading [data-numbers="2"]');
      await tabTo("#matrix .cell");
      await page.keyboard.press("Enter");
      await expectFocus("#by-speaker");
      expect(await page.locator(".card:visible").count()).toBe(1);
      await tabTo("#clear");
      await page.keyboard.press("Enter");
      expect(await page.locator(".card:visible").count()).toBe(4);
    });

    test("after a correction that they hide: the next card that is shown is at hand", async () => {
      await open(NESTED);
      await page.selectOption("#by-stance", "favor");
      await correctStance(2, "against");
      await expectFocus('.card[data-statement="3"]');
      expect(await stops()).toEqual([4]);
      expect(await page.textContent("#status")).toContain("The filters hide it now.");
      await correctStance(4, "against");
      await expectFocus("#clear");
      await page.keyboard.press("Enter");
      expect(await stops()).toHaveLength(1);
    });

    test("after a click on words that the filters dim, and a pointer that passes over them", async () => {
      await open(NESTED);
      await page.selectOption("#by-stance", "favor");
      const dimmed = page.locator("#reading .dimmed", { hasText: "warned" });
      await dimmed.hover();
      await dimmed.click();
      expect(await stops()).toEqual([2]);
      expect(await page.locator("#reading .dimmed.chosen").count()).toBe(0);
    });
  });

  test("are not looked for where a sample or a file cannot be read, and that is said", async () => {
    await page.route("**/page/samples/*", (route) => route.abort());
    await page.selectOption("#sample", { index: 1 });
    await page.waitForSelector("#status.problem");
    expect(await page.textContent("#status")).toMatch(
      /^The sample cannot be read\. The service does not answer/,
    );
    const folder = await page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      const file = new File([], "news");
      file.text = () => Promise.reject(new DOMException("a folder", "NotFoundError"));
      Object.defineProperty(transfer, "files", { value: [file] });
      return transfer;
    });
    await page.evaluate((transfer) => {
      const drop = new DragEvent("drop", { bubbles: true });
      Object.defineProperty(drop, "dataTransfer", { value: transfer });
      document.querySelector("main")!.dispatchEvent(drop);
    }, folder);
    await page.waitForFunction(() =>
      /^news cannot be read/.test(document.getElementById("status")!.textContent!),
    );
  });

  describe("of a text from right to left", () => {
    /** Elements that hold Arabic words, but not as Arabic from right to left. */
    const strangers = () =>
      page.evaluate(() => {
        const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        const found: string[] = [];
        for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
          const place = node.parentElement!;
          if (!/\p{Script=Arabic}/u.test(node.textContent!)) continue;
          const language = place.closest<HTMLElement>("[lang]")!.lang;
          const { direction } = getComputedStyle(place);
          if (language !== "ar" || direction !== "rtl") found.push(place.outerHTML);
        }
        return found;
      });

    test("are in its language and direction, wherever its words stand, and the page's own words are not", async () => {
      await open(ARABIC);
      await correct(1);
      expect(await strangers()).toEqual([]);
      for (const field of ["#text", ".correction input", ".correction textarea"]) {
        const shown = await page.$eval(field, (one: any) => [one.lang, getComputedStyle(one).direction]);
        expect([field, ...shown]).toEqual([field, "ar", "rtl"]);
      }
      const own = await page.$eval(".card .tag", (tag) => tag.closest<HTMLElement>("[lang]")!.lang);
      expect(own).toBe("en");
      for (const width of [360, 800, 1400]) {
        await page.setViewportSize({ width, height: 900 });
        await picture(page, `arabic-${width}`);
        expect(await faultsOf(page)).toEqual([]);
        expect(await wider(page)).toBeLessThanOrEqual(0);
      }
    });

    test("follow each other to the left: the arrow keys go as the words do", async () => {
      await open(ARABIC);
      await page.focus('#reading [data-numbers="1"]');
      await page.keyboard.press("ArrowLeft");
      await expectFocus('#reading [data-numbers="2"]');
      await page.click("#add");
      const source = page.getByLabel("Source: take from the text");
      await source.press("Enter");
      for (const key of ["Home", "ArrowLeft", "Shift+ArrowLeft", "Enter"]) await page.keyboard.press(key);
      expect(await page.getByRole("textbox", { name: "Source" }).inputValue()).toBe("آنا هولم");
    });
  });

  test("count once where the model found one's own target too, and are exported with both", async () => {
    const made = madeResult(NESTED.text, NESTED.said);
    const scores = { favor: 0, against: 0, neutral: 1 };
    const none = { name: "Berg", concerned: false, span: null, stance: null, scores: null };
    const asked = { ...none, concerned: true, stance: "neutral" as const, scores };
    const statements = made.statements.map((one, index) => ({
      ...one,
      requested: [index === 0 ? asked : none],
    }));
    await page.fill("#target", "Berg");
    await answer({ ...made, statements }, NESTED.text);
    const row = page.locator("#matrix tr", { has: page.locator("th", { hasText: /^Berg$/ }) }).last();
    expect(await row.locator("td").allTextContents()).toEqual(["neutral 1", "", ""]);
    expect(await page.locator("#reading .content.neutral").count()).toBeGreaterThan(0);
    const rows = (await download(page, "#as-csv")).split("\n").filter((line) => line.startsWith(",s1,"));
    expect(rows.map((line) => /,(against|neutral),/.exec(line)![1])).toEqual(["against", "neutral"]);
    expect(rows[1]).toContain(",concerned,");
    // What a person says of the target holds of it as one's own too.
    await correct(1);
    await card(1).getByLabel("Stance").first().selectOption("favor");
    await card(1).getByRole("button", { name: "Keep" }).click();
    expect(await row.locator("td").allTextContents()).toEqual(["for 1", "", ""]);
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

    test("not by Keep alone, where nothing was changed", async () => {
      await open(NESTED);
      await correct(1);
      await card(1).getByRole("button", { name: "Keep" }).click();
      await expectFocus('.card[data-statement="0"]');
      expect(await page.textContent("#status")).toBe("Statement 1 is as it was.");
      expect(await card(1).textContent()).not.toContain("corrected");
      expect(await page.textContent("#as-gold")).toBe("Export corrections as gold");
    });

    test("in several texts, which are exported together while the page is open, and not kept beyond it", async () => {
      const correctFirst = async (text: { text: string; said: readonly Words[] }) => {
        await open(text);
        await correct(1);
        await card(1).getByLabel("Speaker").fill("Anna Holm-Berg");
        await card(1).getByRole("button", { name: "Keep" }).click();
      };
      await open({ ...MISSED, text: `${MISSED.text} Nobody looks at this one.` });
      await correctFirst(MISSED);
      expect(await page.isVisible("#as-gold-all")).toBe(false);
      await correctFirst(NESTED);
      // Another text with the same first words, which needs another id.
      await correctFirst({ ...NESTED, text: `${NESTED.text} They agreed.` });
      expect(await page.textContent("#as-gold-all")).toBe("Export all 3 texts that you corrected as gold");
      await picture(page, "several-texts-1400");
      const lines = (await download(page, "#as-gold-all")).trim().split("\n");
      const rows = lines.map((line) => GoldRow.parse(JSON.parse(line)));
      expect(rows.map(({ text }) => text)).toEqual([MISSED.text, NESTED.text, `${NESTED.text} They agreed.`]);
      expect(new Set(rows.map(({ id }) => id)).size).toBe(3);
      for (const { statements } of rows) expect(statements[0]!.speaker).toBe("Anna Holm-Berg");
      const kept = await page.evaluate(() => JSON.stringify(localStorage));
      expect(kept).not.toContain("They agreed");
      await page.reload();
      await open(MISSED);
      expect(await page.isVisible("#as-gold-all")).toBe(false);
      expect(await page.textContent("#as-gold")).toContain("(1)");
    });

    test("also where the model found no target, and without inventing one", async () => {
      await open({ ...MISSED, said: [{ ...MISSED.said[0]!, about: [] }] });
      await correct(1);
      await card(1).getByLabel("Speaker").fill("Anna Holm-Berg");
      await card(1).getByRole("button", { name: "Keep" }).click();
      expect(await card(1).textContent()).toContain("Anna Holm-Berg");
      const { statements } = JSON.parse(await download(page, "#as-json"));
      expect(statements[0]).toMatchObject({ speaker: { name: "Anna Holm-Berg" }, targets: [] });
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

  test("follow the pointer and the keys without lag where there are 200, and a correction is kept at once", async () => {
    await open(many(220));
    const measured = () =>
      page.evaluate(async () => {
        const drawn = async () => {
          await new Promise(requestAnimationFrame);
          await new Promise((resolve) => setTimeout(resolve));
        };
        const all = <T extends Element>(selector: string) => [...document.querySelectorAll<T>(selector)];
        /** The longest of a row of acts, each until the page is drawn again. */
        const longest = async (acts: Iterable<() => void>) => {
          let most = 0;
          for (const act of acts) {
            const began = performance.now();
            act();
            await drawn();
            most = Math.max(most, performance.now() - began);
          }
          return most;
        };
        const over = (element: Element) => () =>
          element.dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
        const some = <T>(list: readonly T[]) => list.filter((_, index) => index % 20 === 0);
        const overText = await longest(some(all("#reading .content")).map(over));
        const overCards = await longest(some(all(".card")).map(over));
        const press = (key: string) => () =>
          document.activeElement!.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
        all<HTMLElement>(".card")[0]!.focus();
        const keys = await longest(
          ["End", "Home", "ArrowDown", "ArrowDown", "Enter", "ArrowDown"].map(press),
        );
        const form = () => document.querySelector<HTMLFormElement>(".card form")!;
        const opened = await longest([() => all<HTMLElement>(".card summary")[100]!.click()]);
        form().querySelector("input")!.value = `Anna Holm ${Math.random()}`;
        const kept = await longest([() => form().requestSubmit()]);
        return { overText, overCards, keys, opened, kept };
      });
    // Other tests run beside this one: what counts is the best of some rounds.
    const rounds = [await measured(), await measured(), await measured()];
    const best = (name: keyof (typeof rounds)[number]) => Math.min(...rounds.map((round) => round[name]));
    expect(await card(101).textContent()).toContain("corrected");
    // Interaction to next paint is good up to 200 ms.
    for (const name of ["overText", "overCards", "keys", "opened"] as const)
      expect([name, best(name) < 200 || best(name)]).toEqual([name, true]);
    expect(best("kept")).toBeLessThan(500);
  });
});
