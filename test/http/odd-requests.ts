import fc, { type Arbitrary } from "fast-check";
import { openApiDocument } from "../../dist/http/index.js";

export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query";
  readonly required: boolean;
  readonly schema: Schema;
}
export interface Operation {
  readonly responses: Record<string, unknown>;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: Schema }> };
}
interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
}

const { paths, components } = openApiDocument("0") as {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
};

/** Every operation of the OpenAPI document. */
export const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
);

/** A cursor that we did not make. */
export const forged = (...position: unknown[]) => Buffer.from(JSON.stringify(position)).toString("base64url");

/** Values that have broken parsers and databases before. */
const ODD_TEXTS = [
  "\0",
  "a\0b",
  "\ud800",
  "1.5",
  "-1",
  "1e400",
  "9007199254740991",
  "99999999999999999999",
  "9999-99-99",
  "0000",
  '"',
  "' or 1=1 --",
  "%",
  "*",
  "Fidan",
  forged("date-desc", 1.5, 1.5),
  forged("date-desc", 2 ** 52, 1),
  forged("arrival-asc", 2 ** 52, 1),
  forged("confidence-desc", 1e308, 1),
  forged("statements", 0.5, -1),
  forged("statements", "a", null),
];
const oddText = fc.oneof(
  fc.constantFrom(...ODD_TEXTS),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ maxLength: 40 }),
);

/** Values of a schema, of which one in eight does not fit, at any depth. */
function someValue(schema: Schema, depth = 0): Arbitrary<unknown> {
  if (depth > 6) return fc.jsonValue();
  const fitting = fittingValue(schema, depth + 1);
  return fc.oneof({ weight: 7, arbitrary: fitting }, { weight: 1, arbitrary: fc.jsonValue() });
}

function fittingValue(schema: Schema, depth: number): Arbitrary<unknown> {
  const { $ref, type, oneOf, anyOf, properties = {}, items = {} } = schema;
  if ($ref) return fittingValue(components.schemas[$ref.split("/").at(-1)!]!, depth);
  if (oneOf ?? anyOf) return fc.oneof(...(oneOf ?? anyOf)!.map((one) => someValue(one, depth)));
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if ("const" in schema) return fc.constant(schema.const);
  if (type === "string") return oddText;
  if (type === "integer") return fc.integer();
  if (type === "number") return fc.double();
  if (type === "boolean") return fc.boolean();
  if (type === "null") return fc.constant(null);
  if (type === "array") return fc.array(someValue(items, depth), { maxLength: 4 });
  if (type !== "object") return fc.jsonValue();
  const named = Object.entries(properties).map(([name, one]) => [name, someValue(one, depth)]);
  if (named.length > 0) return fc.record(Object.fromEntries(named), { requiredKeys: [] });
  return fc.dictionary(oddText, fc.jsonValue(), { maxKeys: 4 });
}

const parameterValue = ({ schema }: Parameter): Arbitrary<string> =>
  fc.oneof(
    oddText,
    fittingValue(schema, 0).map((value) => String(value).slice(0, 200)),
    fc.integer({ min: 1, max: 5 }).map(String),
  );

/** Never one that leads to another address. */
const segment = (value: string) => encodeURIComponent(Buffer.from(value.replace(/^\.*$/, "0")).toString());

/** A request's address and its body, as far as the operation takes one. */
export interface OddRequest {
  readonly address: string;
  readonly headers: Record<string, string>;
  readonly body?: string | Uint8Array;
}

export function oddRequests(
  path: string,
  { parameters = [], requestBody }: Operation,
): Arbitrary<OddRequest> {
  const given = fc.record(Object.fromEntries(parameters.map((one) => [one.name, parameterValue(one)])), {
    requiredKeys: parameters.filter(({ required }) => required).map(({ name }) => name),
  });
  const addresses = (given as Arbitrary<Record<string, string>>).map((values) => {
    const query = new URLSearchParams();
    let address = path;
    for (const { name, in: where } of parameters) {
      const value = values[name];
      if (value === undefined) continue;
      if (where === "query") query.append(name, value);
      else address = address.replace(`{${name}}`, segment(value));
    }
    return query.size > 0 ? `${address}?${query}` : address;
  });
  const bodies = Object.entries(requestBody?.content ?? {}).map(([type, { schema }]) =>
    bodyOf(type, schema).map((body) => ({ headers: { "content-type": type }, body })),
  );
  const sent = bodies.length > 0 ? fc.oneof(...bodies) : fc.constant({ headers: {} });
  return fc.tuple(addresses, sent).map(([address, rest]) => ({ address, ...rest }));
}

function bodyOf(type: string, schema: Schema): Arbitrary<string | Uint8Array> {
  const bytes = fc.uint8Array({ maxLength: 200 });
  const rows = fc
    .array(someValue({ $ref: "#/components/schemas/DocumentInput" }), { maxLength: 3 })
    .map((values) => values.map((value) => JSON.stringify(value)).join("\n"));
  if (type === "application/json") return someValue(schema).map((value) => JSON.stringify(value));
  return type === "application/x-ndjson" ? fc.oneof(rows, bytes) : fc.oneof(oddText, bytes);
}
