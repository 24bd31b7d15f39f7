import { Piscina } from "piscina";
import { StatementStanceError } from "../errors/index.js";
import type { ArticleAnswer } from "./article-worker.js";
import type { Article } from "./html.js";

/** Takes articles out of pages beside the main thread, which a large or hostile page would hold up for seconds. */
export interface ArticleReader {
  /** @throws no-article; client-closed when the signal aborts */
  read(html: string, signal: AbortSignal): Promise<Article>;
  close(): Promise<void>;
}

const THREADS = 2;
const IDLE_MS = 60_000;
const MEGABYTES = 512;

/** Threads are started when the first page comes, and ended when none has come for a minute. */
export function createArticleReader(): ArticleReader {
  const pool = new Piscina<string, ArticleAnswer>({
    filename: new URL("./article-worker.js", import.meta.url).href,
    minThreads: 0,
    maxThreads: THREADS,
    idleTimeout: IDLE_MS,
    resourceLimits: { maxOldGenerationSizeMb: MEGABYTES },
  });
  return {
    async read(html, signal) {
      const answer = await pool.run(html, { signal }).catch((cause: unknown) => {
        if (signal.aborted)
          throw new StatementStanceError("client-closed", "the work was given up", { cause });
        if ((cause as NodeJS.ErrnoException).code !== "ERR_WORKER_OUT_OF_MEMORY") throw cause;
        throw new StatementStanceError("no-article", "the page is too large to be an article", { cause });
      });
      if ("refused" in answer) throw new StatementStanceError("no-article", answer.refused);
      return answer.article;
    },
    close: () => pool.destroy(),
  };
}
