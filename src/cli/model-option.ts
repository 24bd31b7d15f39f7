import { Option } from "commander";

/** Which model a command runs: the same option, and the same variable of the environment, everywhere. */
export function modelOption(): Option {
  return new Option("-m, --model <name>", "a folder of models/, or a path to one (default: small)").env(
    "MODEL",
  );
}
