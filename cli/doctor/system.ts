import * as os from "node:os";

/** A system for which there are fixes; wsl is Linux inside Windows, whose Docker is usually Windows' own. */
export type System = "linux" | "darwin" | "win32" | "wsl";

export const SYSTEMS: System[] = ["linux", "darwin", "win32", "wsl"];

export function thisSystem(platform = process.platform, release = os.release()): System {
  if (platform === "darwin" || platform === "win32") return platform;
  return /microsoft/i.test(release) ? "wsl" : "linux";
}
