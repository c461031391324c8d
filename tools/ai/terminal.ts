import { spawn } from "node:child_process";

/** What a person would type, and after which words on the screen. */
export interface Reply {
  after: RegExp;
  type: string;
}

export interface Shown {
  text: string;
  /** The program's exit code. */
  code: number;
}

/**
 * Runs a program, on a terminal of its own where it has to be answered, and gives what it showed.
 *
 * @throws Error when it does not end in time, or there is no `script` to make a terminal (util-linux).
 */
export function shown(
  tool: string,
  args: string[],
  options: { env?: Record<string, string>; replies?: Reply[]; seconds?: number } = {},
): Promise<Shown> {
  const replies = [...(options.replies ?? [])];
  const onTerminal = replies.length > 0;
  const quoted = [tool, ...args].map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" ");
  const [program, words] = onTerminal
    ? ["script", ["--quiet", "--return", "--command", quoted, "/dev/null"]]
    : [tool, args];
  const child = spawn(program, words, {
    stdio: [onTerminal ? "pipe" : "ignore", "pipe", "pipe"],
    // A terminal without colours, which is not asked for its background either.
    env: { ...process.env, ...options.env, TERM: "dumb", NO_COLOR: "1" },
  });
  let text = "";
  const hear = (chunk: Buffer) => {
    text += chunk;
    if (replies[0]?.after.test(text)) child.stdin!.write(`${replies.shift()!.type}\r`);
  };
  child.stdout!.on("data", hear);
  child.stderr!.on("data", hear);
  const seconds = options.seconds ?? 120;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill();
      reject(new Error(`${tool} did not end within ${seconds} s:\n${plain(text)}`));
    }, seconds * 1000);
    child.once("error", reject);
    child.once("close", (code) => {
      clearTimeout(timer);
      resolve({ text: plain(text), code: code ?? 1 });
    });
  });
}

/** What was left on the screen: no colours, no half-typed lines, no log lines, no usage after an error. */
export function plain(text: string): string {
  const escape = String.fromCharCode(27);
  return text
    .split("\n")
    .map((line) => line.split(`${escape}[J`).at(-1)!)
    .join("\n")
    .replace(new RegExp(`${escape}\\[[0-9;?]*[A-Za-z]|[\\b\\r]`, "g"), "")
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => !/^[EWI]\d{4} /.test(line))
    .join("\n")
    .replace(/\nUsage:\n[^]*$/, "\n")
    .replace(/\n{2,}/g, "\n")
    .trim();
}

/** A text without a path of this machine, also where the path goes on in the next line. */
export function without(text: string, folder: string): string {
  const letters = [...folder].map((letter) => letter.replace(/[^\w]/, "\\$&"));
  return text.replace(new RegExp(letters.join("\\s*"), "g"), "…");
}
