import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { run } from "../process/shell";

/**
 * An image of the engine as a file, for as long as it is used. Its name is no other file's, also where it is copied to.
 *
 * @param use is given undefined where the file does not arrive: docker as a snap has a temporary folder of its own.
 * @returns what the use of it returns.
 * @throws ToolError when the engine cannot save the image.
 */
export async function withArchive<T>(
  image: string,
  use: (file: string | undefined) => Promise<T>,
): Promise<T> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "todo-image-"));
  const file = path.join(folder, `${path.basename(folder)}.tar`);
  try {
    await run("docker", ["image", "save", "--output", file, image], {
      step: `saving ${image} from the engine`,
    });
    return await use(fs.existsSync(file) ? file : undefined);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
