/** Tells when files were saved, once they have been left alone for a moment. */
import { watch } from "chokidar";

/** An editor, a formatter and git write several files one after the other: milliseconds without a write. */
const SETTLED_MS = 150;

export class Saves {
  private count = 0;
  private waiting: (() => void)[] = [];

  /** How many there were so far. */
  get seen(): number {
    return this.count;
  }

  /** Resolves when there were more than so many. */
  async after(count: number): Promise<void> {
    while (this.count <= count) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** One more. */
  add(): void {
    this.count++;
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}

export interface Watcher {
  saves: Saves;
  close(): Promise<void>;
}

/**
 * Watches files and folders, from the moment that it resolves.
 *
 * @param isIgnored whether nothing in a folder, or a file, is of interest.
 * @throws Error where the system cannot watch, as when it has no watches left.
 */
export async function watchFiles(
  paths: string[],
  isIgnored: (file: string, isFolder: boolean) => boolean,
): Promise<Watcher> {
  const saves = new Saves();
  const watcher = watch(paths, {
    ignoreInitial: true,
    // Without its kind it is asked again, with it.
    ignored: (file, stats) => stats !== undefined && isIgnored(file, stats.isDirectory()),
  });
  let timer: NodeJS.Timeout | undefined;
  watcher.on("all", () => {
    clearTimeout(timer);
    timer = setTimeout(() => saves.add(), SETTLED_MS);
  });
  await new Promise<void>((resolve, reject) =>
    watcher.once("ready", () => resolve()).once("error", reject),
  );
  // A folder that cannot be read later is one that was just removed.
  watcher.on("error", () => {});
  const close = async () => {
    clearTimeout(timer);
    await watcher.close();
  };
  return { saves, close };
}
