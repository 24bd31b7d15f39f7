/**
 * Resident memory of a service and its processes while it answers 10,000 requests, eight at a time:
 * `node bench/memory.mjs`, or `node bench/memory.mjs 2000` for fewer. It ends with 1 where memory grows by more than 5%
 * from the end of the first fifth, by when every process has its working memory, to the end.
 */
import { readFileSync } from "node:fs";
import { startService } from "./contestants.mjs";

const CLIENTS = 8;
const MOST_GROWTH = 1.05;
const requests = Number(process.argv[2] ?? 10_000);
const texts = readFileSync(new URL("../datasets/authored/dev.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((row) => JSON.parse(row).text.slice(0, 300));
const fifth = Array.from({ length: Math.ceil(requests / 5) }, (_, i) => texts[i % texts.length]);
const service = await startService({ texts: fifth, tokens: 0 });
const megabytes = [];
for (let part = 1; part <= 5; part++) {
  await service.run(CLIENTS);
  megabytes.push(service.memory());
  console.log(`${part * fifth.length} requests: ${megabytes.at(-1).toFixed(0)} MB resident`);
}
service.stop();
const growth = megabytes.at(-1) / megabytes[0];
console.log(`grown to ${(100 * growth).toFixed(1)}% of what it was after the first fifth`);
process.exitCode = growth > MOST_GROWTH ? 1 : 0;
