import type { ErrorPlace } from "../errors/index.js";
import type { Article } from "./html.js";

/**
 * The article of a web page. The libraries for it are loaded with the first page, as most texts are none.
 * @throws no-article
 */
export async function readArticle(page: string, place?: ErrorPlace): Promise<Article> {
  const html = await import("./html.js");
  return html.readArticle(page, place);
}
