import * as fs from "node:fs";
import * as path from "node:path";
import { quoted } from "../process/quoted";

/**
 * What is read of a file or folder of minikube's; undefined only where there is none: not being allowed to look is no
 * such knowledge, nor is a link on the way that leads nowhere.
 *
 * @param owned the folder that belongs to the user where all is as it should be.
 * @throws Error where it cannot be read for any other reason.
 */
export function ifThere<What>(
  file: string,
  read: (file: string) => What,
  owned: string,
): What | undefined {
  try {
    return read(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return void refuseBrokenLink(file);
    // minikube leaves files among the profiles' folders: events.json, after a start by a name that it does not take.
    if (code === "ENOTDIR") return undefined;
    if (code !== "EACCES" && code !== "EPERM") throw error;
    throw new Error(
      `${file} cannot be read (${code}), so it is not known whether the profile exists and which stacks use it. ` +
        `Run: sudo chown -R "$(id -u)" ${quoted(owned)}`,
    );
  }
}

/** @throws Error where there is no such file because a link on the way to it leads to a disk that is not mounted, or to nothing. */
export function refuseBrokenLink(file: string): void {
  let at = file;
  while (fs.lstatSync(at, { throwIfNoEntry: false }) === undefined) at = path.dirname(at);
  if (fs.existsSync(at)) return;
  throw new Error(
    `${at} is a link to ${fs.readlinkSync(at)}, which does not exist, so it is not known whether the profile exists and ` +
      `which stacks use it. Nothing was changed. If the target is on a disk that is not mounted, mount it, then run the same command again. If the target ` +
      `no longer exists, run: rm ${quoted(at)}`,
  );
}
