import * as path from "node:path";
import { pathToFileURL } from "node:url";
import * as command from "@pulumi/command";

/** Where the programs of the components are. */
export const PROGRAMS = path.join(__dirname, "../programs");

/**
 * Inputs of a `command.local.Command` that runs programs.
 *
 * The programs take everything from their environment, so no value meets a shell, on any system.
 * `create` runs for an update in place too and finds its last answer in PULUMI_COMMAND_STDOUT.
 *
 * @param folder where the programs are: beside the component, wherever that is installed.
 * @param names of their files, without the ending.
 */
export function program(folder: string, names: { create: string; delete?: string }) {
  const [from, file] = seenFrom(process.cwd(), folder);
  return {
    interpreter: ["node", "--import", from],
    create: file(names.create),
    update: file(names.create),
    ...(names.delete ? { delete: file(names.delete) } : {}),
    // What they say to people. Their answer, one line of JSON, is for the state alone.
    logging: command.local.Logging.Stderr,
  };
}

/**
 * What compiles the programs, and their files, as a command finds them that runs in a folder. Below it they are named
 * from there, so that the states of two checkouts do not differ; tsx is one of its packages then.
 */
export function seenFrom(
  folder: string,
  programs: string,
): [compiler: string, file: (name: string) => string] {
  const from = path.relative(folder, programs);
  const isBelow = !path.isAbsolute(from) && from.split(path.sep)[0] !== "..";
  return isBelow
    ? ["tsx", (name) => path.posix.join(...from.split(path.sep), `${name}.ts`)]
    : [pathToFileURL(require.resolve("tsx")).href, (name) => path.join(programs, `${name}.ts`)];
}
