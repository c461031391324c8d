/** Frame of a program that a command resource runs: environment in, one line of JSON out. */

/** What a program is given. */
export interface Command<Answer = unknown> {
  /** A variable that the component sets; "" where it left it empty. */
  variable(name: string): string;
  /** What this resource's last run answered, or undefined at the first. */
  last?: Answer;
}

/** Runs the program; an error becomes its message on stderr and exit code 1. */
export function main<Answer>(body: (command: Command<Answer>) => Promise<unknown>): void {
  given<Answer>(process.env)
    .then(body)
    .then(
      (answer) => process.stdout.write(`${JSON.stringify(answer ?? null)}\n`),
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
        process.exitCode = 1;
      },
    );
}

async function given<Answer>(env: NodeJS.ProcessEnv): Promise<Command<Answer>> {
  const stdout = (env.PULUMI_COMMAND_STDOUT ?? "").trim();
  return {
    variable: (name) => env[name] ?? "",
    last: stdout === "" ? undefined : (JSON.parse(stdout) as Answer),
  };
}

/** Progress and warnings: stderr, which `pulumi up` shows beside the resource. */
export function say(message: string): void {
  process.stderr.write(`${message}\n`);
}
