/** Frame of a program that a command resource runs: environment in, one line of JSON out. */

/** Runs the program; an error becomes its message on stderr and exit code 1. */
export function main<Answer>(body: () => Promise<Answer>): void {
  body().then(
    (answer) => process.stdout.write(`${JSON.stringify(answer ?? null)}\n`),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    },
  );
}

/** A variable that the component sets; "" where it left it empty. */
export function variable(name: string): string {
  return process.env[name] ?? "";
}

/** What this resource's last run answered, or undefined at the first. */
export function lastAnswer<Answer>(): Answer | undefined {
  const stdout = variable("PULUMI_COMMAND_STDOUT").trim();
  return stdout === "" ? undefined : (JSON.parse(stdout) as Answer);
}

/** Progress and warnings: stderr, which `pulumi up` shows beside the resource. */
export function say(message: string): void {
  process.stderr.write(`${message}\n`);
}
