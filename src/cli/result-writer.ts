import {
  csvHeader,
  csvRows,
  formatOfName,
  type InputFormat,
  jsonDocument,
  jsonRow,
  type ReadDocument,
} from "../formats/index.js";
import { prettyDocument } from "../formats/pretty/index.js";
import type { DocumentResult } from "../schemas/index.js";
import type { Output } from "./output.js";

export const RESULT_FORMATS = ["pretty", "json", "jsonl", "csv"] as const;
export type ResultFormat = (typeof RESULT_FORMATS)[number];

/** Writes results one by one, as they come. */
export interface ResultWriter {
  write(read: ReadDocument, result: DocumentResult): Promise<void>;
  /** `alone`: all of the input was one document. */
  end(alone: boolean): Promise<void>;
}

/** What the output file's name says; else rows in give rows out, and everything else is for a person's eyes. */
export function usualFormat(
  inputs: readonly (InputFormat | undefined)[],
  output: string | undefined,
): ResultFormat {
  const named = output === undefined ? undefined : formatOfName(output);
  if (named === "json" || named === "jsonl" || named === "csv") return named;
  const rows = (["jsonl", "csv"] as const).find((format) => inputs.every((input) => input === format));
  return rows ?? "pretty";
}

/** `several`: more than one input was named, so that JSON is a list whatever can be read of them. */
export function resultWriter(
  format: ResultFormat,
  flags: { readonly color: boolean },
  several: boolean,
  output: Output,
): ResultWriter {
  const none = async () => {};
  switch (format) {
    case "json":
      return jsonWriter(output, several);
    case "csv":
      return csvWriter(output);
    case "jsonl":
      return {
        write: (read, result) => output.write(`${JSON.stringify(jsonRow(read, result))}\n`),
        end: none,
      };
    case "pretty": {
      const options = { colors: usesColors(flags.color, output), width: output.columns };
      let before = "";
      return {
        write: async (read, result) => {
          await output.write(before + prettyDocument(result, { ...options, name: read.file }));
          before = "\n";
        },
        end: none,
      };
    }
  }
}

/** One document that is all of the input is an object; everything else is a list, written as it comes. */
function jsonWriter(output: Output, several: boolean): ResultWriter {
  let list = several;
  let before = '{"documents": [\n';
  return {
    async write(read, result) {
      const text = JSON.stringify(jsonDocument(read, result), null, 2);
      list ||= !read.alone;
      if (!list) return output.write(`${text}\n`);
      await output.write(before + text);
      before = ",\n";
    },
    async end(alone) {
      if (list || !alone) await output.write(before === ",\n" ? "\n]}\n" : '{"documents": []}\n');
    },
  };
}

function csvWriter(output: Output): ResultWriter {
  let header = csvHeader();
  return {
    async write(_read, result) {
      await output.write(header + csvRows(result));
      header = "";
    },
    end: () => output.write(header),
  };
}

/** https://no-color.org: colours for a terminal, unless somebody says no; FORCE_COLOR says yes. */
function usesColors(flag: boolean, output: Output): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (!flag || NO_COLOR) return false;
  if (FORCE_COLOR && FORCE_COLOR !== "0") return true;
  return output.isTerminal && TERM !== "dumb";
}
