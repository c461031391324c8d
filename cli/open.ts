/** Opens the app in a browser: by the node's port where this machine reaches it, else through a port forward. */
import { spawn } from "node:child_process";
import { running } from "./deployed";

const FORWARDED = "http://localhost:3000";
/** What opens an address with the user's own browser. */
const OPENER: Partial<Record<NodeJS.Platform, string[]>> = {
  darwin: ["open"],
  win32: ["cmd", "/c", "start", ""],
};

function open(address: string): void {
  console.log(address);
  const [tool = "xdg-open", ...args] = OPENER[process.platform] ?? [];
  // Where nothing can open it, the address is there to be clicked.
  spawn(tool, [...args, address], { stdio: "ignore" }).on("error", () => {});
}

async function main(): Promise<void> {
  const { context, namespace, endpoints } = (await running()).outputs;
  const { nodePort } = endpoints;
  if (nodePort && process.platform === "linux") return open(nodePort);
  console.log("Forwarding a port until Ctrl-C ...");
  const forward = spawn(
    "kubectl",
    [
      ...["--context", context, "--namespace", namespace],
      ...["port-forward", "service/frontend-service", "3000:3000"],
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  process.on("SIGINT", () => {});
  forward.stdout.once("data", () => open(FORWARDED));
  forward.once("exit", (code, signal) => (process.exitCode = signal ? 0 : (code ?? 1)));
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
