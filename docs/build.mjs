/** Writes the pages of docs/ that are made from the code: `npm run docs`. A test compares them with what is committed. */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describeSettings, VERSION } from "../dist/config/index.js";
import { CATALOGUE } from "../dist/errors/index.js";
import { openApiDocument } from "../dist/http/index.js";

const ERRORS = `# Errors

Made from the catalogue by \`npm run docs\`; do not edit.

Every error carries a code that stays the same. Over HTTP it comes as problem details (RFC 9457) with the status below; on the command line it is one line on standard error, with the exit code below (after sysexits.h).

| code | meaning | HTTP status | exit code |
| --- | --- | --- | --- |
`;

/** The generated pages: file name in docs/ to content. */
export function pages() {
  const errors = Object.entries(CATALOGUE).map(
    ([code, { title, status, exit }]) => `| \`${code}\` | ${title} | ${status} | ${exit} |\n`,
  );
  return {
    "configuration.md": describeSettings(),
    "errors.md": ERRORS + errors.join(""),
    "openapi.json": `${JSON.stringify(openApiDocument(VERSION), null, 2)}\n`,
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, content] of Object.entries(pages())) {
    writeFileSync(new URL(name, import.meta.url), content);
  }
}
