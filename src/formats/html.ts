import { Readability } from "@mozilla/readability";
import { convert, type HtmlToTextOptions } from "html-to-text";
import { parseHTML } from "linkedom";
import { type ErrorPlace, StatementStanceError } from "../errors/index.js";

/** linkedom's document does all that Readability asks of a browser's, but has no such type. */
type ReadabilityDocument = ConstructorParameters<typeof Readability>[0];

/** What is needed of an element to walk over a page. */
interface PageElement {
  readonly firstElementChild: PageElement | null;
  readonly nextElementSibling: PageElement | null;
  readonly parentElement: PageElement | null;
}

/** An article taken out of a page: the text has one blank line between paragraphs. */
export interface Article {
  readonly title?: string;
  readonly text: string;
  /** As the page's metadata give it. */
  readonly date?: string;
}

/** The time that Readability takes grows faster than depth and size; no page that people read is near these. */
const MOST_DEPTH = 256;
const MOST_ELEMENTS = 100_000;
const LONGEST_TITLE = 2000;
const LONGEST_DATE = 100;

/** Blocks with their own words only: no marks for lists and quotations, no addresses of links. */
const block = (lines: number, ...selectors: string[]) =>
  selectors.map((selector) => ({
    selector,
    format: "block",
    options: { leadingLineBreaks: lines, trailingLineBreaks: lines },
  }));
const PLAIN: HtmlToTextOptions = {
  wordwrap: false,
  selectors: [
    { selector: "a", format: "inline" },
    { selector: "img", format: "skip" },
    { selector: "hr", format: "skip" },
    ...block(2, "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "table", "pre", "figure"),
    ...block(1, "li", "tr", "dt", "dd"),
  ],
};

/**
 * The article of an HTML page, without navigation and advertisements.
 * @throws no-article when the page holds none, or is nested too deep to be one
 */
export function readArticle(html: string, place: ErrorPlace = {}): Article {
  const whole = /<html[\s>]/i.test(html) ? html : `<!doctype html><html><body>${html}</body></html>`;
  const { document } = parseHTML(whole);
  if (!document.documentElement) throw noArticle("the page holds no article text", place);
  refuseMonster(document.documentElement, place);
  const pageTitle = document.title;
  const found = new Readability(document as unknown as ReadabilityDocument, { charThreshold: 0 }).parse();
  const text = found?.content ? convert(found.content, PLAIN).trim() : "";
  if (!text) throw noArticle("the page holds no article text", place);
  const title = (found?.title || pageTitle).trim().slice(0, LONGEST_TITLE);
  const date = found?.publishedTime;
  return {
    ...(title && { title }),
    text,
    ...(date && date.length <= LONGEST_DATE && { date }),
  };
}

function noArticle(why: string, place: ErrorPlace): StatementStanceError {
  return new StatementStanceError("no-article", why, place);
}

/** Walks without recursion, as the page may be nested deeper than the stack. */
function refuseMonster(root: PageElement, place: ErrorPlace): void {
  let depth = 1;
  let count = 0;
  let element: PageElement | null = root;
  while (element) {
    if (depth > MOST_DEPTH) throw noArticle(`the page nests elements deeper than ${MOST_DEPTH}`, place);
    if (++count > MOST_ELEMENTS) throw noArticle(`the page has more than ${MOST_ELEMENTS} elements`, place);
    if (element.firstElementChild) {
      element = element.firstElementChild;
      depth++;
      continue;
    }
    while (element && element !== root && !element.nextElementSibling) {
      element = element.parentElement;
      depth--;
    }
    element = element === root ? null : (element?.nextElementSibling ?? null);
  }
}
