import { realpathSync } from "node:fs";
import { pathToFileURL } from "node:url";

/** Whether the module is the program that node was started with, and not imported by another. */
export function isMain(url) {
  return process.argv[1] !== undefined && pathToFileURL(realpathSync(process.argv[1])).href === url;
}
