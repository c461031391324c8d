import * as fs from "node:fs";
import * as path from "node:path";
import { run } from "../../components/process/shell";
import { BROUGHT } from "../../components/process/typed";

/**
 * mise brings tools at the versions of mise.toml; it comes itself as an npm package, one for each system. The package
 * around those fetches the right one in an install script, which npm does not run for everybody.
 */
const SYSTEM = process.platform === "win32" ? "windows" : process.platform;
const MISE = `@jdxcode/mise-${SYSTEM}-${process.arch}@2026.9.15`;

/** Tools that can be brought. Docker is not one of them: it is a service of the machine. */
export const BRINGABLE = ["pulumi", "minikube", "kubectl", "helm"];

/** Which of the tools are on PATH nowhere. */
export function missingTools(searchPath: string, tools = BRINGABLE): string[] {
  const found = pathsOf(tools, searchPath.split(path.delimiter).filter(Boolean));
  return tools.filter((tool) => found[tool] === undefined);
}

/** Where each tool is first found among folders. */
function pathsOf(tools: string[], folders: string[]): Record<string, string> {
  const endings = process.platform === "win32" ? [".exe", ".cmd", ".bat"] : [""];
  const candidates = (tool: string) =>
    folders.flatMap((folder) => endings.map((ending) => path.join(folder, tool + ending)));
  return Object.fromEntries(
    tools.flatMap((tool) => {
      const found = candidates(tool).find((file) => fs.existsSync(file));
      return found ? [[tool, found]] : [];
    }),
  );
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
  console.error(`Downloading ${missing.join(", ")} with mise, at the versions in mise.toml ...`);
  const mise = (...args: string[]) =>
    run("npx", ["--yes", MISE, ...args], {
      step: `downloading ${missing.join(", ")}`,
      env: { ...process.env, MISE_TRUSTED_CONFIG_PATHS: process.cwd(), MISE_YES: "1" },
      timeoutSeconds: 900,
    });
  try {
    await mise("install", ...missing);
    const { stdout } = await mise("bin-paths", ...missing);
    const folders = stdout.split("\n").filter(Boolean);
    process.env[BROUGHT] = JSON.stringify(pathsOf(missing, folders));
    process.env.PATH = [...folders, process.env.PATH].join(path.delimiter);
    const absent = missingTools(process.env.PATH, missing);
    if (absent.length > 0) throw new Error(`mise did not install ${absent.join(" or ")}.`);
  } catch (error) {
    throw new Error(
      `${(error as Error).message}\n${missing.join(", ")}: not on PATH, and the download failed. ` +
        "Nothing was changed. To see how to install each, run: make doctor",
    );
  }
}
