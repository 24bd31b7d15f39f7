import type { Command } from "commander";

/** Adds a command to the program. */
export type RegisterCommand = (program: Command) => void;
