import { quoted } from "./quoted";

/**
 * What is read of a file or folder; undefined only where there is none: not being allowed to look is no such knowledge.
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
    if (code === "ENOENT") return undefined;
    if (code !== "EACCES" && code !== "EPERM") throw error;
    throw new Error(
      `${file} cannot be read (${code}), so nobody knows whether the profile is there and who uses it. ` +
        `Run: sudo chown -R "$(id -u)" ${quoted(owned)}`,
    );
  }
}
