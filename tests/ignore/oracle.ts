import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/** What Docker's own code says of a folder and its ignore file: see oracle/main.go. */
export interface Answer {
  buildkit: string[] | null;
  tar: string[] | null;
  refused?: string;
}

const SOURCE = path.join(__dirname, "oracle");

export const hasGo = (): boolean => spawnSync("go", ["version"]).status === 0;

/** Builds the program, which takes a minute the first time, and asks it about all folders at once. */
export function askDocker(folders: string[]): Answer[] {
  const built = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "todo-oracle-")), "oracle");
  try {
    succeed("go", ["build", "-buildvcs=false", "-o", built, "."], { cwd: SOURCE });
    const questions = folders.map((folder) => ({
      folder,
      ignore: fs.readFileSync(path.join(folder, ".dockerignore"), "utf8"),
    }));
    return JSON.parse(succeed(built, [], { input: JSON.stringify(questions) }));
  } finally {
    fs.rmSync(path.dirname(built), { recursive: true });
  }
}

function succeed(tool: string, args: string[], options: { cwd?: string; input?: string }): string {
  const { status, stdout, stderr, error } = spawnSync(tool, args, {
    ...options,
    encoding: "utf8",
    maxBuffer: 256 << 20,
  });
  assert.equal(status, 0, `${tool} ${args.join(" ")}\n${stderr}${error ?? ""}`);
  return stdout;
}
