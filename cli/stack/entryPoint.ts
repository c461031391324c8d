/**
 * Runs the body of a command that changes no stack: an error becomes its message and exit code 1. One that changes a stack
 * also hears signals: interrupt.ts.
 */
export function runMain(body: () => Promise<unknown>): void {
  body().catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
