import { StatementStanceError } from "../errors/index.js";
import { openThreads } from "../threads/index.js";
import type { ArticleAnswer } from "./article-worker.js";
import type { Article } from "./html.js";

/** Takes articles out of pages beside the main thread, which a large or hostile page would hold up for seconds. */
export interface ArticleReader {
  /** @throws no-article; client-closed when the signal aborts */
  read(html: string, signal: AbortSignal): Promise<Article>;
  close(): Promise<void>;
}

export function createArticleReader(): ArticleReader {
  const threads = openThreads<string, ArticleAnswer>({
    module: new URL("./article-worker.js", import.meta.url),
    most: 2,
    megabytes: 512,
    tooLarge: ["no-article", "the page is too large to be an article"],
  });
  return {
    async read(html, signal) {
      const answer = await threads.run(html, signal);
      if ("refused" in answer) throw new StatementStanceError("no-article", answer.refused);
      return answer.article;
    },
    close: () => threads.close(),
  };
}
