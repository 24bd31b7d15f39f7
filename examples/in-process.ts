/** The classifier in a program of one's own, without a service. */
import { createClassifier } from "statement-stance";

const classifier = await createClassifier();
try {
  const { statements } = await classifier.classify({
    text: "“We will not accept this plan,” Mayor Lena Holm said. She praised the harbour workers.",
  });
  for (const { speaker, kind, content, targets } of statements) {
    console.log(
      speaker?.name ?? "nobody",
      kind,
      content.text,
      targets.map(({ name, stance }) => [name, stance]),
    );
  }
} finally {
  await classifier.close();
}
