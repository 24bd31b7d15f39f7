import { type SettingName, variableName } from "../config/index.js";
import { StatementStanceError } from "../errors/index.js";

/** What a setting leads to; where it fails, the setting's variable is named. */
export async function naming<T>(setting: SettingName, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof StatementStanceError)) throw cause;
    const name = variableName(cause.code === "queue-unavailable" ? "queue" : setting);
    throw new StatementStanceError(cause.code, `${name}: ${cause.message}`, { ...cause.place, cause });
  }
}
