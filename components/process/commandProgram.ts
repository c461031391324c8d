import * as command from "@pulumi/command";

/**
 * Inputs of a `command.local.Command` that runs programs, each named by its file without the ending.
 *
 * The programs take everything from their environment, so no value meets a shell, on any system.
 * `create` runs for an update in place too and finds its last answer in PULUMI_COMMAND_STDOUT.
 */
export function program(names: { create: string; delete?: string }) {
  return {
    interpreter: ["node", "--import", "tsx"],
    create: `${names.create}.ts`,
    update: `${names.create}.ts`,
    ...(names.delete ? { delete: `${names.delete}.ts` } : {}),
    // What they say to people. Their answer, one line of JSON, is for the state alone.
    logging: command.local.Logging.Stderr,
  };
}
