import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";

const MEBIBYTE = 1024 * 1024;
/** What one process of the model needs, and what all else does. */
const PROCESS_BYTES = 200 * MEBIBYTE;
const OTHER_BYTES = 250 * MEBIBYTE;
/** Of the memory: for the threads that read pages and labels, of which each takes a tenth at most. */
const SHARE_OF_THREADS = 0.3;
/** Where control groups of version 2 and of version 1 tell a quota and its period. */
const QUOTAS = [["cpu.max"], ["cpu/cpu.cfs_quota_us", "cpu/cpu.cfs_period_us"]] as const;

/** Processes of the model that there is room for: one a core, of those that the container may use, and by its memory. */
export function processesThatFit(
  cores = availableParallelism(),
  memory = process.constrainedMemory(),
  groups = "/sys/fs/cgroup",
): number {
  const byMemory =
    memory > 0 ? Math.floor((memory * (1 - SHARE_OF_THREADS) - OTHER_BYTES) / PROCESS_BYTES) : cores;
  return Math.max(1, Math.min(cores, Math.ceil(coresOfContainer(groups) ?? cores), byMemory));
}

/** The cores that a container may use, by its quota of time; undefined where it has none. */
function coresOfContainer(groups: string): number | undefined {
  for (const files of QUOTAS) {
    const [quota, period] = files.flatMap((file) => read(join(groups, file)).split(/\s+/)).filter(Boolean);
    if (Number(quota) > 0 && Number(period) > 0) return Number(quota) / Number(period);
  }
  return undefined;
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
