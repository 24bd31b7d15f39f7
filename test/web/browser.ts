import { existsSync, mkdirSync, readFileSync } from "node:fs";
import axe from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";
import { describeUnlessMissing } from "../missing.ts";

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  existsSync,
);
/** Where pictures are put for a person to look at. */
const PICTURES = process.env.PICTURES;
export const SAMPLE = "bagheri-fidan.txt";

/** Tests that need a browser. */
export const describeInChromium = describeUnlessMissing(CHROMIUM ? [] : ["Chromium"]);

export const startBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: CHROMIUM!, args: ["--no-sandbox"] });

/** What went wrong on a page, and whom it asked. */
export interface Watch {
  readonly hosts: Set<string>;
  readonly complaints: string[];
}

/** Complaints are what the browser says of a page, its broken security policies among them. */
export function watch(page: Page): Watch {
  const hosts = new Set<string>();
  const complaints: string[] = [];
  page.on("request", (request) => hosts.add(new URL(request.url()).host));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    const refused = message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !refused) complaints.push(message.text());
  });
  return { hosts, complaints };
}

/** Faults of WCAG 2.2 A and AA that axe finds, each with its elements. */
export async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (window as any).axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }),
  );
  return violations.map(({ id, nodes }: any) => `${id}: ${nodes.map(({ target }: any) => target).join(" ")}`);
}

/** What a button gives to be kept. */
export async function download(page: Page, button: string): Promise<string> {
  const [file] = await Promise.all([page.waitForEvent("download"), page.click(button)]);
  return readFileSync((await file.path())!, "utf8");
}

export async function picture(page: Page, name: string): Promise<void> {
  if (!PICTURES) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });
}

export const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLElement;
    return {
      id: element.id,
      statement: element.dataset.statement,
      label: element.getAttribute("aria-label") ?? "",
    };
  });

export const wider = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Sets the theme by its switch. */
export async function useTheme(page: Page, theme: string): Promise<void> {
  if ((await page.getAttribute("#theme", "aria-pressed")) !== String(theme === "dark"))
    await page.click("#theme");
  await page.mouse.move(0, 0);
}
