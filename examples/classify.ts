/** The service through its client: statements of two texts, and the stance on a target of one's own. */
import { ServiceProblem, StatementStance } from "statement-stance/client";

const service = new StatementStance({ baseUrl: process.env.STATEMENT_STANCE_URL ?? "http://localhost:3000" });
const texts = [
  "“We will not accept this plan,” Mayor Lena Holm said. She praised the harbour workers.",
  "The union's leader, Omar Diaz, welcomed the new contract.",
];

try {
  const results = await service.classifyMany(
    texts.map((text, index) => ({ id: `text ${index + 1}`, text, targets: [{ name: "harbour workers" }] })),
  );
  for (const { document, statements } of results) {
    for (const { speaker, targets, requested } of statements) {
      const about = targets.map(({ name, stance }) => `${stance} ${name}`).join(", ");
      const asked = requested?.map(({ name, stance }) => `${name}: ${stance ?? "not concerned"}`).join(", ");
      console.log(`${document.id}: ${speaker?.name ?? "nobody"} | ${about} | ${asked}`);
    }
  }
} catch (error) {
  if (!(error instanceof ServiceProblem)) throw error;
  console.error(`${error.problem.code}: ${error.problem.detail}`);
  process.exitCode = 1;
}
