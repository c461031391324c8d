import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { toolEnvironment } from "../../components/process/shell";

/** A Service of the cluster at a port of this machine. */
export interface Forwarded {
  /** http://127.0.0.1:port */
  url: string;
  end(): void;
}

/**
 * Forwards a free port of this machine to a Service.
 *
 * @throws Error with kubectl's own words where it cannot.
 */
export function portForward(
  context: string,
  namespace: string,
  service: string,
  port: number,
): Promise<Forwarded> {
  const where = ["--context", context, "--namespace", namespace];
  const forward = ["port-forward", `service/${service}`, `:${port}`, "--address=127.0.0.1"];
  const child = spawn("kubectl", [...where, ...forward], {
    stdio: ["ignore", "pipe", "pipe"],
    env: toolEnvironment(),
  });
  const end = () => void child.kill();
  // However this program ends, as long as its signals end in an exit.
  process.once("exit", end);
  let words = "";
  child.stderr.on("data", (chunk: Buffer) => (words += chunk));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", () => {
      process.off("exit", end);
      reject(new Error(words.trim() || `kubectl ${forward.join(" ")} ended`));
    });
    createInterface({ input: child.stdout }).on("line", (line) => {
      const [, local] = /^Forwarding from 127\.0\.0\.1:(\d+) /.exec(line) ?? [];
      if (local) resolve({ url: `http://127.0.0.1:${local}`, end });
    });
  });
}
