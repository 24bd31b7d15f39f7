import { Readability } from "@mozilla/readability";
import { parseHTML } from "linkedom";
import { type ErrorPlace, StatementStanceError } from "../errors/index.js";

/** linkedom's document does all that Readability asks of a browser's, but has no such type. */
type ReadabilityDocument = ConstructorParameters<typeof Readability>[0];

/** An article taken out of a page: the text has one blank line between paragraphs. */
export interface Article {
  readonly title: string;
  readonly text: string;
}

const BLOCKS = "p, li, h1, h2, h3, h4, h5, h6, blockquote, pre, figcaption, dt, dd, td";

/**
 * The article of an HTML page, without navigation and advertisements.
 * @throws no-article when the page holds none
 */
export function readArticle(html: string, place: ErrorPlace = {}): Article {
  const { document } = parseHTML(
    html.includes("<html") ? html : `<!doctype html><html><body>${html}</body></html>`,
  );
  const title = document.title;
  const article = new Readability(document as unknown as ReadabilityDocument, { charThreshold: 0 }).parse();
  const text = article?.content ? blockTexts(article.content) : "";
  if (!text) throw new StatementStanceError("no-article", "the page holds no article text", place);
  return { title: article?.title ?? title, text };
}

/** The innermost blocks' texts; white space inside a block is one space. */
function blockTexts(content: string): string {
  const { document } = parseHTML(`<!doctype html><html><body>${content}</body></html>`);
  const blocks = [...document.querySelectorAll(BLOCKS)].filter((block) => !block.querySelector(BLOCKS));
  const parts = (blocks.length > 0 ? blocks : [document.body]).map((block) =>
    (block.textContent ?? "").replace(/\s+/g, " ").trim(),
  );
  return parts.filter(Boolean).join("\n\n");
}
