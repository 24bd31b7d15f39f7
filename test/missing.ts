import { execFileSync } from "node:child_process";
import { accessSync, constants, mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { describe, test } from "@jest/globals";

/**
 * All tests pass on a machine that has Node and nothing else. What needs more is given here a list of what is missing:
 * where it is not empty, its tests are skipped, and a line on standard error says why.
 */
export const describeUnlessMissing = (missing: readonly string[]) =>
  unlessMissing(missing, describe, describe.skip);

/** As `describeUnlessMissing`, for a single test. */
export const testUnlessMissing = (missing: readonly string[]) => unlessMissing(missing, test, test.skip);

function unlessMissing<Rest extends unknown[]>(
  missing: readonly string[],
  run: (name: string, ...rest: Rest) => void,
  skip: (name: string, ...rest: Rest) => void,
): (name: string, ...rest: Rest) => void {
  if (missing.length === 0) return run;
  return (name, ...rest) => {
    process.stderr.write(`${missing.join(" and ")} missing: skipped "${name}"\n`);
    skip(name, ...rest);
  };
}

/** Those of these programs that are not installed. */
export function missingPrograms(...names: readonly string[]): string[] {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return names.filter((name) => !folders.some((folder) => isProgram(join(folder, name))));
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Mounting a small file system, to fill it, needs root, and a container that lets root do so. */
export function missingRightToMount(): string[] {
  const place = mkdtempSync(join(tmpdir(), "mount-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", place], { stdio: "ignore" });
    execFileSync("umount", [place]);
    return [];
  } catch {
    return ["the right to mount a file system"];
  } finally {
    rmdirSync(place);
  }
}
