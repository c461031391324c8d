import * as fs from "node:fs";
import * as path from "node:path";
import { run } from "../components/shell";

/** mise brings tools at the versions of mise.toml; it comes itself as an npm package. */
const MISE = "@jdxcode/mise@2026.9.15";

/** Tools that can be brought. Docker is not one of them: it is a service of the machine. */
const BRINGABLE = ["pulumi", "minikube", "kubectl", "helm"];

/** Which of the tools are on PATH nowhere. */
export function missingTools(searchPath: string, tools = BRINGABLE): string[] {
  const folders = searchPath.split(path.delimiter).filter(Boolean);
  const endings = process.platform === "win32" ? [".exe", ".cmd", ".bat"] : [""];
  const there = (tool: string) =>
    folders.some((folder) =>
      endings.some((ending) => fs.existsSync(path.join(folder, tool + ending))),
    );
  return tools.filter((tool) => !there(tool));
}

/**
 * Brings what is missing, and puts it on this process's PATH.
 *
 * @throws Error that names the tools, when they cannot be had.
 */
export async function bringTools(without: string[] = []): Promise<void> {
  const wanted = BRINGABLE.filter((tool) => !without.includes(tool));
  const missing = missingTools(process.env.PATH ?? "", wanted);
  if (missing.length === 0) return;
  console.error(`Bringing ${missing.join(", ")} (mise, versions of mise.toml) ...`);
  const mise = (...args: string[]) =>
    run("npx", ["--yes", MISE, ...args], {
      step: `bringing ${missing.join(", ")}`,
      env: { ...process.env, MISE_TRUSTED_CONFIG_PATHS: process.cwd(), MISE_YES: "1" },
      timeoutSeconds: 900,
    });
  try {
    await mise("install", ...missing);
    const { stdout } = await mise("bin-paths", ...missing);
    process.env.PATH = [...stdout.split("\n").filter(Boolean), process.env.PATH].join(
      path.delimiter,
    );
  } catch (error) {
    throw new Error(
      `${(error as Error).message}\n${missing.join(", ")}: not on PATH, and could not be brought. ` +
        "Nothing was changed. How to install each: make doctor",
    );
  }
}
