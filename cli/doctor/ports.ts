/** Ports of this machine: whether one is free, and who has it where it is not. */
import * as net from "node:net";
import { run } from "../../components/process/shell";

/** Every address, then this machine's own: on some systems the one is free while a program listens on the other. */
const HOSTS = [undefined, "127.0.0.1"];

/** Whether no program listens on a port. */
export async function isFree(port: number): Promise<boolean> {
  for (const host of HOSTS) if (!(await canListen(port, host))) return false;
  return true;
}

function canListen(port: number, host: string | undefined): Promise<boolean> {
  const server = net.createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** The first free port from one on, but for some; that one itself where a hundred in a row are taken. */
export async function freePort(from: number, not: number[] = []): Promise<number> {
  for (let port = from; port < Math.min(from + 100, 65536); port++)
    if (!not.includes(port) && (await isFree(port))) return port;
  return from;
}

/** Who listens on a port, as "node (process 4711)"; undefined where no tool of the system tells. */
export async function holderOf(port: number): Promise<string | undefined> {
  const ask = (tool: string, ...args: string[]) =>
    run(tool, args, { timeoutSeconds: 5, allow: () => true }).then(
      ({ stdout }) => stdout,
      () => "",
    );
  const byLsof = await ask("lsof", "-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-Fpc");
  const [, pid, name] = /^p(\d+)\nc(.+)$/m.exec(byLsof) ?? [];
  if (pid) return `${name} (process ${pid})`;
  const bySs = await ask("ss", "-Hltnp", `sport = :${port}`);
  const [, other, process] = /\("([^"]+)",pid=(\d+)/.exec(bySs) ?? [];
  return other && `${other} (process ${process})`;
}

/**
 * @param ports what is wanted, by the variable of `make dev` that names another one.
 * @throws Error that names who has a port, and the command that takes another.
 */
export async function mustBeFree(ports: Record<string, number>): Promise<void> {
  const [first, ...rest] = Object.entries(ports);
  const same = rest.find(([, port]) => port === first?.[1]);
  if (first && same)
    throw new Error(
      `${first[0]} and ${same[0]} are both ${first[1]}. Run: make dev ${same[0]}=${await freePort(first[1] + 1)}`,
    );
  const taken: string[] = [];
  const others: string[] = [];
  for (const [variable, port] of Object.entries(ports)) {
    if (await isFree(port)) continue;
    taken.push(`Port ${port} is in use by ${(await holderOf(port)) ?? "another program"}.`);
    others.push(`${variable}=${await freePort(port + 1, Object.values(ports))}`);
  }
  if (taken.length > 0)
    throw new Error(`${taken.join("\n")}\nStop that program, or run: make dev ${others.join(" ")}`);
}

/** A port that a variable names. @throws Error when that is none. */
export function portIn(
  variable: string,
  otherwise: number,
  env: NodeJS.ProcessEnv = process.env,
): number {
  const text = env[variable] || String(otherwise);
  const port = /^\d+$/.test(text) ? Number(text) : 0;
  if (port >= 1 && port <= 65535) return port;
  throw new Error(
    `${variable} is "${text}": expected a port. Run: make dev ${variable}=${otherwise + 1}`,
  );
}
