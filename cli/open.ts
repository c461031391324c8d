/** Opens the app in a browser: by the node's port where this machine reaches it, else through a port forward. */
import { spawn } from "node:child_process";
import { toolEnvironment } from "../components/process/shell";
import { viewFromHere } from "./cluster/addresses";
import { running } from "./cluster/deployed";
import { System, thisSystem } from "./doctor/system";
import { runMain } from "./stack/entryPoint";

/** What opens an address with the user's own browser: in WSL, that of Windows. */
const OPENER: Record<System, string[]> = {
  linux: ["xdg-open"],
  darwin: ["open"],
  win32: ["cmd", "/c", "start", ""],
  wsl: ["cmd.exe", "/c", "start", ""],
};

function open(address: string): void {
  console.log(address);
  const [tool, ...args] = OPENER[thisSystem()];
  // Where nothing can open it, the address is there to be clicked.
  spawn(tool!, [...args, address], { stdio: "ignore" }).on("error", () => {});
}

async function main(): Promise<void> {
  const { outputs } = await running();
  const { context, namespace, endpoints } = outputs;
  const { system, answers, port } = await viewFromHere(outputs);
  // The browser of Windows does not reach a node inside WSL, but a port that is forwarded there.
  if (answers && system !== "wsl") return open(endpoints.nodePort!);
  console.log("Forwarding a port until Ctrl-C ...");
  const forward = spawn(
    "kubectl",
    [
      ...["--context", context, "--namespace", namespace],
      ...["port-forward", "service/frontend-service", `${port}:3000`],
    ],
    { stdio: ["ignore", "pipe", "inherit"], env: toolEnvironment() },
  );
  process.on("SIGINT", () => {});
  forward.stdout.once("data", () => open(`http://localhost:${port}`));
  forward.once("exit", (code, signal) => (process.exitCode = signal ? 0 : (code ?? 1)));
}

runMain(main);
