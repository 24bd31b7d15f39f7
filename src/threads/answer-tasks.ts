import { StatementStanceError } from "../errors/index.js";
import type { Reply } from "./reply.js";

/** In a process that `openProcesses` started: answers each task, until the one who started it is gone. */
export function answerTasks<Task, Answer>(answer: (task: Task) => Promise<Answer>): void {
  // An interrupt reaches the whole group of processes; this one ends when the one that started it closes it or is gone.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => {});
  process.on("disconnect", () => process.exit());
  process.on("message", async (task: Task) => {
    process.send?.(await replyTo(task, answer));
  });
}

async function replyTo<Task, Answer>(
  task: Task,
  answer: (task: Task) => Promise<Answer>,
): Promise<Reply<Answer>> {
  try {
    return { answer: await answer(task) };
  } catch (error) {
    if (!(error instanceof StatementStanceError)) return { failure: String(error) };
    return { refused: { code: error.code, message: error.message, place: error.place } };
  }
}
