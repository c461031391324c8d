import * as fs from "node:fs";
import * as path from "node:path";
import { withImageFolder } from "./imageFolder";
import { run } from "../process/shell";

/**
 * An image of the engine as a file, for as long as it is used. Its name is no other file's, also where it is copied to.
 *
 * @param use is given undefined where the file does not arrive: docker as a snap has a temporary folder of its own.
 * @returns what the use of it returns.
 * @throws ToolError when the engine cannot save the image.
 */
export function withArchive<T>(
  image: string,
  use: (file: string | undefined) => Promise<T>,
): Promise<T> {
  return withImageFolder(async (folder) => {
    const file = path.join(folder, `${path.basename(folder)}.tar`);
    await run("docker", ["image", "save", "--output", file, image], {
      step: `saving ${image} from the engine`,
    });
    return use(fs.existsSync(file) ? file : undefined);
  });
}
