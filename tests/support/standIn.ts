/** What tests put in the place of this machine's tools, home folder and terminal. */
import { userCommands } from "../../todo/userCommands";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { Command } from "../../components/process/command";
import { replaceAnswers } from "../../components/cluster/kubeconfig";
import {
  Finished,
  OnLine,
  Processes,
  replaceProcesses,
  RunOptions,
  ToolError,
} from "../../components/process/shell";

/** What a tool says: its standard output, or that and more. */
export type Reply = string | Partial<Finished>;
/** A tool that takes its time answers only where nobody waits for it in the same turn. */
type Answer = Reply | ((match: RegExpExecArray, options: RunOptions) => Reply | Promise<Reply>);

/** Tools that a test answers for: no process is started. What nobody answers for is an error. */
export class StandIn implements Processes {
  /** Every command so far, as one would type it. */
  calls: string[] = [];
  /** What the tools were given on their standard input. */
  inputs: string[] = [];
  private answers: [RegExp, Answer][] = [];

  /** Answers commands that match, before whatever was said of them earlier. */
  answer(what: RegExp, reply: Answer): this {
    this.answers.unshift([what, reply]);
    return this;
  }

  called(what: RegExp): string[] {
    return this.calls.filter((command) => what.test(command));
  }

  async run(tool: string, args: string[], options: RunOptions): Promise<Finished> {
    const finished = whole(await this.reply(tool, args, options));
    const { code, stdout, stderr } = finished;
    tell(finished, options.onLine);
    if (code === 0 || options.allow?.(code)) return finished;
    throw new ToolError(options.step ?? tool, `${stderr}\n${stdout}`, code, stdout);
  }

  ask(tool: string, args: string[]): string {
    const { code, stdout, stderr } = this.finish(tool, args, {});
    if (code === 0) return stdout;
    throw Object.assign(new Error(stderr), { status: code, stdout, stderr });
  }

  async attach(tool: string, args: string[]): Promise<number> {
    return this.finish(tool, args, {}).code;
  }

  async follow(tool: string, args: string[], _: unknown, onLine: OnLine): Promise<number> {
    const finished = this.finish(tool, args, {});
    tell(finished, onLine);
    return finished.code;
  }

  private finish(tool: string, args: string[], options: RunOptions): Finished {
    const reply = this.reply(tool, args, options);
    if (reply instanceof Promise) throw new Error(`${tool} is asked for an answer at once`);
    return whole(reply);
  }

  private reply(tool: string, args: string[], options: RunOptions): Reply | Promise<Reply> {
    const command = [tool, ...args].join(" ");
    this.calls.push(command);
    if (options.input !== undefined) this.inputs.push(options.input);
    for (const [what, answer] of this.answers) {
      const match = what.exec(command);
      if (!match) continue;
      return typeof answer === "function" ? answer(match, options) : answer;
    }
    const [, context] = /^kubectl .*--context (\S+) get --raw \/version/.exec(command) ?? [];
    if (context && answering.has(context))
      return answering.get(context)
        ? { code: 0, stdout: "{}", stderr: "" }
        : { code: 1, stdout: "", stderr: "Unable to connect to the server: dial tcp: i/o timeout" };
    throw new Error(`nobody answers for: ${command}`);
  }
}

const whole = (reply: Reply): Finished => ({
  ...{ code: 0, stdout: "", stderr: "" },
  ...(typeof reply === "string" ? { stdout: reply } : reply),
});

/** Hands on what a tool printed, line by line. */
export function tell({ stdout, stderr }: Omit<Finished, "code">, onLine?: OnLine): void {
  for (const [text, stream] of [[stdout, "stdout"] as const, [stderr, "stderr"] as const])
    for (const line of text.split("\n").filter(Boolean)) onLine?.(line, stream);
}

/** Fresh stand-ins for each test of the suite that calls this. */
export function standIn(): StandIn {
  const tools = new StandIn();
  let restore: () => void;
  beforeEach(() => {
    Object.assign(tools, new StandIn());
    restore = replaceProcesses(tools);
  });
  afterEach(() => restore());
  return tools;
}

/** A folder of its own for each test, in which minikube keeps profiles and kubectl its configuration. */
export function ownHome(): { readonly folder: string } {
  const home = { folder: "" };
  const before: Record<string, string | undefined> = {};
  beforeEach(() => {
    home.folder = fs.mkdtempSync(path.join(os.tmpdir(), "todo-home-"));
    const variables = { MINIKUBE_HOME: home.folder, KUBECONFIG: path.join(home.folder, "config") };
    for (const [name, value] of Object.entries(variables)) {
      before[name] = process.env[name];
      process.env[name] = value;
    }
  });
  afterEach(() => {
    for (const [name, value] of Object.entries(before)) setVariable(name, value);
    fs.rmSync(home.folder, { recursive: true, force: true });
  });
  return home;
}

/** The same as the working directory, with stack "dev", as after `git clone`. */
export function ownCheckout(): { readonly folder: string } {
  const [folder, variables] = [process.cwd(), ["STACK", "GONE", "PULUMI_BACKEND_URL"]];
  const before = variables.map((name) => process.env[name]);
  // Before that of the home: nobody works in a folder that goes.
  afterEach(() => {
    process.chdir(folder);
    variables.forEach((name, index) => setVariable(name, before[index]));
  });
  const home = ownHome();
  beforeEach(() => {
    process.chdir(home.folder);
    process.env.STACK = "dev";
    delete process.env.GONE;
    // Another backend of the shell's would be the stack's.
    delete process.env.PULUMI_BACKEND_URL;
  });
  return home;
}

function setVariable(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}

/** Whether the API server of a context answers, asked directly or by kubectl. */
const answering = new Map<string, boolean>();

/** A kubeconfig whose contexts have API servers that answer or not, as a test says of each. */
export function apiServers(): (context: string, answers: boolean) => void {
  let restore: () => void;
  beforeEach(() => {
    answering.clear();
    restore = replaceAnswers(async ({ hostname }) => answering.get(hostname) ?? false);
  });
  afterEach(() => restore());
  return (context, answers) => {
    answering.set(context, answers);
    const names = [...answering.keys()];
    const clusters = names.map((name) => ({ name, cluster: { server: `https://${name}:8443` } }));
    const contexts = names.map((name) => ({ name, context: { cluster: name } }));
    fs.writeFileSync(process.env.KUBECONFIG!, JSON.stringify({ clusters, contexts }));
  };
}

/** Keeps what a test's subject says off the terminal. @returns what it has said so far. */
export function hearing(): () => string {
  const { log, error } = console;
  const write = process.stderr.write;
  let said = "";
  const listen = (text: unknown) => void (said += `${text}\n`);
  beforeEach(() => {
    said = "";
    console.log = console.error = listen;
    process.stderr.write = (text: unknown) => {
      said += text;
      return true;
    };
  });
  afterEach(() => {
    Object.assign(console, { log, error });
    process.stderr.write = write;
  });
  return () => said;
}

/** What the components tell a user of this app's stack to type. */
export const COMMANDS = (stack: string, addons = ["ingress"]) =>
  JSON.stringify(userCommands(stack, addons));

/** What a program of a command resource is given: by this app, where the test does not say otherwise. */
export const given = <Answer>(
  variables: Record<string, string>,
  last?: Answer,
): Command<Answer> => {
  const all: Record<string, string> = { COMMANDS: COMMANDS("dev"), ...variables };
  return { variable: (name) => all[name] ?? "", last };
};
