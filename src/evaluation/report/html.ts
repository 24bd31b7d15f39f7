const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text made safe to stand in HTML, in an attribute too. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ESCAPES[sign]!);
}

/** A table; cells of numbers stand to the right. The cells are HTML. */
export function tableOf(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cell = (value: string | number) =>
    typeof value === "number" ? `<td class="number">${value}</td>` : `<td>${value}</td>`;
  const body = rows.map(
    ([first = "", ...others]) => `<tr><th scope="row">${first}</th>${others.map(cell).join("")}</tr>`,
  );
  const heads = head.map((name) => `<th scope="col">${name}</th>`);
  return `<div class="wide"><table><thead><tr>${heads.join("")}</tr></thead><tbody>${body.join("\n")}</tbody></table></div>`;
}

/** A chart with a name for those who do not see it. */
export function figureOf(svg: string, caption: string): string {
  return `<figure><figcaption>${caption}</figcaption><div role="img" aria-label="${caption.replace(/<[^>]+>/g, "")}">${svg}</div></figure>`;
}
