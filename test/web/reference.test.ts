import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Browser } from "playwright-core";
import { describeInChromium, picture, startBrowser, watch } from "./browser.ts";
import { type PageService, startPageService } from "./page-service.ts";

describeInChromium("the HTTP reference, which the web page links to", () => {
  let service: PageService;
  let browser: Browser;
  beforeAll(async () => {
    service = await startPageService();
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
  });

  test("shows all operations, asks no other host, and breaks no rule of its own", async () => {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    const seen = watch(page);
    await page.goto(service.url);
    await page.getByRole("link", { name: "HTTP reference" }).click();
    await page.locator(".opblock").first().waitFor();
    const { paths } = await (await fetch(`${service.url}/openapi.json`)).json();
    const operations = Object.values<object>(paths).flatMap((path) => Object.keys(path));
    expect(await page.locator(".opblock").count()).toBe(operations.length);
    await page.locator(".opblock-summary-control", { hasText: "/v1/classify" }).click();
    await page.locator(".opblock-body").waitFor();
    await picture(page, "reference-1400");
    expect([...seen.hosts]).toEqual([new URL(service.url).host]);
    expect(seen.complaints).toEqual([]);
  });
});
