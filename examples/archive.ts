/**
 * An archive through the service: its documents are scored as a job, and questions are asked of what is stored. The
 * service must have a store: `statement-stance serve --store archive.sqlite`.
 */
import { ServiceProblem, StatementStance } from "statement-stance/client";

const service = new StatementStance({ baseUrl: process.env.STATEMENT_STANCE_URL ?? "http://localhost:3000" });

/** Documents as they come from a database or a feed; none is held in memory. */
async function* documents() {
  yield { id: "a1", date: "2024-05-30", text: "“We will not accept this plan,” Mayor Lena Holm said." };
  yield {
    id: "a2",
    date: "2024-06-02",
    text: "Lena Holm praised the harbour workers. “The plan is dead,” she said.",
  };
}

try {
  // A file: submit(await openAsBlob("2024.tar.gz"), { filename: "2024.tar.gz" }), with openAsBlob of node:fs.
  const { id } = await service.jobs.submitDocuments(documents());
  for await (const { state, counts } of service.jobs.follow(id)) {
    console.error(`job ${id} ${state}: ${counts.scored} of ${counts.accepted} documents`);
  }
  for await (const { document, code, detail } of service.jobs.errors(id)) {
    console.error(`${document}: ${detail} [${code}]`);
  }
  for await (const { document, speaker, content, targets } of service.archive.statements({
    speaker: "holm",
  })) {
    const about = targets.map(({ name, stance }) => `${stance} ${name}`).join(", ");
    console.log(`${document.date} ${speaker?.name} | ${about} | ${content.text}`);
  }
} catch (error) {
  if (!(error instanceof ServiceProblem)) throw error;
  console.error(`${error.problem.code}: ${error.problem.detail}`);
  process.exitCode = 1;
}
