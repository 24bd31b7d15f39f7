import { StatementStanceError } from "../../errors/index.js";
import { type ArchiveFault, archiveFault } from "./items.js";

/** A name in an archive that would lead out of the folder it is unpacked in. Nothing is unpacked, but nothing is trusted. */
export function unsafePath(archive: string, name: string): ArchiveFault | undefined {
  const parts = name.split(/[/\\]/);
  if (!parts.includes("..") && !/^([/\\]|[A-Za-z]:)/.test(name)) return undefined;
  const error = new StatementStanceError(
    "archive-unsafe-path",
    `the entry '${name}' leads out of the archive`,
  );
  return archiveFault(error, { file: `${archive}/${name}`, line: null });
}
