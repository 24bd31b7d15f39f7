/** What can be searched for, in the order of the form. */
export const FIELDS = ["speaker", "target", "stance", "text", "from", "to"] as const;
export type Field = (typeof FIELDS)[number];

/** A search: its fields that are filled in. */
export type Asked = { readonly [field in Field]?: string };

/** A search without a condition; it is also the form's place on the page. */
const ALL = "#search";

/** The address of a search within the page, which can be linked and gone back to. It is not sent to the service. */
export function addressOf(asked: Asked): string {
  const filled = FIELDS.flatMap((field) => (asked[field] ? [[field, asked[field]]] : []));
  return filled.length > 0 ? `#${new URLSearchParams(filled)}` : ALL;
}

/** Out: undefined where the address is that of no search. */
export function askedBy(hash: string): Asked | undefined {
  if (hash === ALL) return {};
  const given = new URLSearchParams(hash.slice(1));
  const filled = FIELDS.flatMap((field) => {
    const value = given.get(field)?.trim();
    return value ? [[field, value]] : [];
  });
  return filled.length > 0 ? Object.fromEntries(filled) : undefined;
}
