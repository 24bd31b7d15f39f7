/** Environment and file to one frozen object of settings; read by the command line only. */
export { describeSettings } from "./describe-settings.js";
export { FILE_VARIABLE, loadSettings, loadWorkerSettings } from "./load-settings.js";
export { DESCRIPTION, VERSION } from "./package-about.js";
export {
  flagName,
  type SettingName,
  Settings,
  type SettingsSchema,
  variableName,
  WorkerSettings,
} from "./settings.js";
