/** Follows what the app's pods write, each line with its pod, until Ctrl-C. PART names one: backend, frontend, postgres. */
import { spawn } from "node:child_process";
import { toolEnvironment } from "../components/process/shell";
import { makeCommand } from "../todo/configCommand";
import { selectorOf } from "../tools/client/pods";
import { running } from "./cluster/deployed";
import { runMain } from "./stack/entryPoint";

const PARTS = ["backend", "frontend", "postgres"];

async function main(): Promise<void> {
  const part = process.env.PART;
  if (part && !PARTS.includes(part)) {
    throw new Error(
      `PART is "${part}": expected ${PARTS.join(", ")}. Run: ${makeCommand("logs", { variable: "PART=backend" })}`,
    );
  }
  const { context, namespace } = (await running()).outputs;
  const child = spawn(
    "kubectl",
    [
      ...["--context", context, "--namespace", namespace, "logs", "--follow", "--prefix"],
      ...["--all-containers", "--tail=50", "--max-log-requests=40"],
      selectorOf(...(part ? [part] : PARTS)),
    ],
    { stdio: "inherit", env: toolEnvironment() },
  );
  // Ctrl-C reaches kubectl by itself; it is how this ends.
  process.on("SIGINT", () => {});
  child.once("exit", (code, signal) => (process.exitCode = signal ? 0 : (code ?? 1)));
}

runMain(main);
