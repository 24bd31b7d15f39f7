import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import type { Browser, Page } from "playwright-core";
import { describeInChromium, faultsOf, picture, startBrowser } from "./browser.ts";
import { madeResult } from "./made.ts";
import { type PageService, startPageService } from "./page-service.ts";

const folder = mkdtempSync(join(tmpdir(), "web-jobs-"));

describeInChromium("jobs on the web page", () => {
  let service: PageService;
  let browser: Browser;
  let page: Page;
  /** Documents that the model has in hand, until the test lets them go. */
  const held: (() => void)[] = [];
  let holding = true;

  beforeAll(async () => {
    service = await startPageService({
      store: join(folder, "archive.sqlite"),
      uploads: folder,
      async classify({ text }) {
        if (holding) await new Promise<void>((resolve) => held.push(resolve));
        return madeResult(text, [{ content: "back it", speaker: "Anna Holm", about: [["it", "favor"]] }]);
      },
    });
    browser = await startBrowser();
  });
  beforeEach(async () => {
    holding = true;
    await page?.close();
    page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    await page.goto(service.url);
    await page.waitForSelector("#archive:visible");
  });
  afterAll(async () => {
    letGo();
    await browser?.close();
    await service?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const letGo = () => {
    holding = false;
    for (const go of held.splice(0)) go();
  };
  /** Lets one document go, when the model has one in hand. */
  const letOneGo = async () => {
    while (held.length === 0) await page.waitForTimeout(20);
    held.shift()!();
  };
  const job = (name: string) => page.locator("#jobs > li", { hasText: name });
  const upload = async (name: string, documents: number) => {
    const rows = Array.from({ length: documents }, (_, i) =>
      JSON.stringify({ id: `${name} ${i}`, text: `We back it, ${name} ${i}.` }),
    );
    const buffer = Buffer.from(rows.join("\n"));
    await page.setInputFiles("#archive-file", { name, mimeType: "application/jsonl", buffer });
    await job(name).waitFor();
  };

  test("show how far they are while they run, and that they are at their end", async () => {
    await upload("slow.jsonl", 4);
    const bar = job("slow.jsonl").getByRole("progressbar");
    for (const done of [1, 2, 3]) {
      await letOneGo();
      await job("slow.jsonl").getByText(`running: ${done} of 4 documents`).waitFor();
      expect(await bar.evaluate((one: HTMLProgressElement) => one.position)).toBe(done / 4);
    }
    await picture(page, "job-running-1400");
    expect(await faultsOf(page)).toEqual([]);
    letGo();
    await job("slow.jsonl").getByText("finished: 4 of 4 documents, 4 statements, 0 failed.").waitFor();
    expect(await page.textContent("#jobs-status")).toMatch(/^Job \d+ is finished\.$/);
  });

  test("are cancelled, also by keys, which are then not lost", async () => {
    await upload("long.jsonl", 50);
    await job("long.jsonl")
      .getByRole("button", { name: /^Cancel job/ })
      .press("Enter");
    await job("long.jsonl")
      .getByText(/^cancelled: /)
      .waitFor();
    expect(await page.textContent("#jobs-status")).toMatch(/^Job \d+ is cancelled\.$/);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain("long.jsonl");
    letGo();
  });

  test("say it where they are not cancelled", async () => {
    await upload("ended.jsonl", 1);
    await page.route("**/v1/jobs/*", (route) => route.abort());
    await job("ended.jsonl")
      .getByRole("button", { name: /^Cancel job/ })
      .click();
    await page.waitForFunction(() =>
      /is not cancelled/.test(document.getElementById("jobs-status")!.textContent!),
    );
    letGo();
  });

  test("say why they failed", async () => {
    await page.route("**/v1/jobs?filename=*", (route) =>
      route.continue({ url: `${route.request().url()}&maxErrors=0` }),
    );
    const buffer = Buffer.from("{broken\n{broken\n");
    await page.setInputFiles("#archive-file", { name: "bad.jsonl", mimeType: "application/jsonl", buffer });
    await job("bad.jsonl")
      .getByText(/^failed: /)
      .waitFor();
    const { problem } = await service.archive!.store.job(
      (await service.archive!.store.jobs({ limit: 1 }))[0]!.id,
    );
    expect(await job("bad.jsonl").textContent()).toContain(problem!.detail);
  });

  test("go on being shown after the service was away for a while, which is told", async () => {
    await upload("away.jsonl", 2);
    await page.route("**/v1/jobs?limit=*", (route) => route.abort());
    await page.waitForFunction(() =>
      /is not known/.test(document.getElementById("jobs-status")!.textContent!),
    );
    letGo();
    await page.unroute("**/v1/jobs?limit=*");
    await job("away.jsonl").getByText("finished: 2 of 2 documents").waitFor({ timeout: 20_000 });
    expect(await page.textContent("#jobs-status")).not.toContain("not known");
  });

  test("leave the page its connections, however many of them run", async () => {
    for (let i = 0; i < 8; i++) await upload(`many-${i}.jsonl`, 1);
    expect(await page.locator("#jobs > li", { hasText: "running: " }).count()).toBe(8);
    await page.reload();
    await page.locator("#jobs > li").nth(7).waitFor();
    await page.getByRole("form", { name: "Search the archive" }).getByLabel("Speaker").fill("Anna Holm");
    await page.getByRole("button", { name: "Search", exact: true }).click();
    await page.locator("#hits > li").first().waitFor({ timeout: 5000 });
    letGo();
    await page.locator("#jobs > li", { hasText: "finished: 1 of 1" }).nth(7).waitFor();
  });
});
