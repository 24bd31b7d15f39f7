import type { ErrorPlace, StatementStanceError } from "../errors/index.js";
import type { LabelledDocument } from "../schemas/index.js";

export const LABEL_FORMATS = ["gold", "classify", "label-studio", "brat", "csv"] as const;
/** gold: our JSON lines; classify: what `classify` writes, which is only read. */
export type LabelFormat = (typeof LABEL_FORMATS)[number];

/** A file of labels in memory; of brat, all files of its folder. */
export interface LabelInput {
  readonly name: string;
  readonly files: ReadonlyMap<string, string>;
}

export interface ReadOptions {
  readonly format?: LabelFormat | undefined;
  /** Texts of documents by their ids, for formats that have offsets only. */
  readonly texts?: ReadonlyMap<string, string> | undefined;
  /** Of a Label Studio task that has both. */
  readonly prefer?: "annotations" | "predictions" | undefined;
}

export type Place = Pick<ErrorPlace, "file" | "line" | "document">;

/** A document, where it stands in its file, and who labelled it where the file says. */
export interface PlacedDocument {
  readonly document: LabelledDocument;
  readonly place: Place;
}

/** What was read, and all that could not be read: each fault names its file, line, document and statement. */
export interface ReadLabels {
  readonly format: LabelFormat;
  readonly documents: readonly PlacedDocument[];
  readonly faults: readonly StatementStanceError[];
  /** Each annotator's documents, where the file holds the labels of several. */
  readonly annotators: ReadonlyMap<string, readonly LabelledDocument[]>;
}

/** A reader of one format adds to these as it goes. */
export interface Reading {
  readonly documents: PlacedDocument[];
  readonly faults: StatementStanceError[];
  readonly annotators: Map<string, LabelledDocument[]>;
}

export function newReading(): Reading {
  return { documents: [], faults: [], annotators: new Map() };
}
