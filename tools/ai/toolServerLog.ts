/** What kagent's tool server writes of itself: its answers to an agent leave out why a command failed. */
import { run } from "../../components/process/shell";
import { KAGENT_NAMESPACE } from "../../todo/kagentKinds";

/** A line of its log, in slog's text form; a value with blanks or quotes in it is quoted as Go does. */
const FAILED =
  /msg="command execution failed".* command=(\S+) args=("(?:[^"\\]|\\.)*"|\S+) .*output=("(?:[^"\\]|\\.)*"|\S*)/;

/** Of Go's escapes those that are common; the others stay nearly as they are. */
const unquoted = (value: string): string =>
  value.startsWith('"')
    ? value.slice(1, -1).replace(/\\(.)/g, (_, letter: string) => (letter === "n" ? "\n" : letter))
    : value;

/** The commands that failed, each with what it printed. */
export function failedCommands(log: string): string[] {
  return log.split("\n").flatMap((line) => {
    const [, command, args, output] = FAILED.exec(line) ?? [];
    if (command === undefined) return [];
    const typed = unquoted(args!).replace(/^\[|\]$/g, "");
    return [`${command} ${typed}: ${unquoted(output!).trim()}`];
  });
}

/**
 * The commands of the tool server that failed in the last seconds.
 *
 * @throws ToolError when the log is not to be read.
 */
export async function failedToolCommands(context: string, seconds: number): Promise<string[]> {
  const where = ["--context", context, "--namespace", KAGENT_NAMESPACE];
  const what = ["logs", "deployment/kagent-tools", `--since=${Math.ceil(seconds)}s`];
  const step = "reading the log of kagent's tool server";
  const { stdout } = await run("kubectl", [...where, ...what], { step, timeoutSeconds: 60 });
  return failedCommands(stdout);
}
