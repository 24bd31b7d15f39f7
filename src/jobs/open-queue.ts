import { StatementStanceError } from "../errors/index.js";
import type { Store } from "../store/index.js";
import { openBullQueue } from "./bull-queue.js";
import { createEmbeddedQueue } from "./embedded-queue.js";
import type { OnWait } from "./patience.js";
import { DEFAULT_QUEUE_OPTIONS, type JobQueue, type QueueOptions } from "./queue.js";

/**
 * The queue inside the store, or the one in Redis by its `redis://` URL.
 * @throws queue-unavailable, invalid-option
 */
export async function openQueue(
  store: Store,
  url: string | undefined,
  { onWait, ...options }: Partial<QueueOptions> & { onWait?: OnWait } = {},
): Promise<JobQueue> {
  const chosen = { ...DEFAULT_QUEUE_OPTIONS, ...options };
  if (!url) return createEmbeddedQueue(store, chosen, onWait);
  if (/^rediss?:\/\//.test(url)) return openBullQueue(url, store, chosen, onWait);
  throw new StatementStanceError("invalid-option", `queue: '${url}' is no redis:// URL`);
}
