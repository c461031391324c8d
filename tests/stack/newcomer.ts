import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { BRINGABLE } from "../../cli/doctor/download";

/**
 * The machine of somebody who has just cloned this: an empty home, and on PATH all that this machine has but the tools
 * that `make up` brings.
 *
 * FRESH_HOME names a folder to take as the home instead, which is kept: with the caches that stand in for downloads on a
 * machine that cannot reach them.
 */
export class Newcomer {
  private readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), "todo-newcomer-"));
  readonly env: { HOME: string; PATH: string };

  constructor() {
    const [home, bin] = ["home", "bin"].map((name) => path.join(this.folder, name));
    for (const each of [home!, bin!]) fs.mkdirSync(each);
    for (const file of programs()) {
      const link = path.join(bin!, path.basename(file));
      // As on PATH, the first of a name counts.
      if (!fs.existsSync(link)) fs.symlinkSync(file, link);
    }
    this.env = { HOME: process.env.FRESH_HOME ?? home!, PATH: bin! };
  }

  /** A block as its reader types it: before anything but `make`, the tools are put on PATH as the documents say. */
  types(text: string): string {
    return /^\s*(?!make\b)\S/m.test(text) ? `eval "$(make -s env)"\n${text}` : text;
  }

  remove(): void {
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Every file in a folder of PATH but the tools that `make up` brings, and what else would bring them. */
function programs(): string[] {
  const left = new Set([...BRINGABLE, "kubectl-ai", "mise"]);
  return (process.env.PATH ?? "")
    .split(path.delimiter)
    .filter((folder) => fs.existsSync(folder))
    .flatMap((folder) => fs.readdirSync(folder).map((name) => path.join(folder, name)))
    .filter((file) => !left.has(path.basename(file)));
}
