import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { hasProcess } from "../process/hasProcess";

/** Begins the name of a folder, before the number of the process whose it is. */
const PREFIX = "app-image-";

/**
 * A folder for what an image is on its way as, for as long as it is used. Those of processes that were killed go with it.
 *
 * @returns what the use of it returns.
 */
export async function withImageFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  removeLeft();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `${PREFIX}${process.pid}-`));
  try {
    return await use(folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function removeLeft(): void {
  for (const name of fs.readdirSync(os.tmpdir())) {
    const [, pid] = new RegExp(`^${PREFIX}(\\d+)-`).exec(name) ?? [];
    if (pid === undefined || hasProcess(Number(pid))) continue;
    try {
      fs.rmSync(path.join(os.tmpdir(), name), { recursive: true, force: true });
    } catch {
      // Another user's.
    }
  }
}
