/** The app on this machine, without engine or cluster: embedded Postgres, backend and frontend, with reload. */
import { ChildProcess, spawn } from "node:child_process";
import * as path from "node:path";
import { devHosts } from "./devHosts";
import { mustBeFree, portIn } from "./doctor/ports";
import { runMain } from "./stack/entryPoint";

/** Starts a process whose lines carry its name. */
function start(
  name: string,
  tool: string,
  args: string[],
  env: Record<string, string>,
): ChildProcess {
  const child = spawn(tool, args, {
    cwd: name,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [child.stdout, child.stderr]) {
    let rest = "";
    stream.setEncoding("utf8").on("data", (text: string) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) console.log(`${name.padEnd(8)} | ${line}`);
    });
  }
  return child;
}

async function main(): Promise<void> {
  const hosts = devHosts(process.env.DEV_HOSTS ?? "");
  const [page, api] = [portIn("PAGE_PORT", 3000), portIn("API_PORT", 8000)];
  await mustBeFree({ PAGE_PORT: page, API_PORT: api });
  const backend = `http://localhost:${api}`;
  const bin = process.platform === "win32" ? "Scripts" : "bin";
  const python = path.resolve("backend", ".venv", bin, "python");
  const children = [
    start("backend", python, ["dev.py", path.resolve(".dev", "postgres")], {
      PORT: `${api}`,
    }),
    // Not by npm: it would end without ending what it runs.
    start(
      "frontend",
      process.execPath,
      [path.join("node_modules", "next", "dist", "bin", "next"), "dev", "--port", `${page}`],
      {
        BACKEND_URL: backend,
        DEV_HOSTS: hosts.join(","),
        NEXT_TELEMETRY_DISABLED: "1",
      },
    ),
  ];
  console.log(
    `Starting. The page: http://localhost:${page}  The API: ${backend}  Ctrl-C ends it; data stays in .dev/ until make dev-reset.`,
  );
  const stop = () => children.forEach((child) => child.kill("SIGTERM"));
  let asked = false;
  const interrupt = () => {
    if (asked) {
      children.forEach((child) => child.kill("SIGKILL"));
      process.exit(130);
    }
    asked = true;
    console.log("Stopping. Press Ctrl-C again to stop at once. To continue, run: make dev");
    stop();
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  for (const child of children) {
    child.once("error", (error) => {
      console.error(error.message);
      stop();
    });
    child.once("exit", (code) => {
      process.exitCode ||= code ?? 0;
      stop();
    });
  }
}

runMain(main);
