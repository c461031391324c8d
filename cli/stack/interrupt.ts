/** Ctrl-C: once, the present step ends cleanly and the command says how to go on; twice, all ends at once. */
import { endChildren } from "../../components/process/shell";
import { makeCommand } from "../../todo/configCommand";

/** Exit code of a command that was interrupted, as shells have it. */
const INTERRUPTED = 130;

class Interrupted extends Error {}

const asked = new AbortController();

/** For what waits: aborted once the user wants to stop. */
export const interruption = asked.signal;

/** Between two steps. @throws when the user wants to stop. */
export function stopIfInterrupted(): void {
  if (asked.signal.aborted) throw new Interrupted();
}

/**
 * Runs the body of a command: an error becomes its message and exit code 1.
 *
 * @param goOn the command that goes on after an interruption.
 * @param fix the command that puts right what ended at once has left.
 */
export function runCommand(
  body: () => Promise<void>,
  goOn: string,
  fix = makeCommand("recover"),
): void {
  const stop = (signal: NodeJS.Signals) => {
    if (asked.signal.aborted) {
      endChildren("SIGKILL");
      console.error(`\nStopped at once. Run: ${fix}, then: ${goOn}`);
      process.exit(INTERRUPTED);
    }
    console.error("\nStopping after the current step. Press Ctrl-C again to stop at once.");
    asked.abort();
    // A terminal tells its programs by itself; who ends this process alone does not.
    if (signal === "SIGTERM") endChildren("SIGINT");
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);
  body()
    .then(stopIfInterrupted)
    .catch((error: Error) => {
      if (asked.signal.aborted) {
        console.error(`Interrupted. To continue, run: ${goOn}`);
        process.exitCode = INTERRUPTED;
        return;
      }
      console.error(error.message);
      process.exitCode = 1;
    });
}
