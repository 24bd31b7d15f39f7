import type { Statement } from "../schemas/index.js";
import { element } from "./elements.js";

/** Gives the person a file. */
export function saveFile(name: string, type: string, content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  element("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

const HEAD = ["id", "kind", "speaker", "speaker_type", "stance", "target", "content", "confidence"];

/** One row a statement and target, as RFC 4180 has it. A cell that a spreadsheet would compute is made text. */
export function asCsv(statements: readonly Statement[]): string {
  const cell = (value: string | number): string => {
    const text = String(value).replace(/^[=+\-@\t\r]/, "'$&");
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const rows = statements.flatMap(({ id, kind, speaker, targets, content, confidence }) =>
    targets.map(({ name, stance }) => [
      id,
      kind,
      speaker?.name ?? "",
      speaker?.type ?? "",
      stance,
      name,
      content.text,
      confidence,
    ]),
  );
  return [HEAD, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}
