/** A row of a table in Markdown. */
export function markdownRow(...cells: readonly (string | number)[]): string {
  return `| ${cells.join(" | ")} |`;
}
