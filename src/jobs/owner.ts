import { randomUUID } from "node:crypto";
import { hostname } from "node:os";

/** A name for this process among all machines. */
export function ownerName(): string {
  return `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`;
}

/** Whether the owner is known to be gone: a process of this machine that does not run any more. */
export function isGone(owner: string): boolean {
  const [host, pid] = owner.split("/");
  if (host !== hostname()) return false;
  if (Number(pid) === process.pid) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
