import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Browser, Page } from "playwright-core";
import { createKey } from "../../dist/access/index.js";
import { type Service, startService } from "../http/service.ts";
import { scoreAll } from "../store/archive.ts";
import { describeInChromium, faultsOf, picture, startBrowser, useTheme, wider } from "./browser.ts";

const folder = mkdtempSync(join(tmpdir(), "web-archive-"));
const { text: key, key: record } = createKey({ name: "reader", scope: "jobs" });

describeInChromium("the web page, of a service with a store and API keys", () => {
  let service: Service;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    service = await startService(
      { store: join(folder, "archive.sqlite"), uploads: folder },
      { keys: () => [record] },
    );
    const talks = Array.from({ length: 30 }, (_, i) => ({
      id: `talks ${i}`,
      date: `2023-${String(1 + ((i * 5) % 11)).padStart(2, "0")}-11`,
      title: `Talks, day ${i}`,
      said: [
        {
          by: "Hakan Fidan",
          says: `we welcome the talks of day ${i}`,
          about: [["talks", i % 4 === 0 ? "against" : i % 3 === 0 ? "neutral" : "favor"]],
        },
      ],
    }));
    await scoreAll(service.archive!.store, [
      {
        id: "one",
        date: "2024-01-05",
        title: "The strikes",
        said: [{ by: "Ali Bagheri", says: "the strikes must end", about: [["Israel", "against"]] }],
      },
      {
        id: "vague",
        date: "2024",
        said: [{ by: "Ali Bagheri", says: "peace is near", about: [["peace", "favor"]] }],
      },
      { id: "two", said: [{ by: "Ali Bagheri", says: "we hail the talks", about: [["talks", "favor"]] }] },
      ...talks,
    ] as Parameters<typeof scoreAll>[1]);
    browser = await startBrowser();
    page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    await page.goto(service.url);
  });
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const search = async (fields: Record<string, string>) => {
    await page.evaluate(() => (document.querySelector("#search") as HTMLFormElement).reset());
    const form = page.getByRole("form", { name: "Search the archive" });
    for (const [label, value] of Object.entries(fields)) {
      if (label === "Stance") await form.getByLabel(label).selectOption(value);
      else await form.getByLabel(label, { exact: true }).fill(value);
    }
    await page.evaluate(() => {
      document.getElementById("found")!.textContent = "";
    });
    await form.getByRole("button", { name: "Search" }).click();
    await page.waitForFunction(
      () => !/^(Searching .*)?$/.test(document.getElementById("found")!.textContent!),
    );
  };
  const hits = () => page.locator("#hits blockquote").allTextContents();

  test("shows the archive when the key allows it, and not before", async () => {
    await page.waitForLoadState("networkidle");
    expect(await page.isVisible("#archive")).toBe(false);
    await page.fill("#text", "“I back it,” said Hakan Fidan.");
    await page.click("#classify");
    await page.waitForSelector("#status.problem");
    expect(await page.textContent("#status")).toContain("enter one above");
    await page.click(".key summary");
    await page.fill("#key", key);
    await page.keyboard.press("Tab");
    await page.waitForSelector("#archive:visible");
  });

  test.each([
    [{ Speaker: "bagheri", Target: "Israel" }, ["the strikes must end"]],
    [{ Words: "hail" }, ["we hail the talks"]],
    [{ Stance: "for", Speaker: "Ali Bagheri" }, ["peace is near", "we hail the talks"]],
    [{ From: "2024-01-01", To: "2024-01-31" }, ["the strikes must end"]],
    [{ Speaker: "Nobody Known" }, []],
  ])("finds by %j", async (fields, found) => {
    await search(fields as unknown as Record<string, string>);
    expect(await hits()).toEqual(found);
    // The words of an article are told in its language.
    expect(await page.locator('#hits blockquote[lang="en"][dir="auto"]').count()).toBe(found.length);
  });

  test("shows more on demand, and how a name was understood", async () => {
    await search({ Speaker: "fidan" });
    expect(await page.textContent("#found")).toContain("“fidan” read as Hakan Fidan");
    expect(await hits()).toHaveLength(25);
    await page.click("#more");
    await page.waitForFunction(() => document.querySelectorAll("#hits > li").length === 30);
    expect(await page.isVisible("#more")).toBe(false);
  });

  test("shows each page once where more is asked for twice, and where the answer is late", async () => {
    await search({ Speaker: "fidan" });
    await page.route("**/v1/statements?*cursor=*", async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      await route.continue();
    });
    await page.dblclick("#more");
    await page.waitForFunction(() => document.querySelectorAll("#hits > li").length >= 30);
    await page.waitForTimeout(500);
    expect(await page.locator("#hits > li").count()).toBe(30);
    await page.unroute("**/v1/statements?*cursor=*");
    // The button is gone: the keyboard goes on from what came.
    expect(await page.evaluate(() => document.activeElement?.matches("#hits > li:nth-child(26)"))).toBe(true);
  });

  test("says it where more is refused, and takes another try", async () => {
    await search({ Speaker: "fidan" });
    await page.route("**/v1/statements?*cursor=*", (route) => route.abort(), { times: 1 });
    await page.click("#more");
    await page.waitForFunction(() => /does not answer/.test(document.getElementById("found")!.textContent!));
    await page.click("#more");
    await page.waitForFunction(() => document.querySelectorAll("#hits > li").length === 30);
  });

  test("shows the last of two searches only, whichever is answered last", async () => {
    await search({});
    let answerFirst = () => {};
    const wait = new Promise<void>((resolve) => {
      answerFirst = resolve;
    });
    await page.route("**/v1/statements?*Hakan*", async (route) => {
      await wait;
      // The page may have given it up.
      await route.continue().catch(() => {});
    });
    const form = page.getByRole("form", { name: "Search the archive" });
    for (const name of ["Hakan Fidan", "Ali Bagheri"]) {
      await form.getByLabel("Speaker").fill(name);
      await form.getByRole("button", { name: "Search" }).click();
    }
    await page.locator("#speaker-page h3", { hasText: "Ali Bagheri" }).waitFor();
    answerFirst();
    await page.waitForTimeout(500);
    await page.unroute("**/v1/statements?*Hakan*");
    expect(await hits()).toEqual(["the strikes must end", "peace is near", "we hail the talks"]);
    expect(await page.textContent("#speaker-page h3")).toBe("Ali Bagheri");
  });

  test("has an address for each speaker, which can be opened elsewhere and gone back to", async () => {
    await search({ Words: "hail" });
    await page.locator("#hits").getByRole("link", { name: "Ali Bagheri" }).click();
    await page.locator("#speaker-page").getByRole("link", { name: "All of this speaker" }).click();
    await page.waitForFunction(() => document.querySelectorAll("#hits > li").length === 3);
    expect(new URL(page.url()).hash).toBe("#speaker=Ali+Bagheri");
    expect(await page.title()).toMatch(/^Ali Bagheri · /);
    const about = page.locator("#speaker-page");
    await about.locator("table").waitFor();
    expect(await about.locator("p").first().textContent()).toBe(
      "3 statements in the archive, from 2024 to 2024-01-05.",
    );
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("search-title");
    await page.goBack();
    await page.goBack();
    await page.waitForFunction(() => document.querySelectorAll("#hits > li").length === 1);
    expect(
      await page.getByRole("form", { name: "Search the archive" }).getByLabel("Words").inputValue(),
    ).toBe("hail");
    await page.goForward();
    await page.goForward();
    await page.waitForFunction(() => document.querySelectorAll("#hits > li").length === 3);

    const other = await browser.newPage();
    await other.goto(page.url());
    await other.waitForSelector("#status.problem");
    expect(await other.textContent("#status")).toMatch(
      /^The link leads into the archive\. An API key is needed/,
    );
    await other.click(".key summary");
    await other.fill("#key", key);
    await other.keyboard.press("Tab");
    await other.locator("#speaker-page h3", { hasText: "Ali Bagheri" }).waitFor();
    await other.close();
  });

  test("names a speaker as the archive does, with the names that were joined to it", async () => {
    await service.archive!.store.decideAlias({ name: "talks", canonical: "Ali Bagheri", same: true });
    await search({ Speaker: "bagheri" });
    await page.locator("#speaker-page", { hasText: "Also known as talks." }).waitFor();
    await service.archive!.store.withdrawAlias("talks");
  });

  test("plots months, and says that a year alone is in the table only", async () => {
    await search({ Speaker: "Ali Bagheri" });
    await page.locator("#over-time figure").waitFor();
    expect(await page.locator("#over-time rect.over title").allTextContents()).toEqual([
      "2024-01: against 1",
    ]);
    expect(await page.textContent("#over-time")).toContain("Articles without a month are in the table only.");
  });

  test("is searched by keys alone, and the keyboard is not lost when what it was on goes", async () => {
    await search({});
    await page.getByRole("form", { name: "Search the archive" }).getByLabel("Speaker").focus();
    await page.keyboard.type("Ali Bagheri");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelectorAll("#hits > li").length === 3);
    await page.locator("#speaker-page table").waitFor();
    const onIsrael = () => document.activeElement?.matches('#hits a[href*="target=Israel"]');
    for (let i = 0; i < 40 && !(await page.evaluate(onIsrael)); i++) await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelectorAll("#hits > li").length === 1);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("search-title");
    for (let i = 0; i < 20; i++) await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.closest("#archive") !== null)).toBe(true);
  });

  test("does not send a key that no header can hold, and says so", async () => {
    const other = await browser.newPage();
    await other.goto(service.url);
    await other.click(".key summary");
    await other.fill("#key", "ключ");
    await other.fill("#text", "Anything.");
    await other.click("#classify");
    await other.waitForSelector("#status.problem");
    expect(await other.textContent("#status")).toBe("The API key above holds characters that no key has.");
    await other.close();
  });

  test("shows a speaker's targets, and how the stance on one moved, in a plot and a table", async () => {
    await search({ Speaker: "Hakan Fidan" });
    await page.locator("#speaker-page").getByRole("link", { name: "talks" }).click();
    await page.waitForFunction(() =>
      /Hakan Fidan on talks/.test(document.getElementById("over-time")!.textContent!),
    );
    const plot = page.getByRole("img", { name: /^Stances by month from 2023-01 to 2023-11/ });
    expect(await plot.locator("rect.favor.over title").first().textContent()).toMatch(/^2023-\d\d: for \d$/);
    const series = await (
      await fetch(`${service.url}/v1/stances?speaker=Hakan%20Fidan&target=talks`, {
        headers: { authorization: `Bearer ${key}` },
      })
    ).json();
    await page.click("#over-time summary");
    const rows = await page
      .locator("#over-time tbody tr")
      .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));
    expect(rows).toEqual(
      series.periods.map((one: any) => [one.period, ...[one.favor, one.against, one.neutral].map(String)]),
    );
  });

  test("takes an archive, and shows how far it is", async () => {
    const rows = ["a", "b", "c"].map((id) =>
      JSON.stringify({ id, text: `“I back plan ${id},” said Anna Holm.` }),
    );
    await page.setInputFiles("#archive-file", {
      name: "news.jsonl",
      mimeType: "application/jsonl",
      buffer: Buffer.from(rows.join("\n")),
    });
    const job = page.locator("#jobs > li", { hasText: "news.jsonl" });
    await job.getByText("finished: 3 of 3 documents").waitFor({ timeout: 60_000 });
    expect(await job.getByRole("progressbar").evaluate((bar: HTMLProgressElement) => bar.position)).toBe(1);
    await search({ Words: '"back plan b"' });
    expect(await hits()).toEqual(["“I back plan b,”"]);
  });

  test.each([360, 1400])("has no fault that axe finds, in light and dark, at %i pixels", async (width) => {
    await page.setViewportSize({ width, height: 900 });
    await search({ Speaker: "Hakan Fidan" });
    await page.locator("#speaker-page table").waitFor();
    await page.locator("#over-time figure").waitFor();
    for (const theme of ["light", "dark"]) {
      await useTheme(page, theme);
      expect(await faultsOf(page)).toEqual([]);
      await picture(page, `archive-${theme}-${width}`);
    }
    expect(await wider(page)).toBeLessThanOrEqual(0);
  });
});
