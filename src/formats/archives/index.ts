/** Folders, files and packed archives of documents, read as streams. */
export { checkInputs, isReadable, walkInputs } from "./inputs.js";
export {
  type ArchiveDocument,
  type ArchiveFault,
  type ArchiveItem,
  type ArchiveOptions,
  type Columns,
  DEFAULT_ARCHIVE_OPTIONS,
  type IgnoredFile,
} from "./items.js";
export { type ReadingProgress, readArchives } from "./read-archives.js";
