import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { copyCheckout } from "../compatibility/site";

/** This checkout as git would commit it, in a folder of its own, for one of the ways that are measured by turns. */
export async function copyFor(name: string): Promise<string> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `todo-bench-${name}-`));
  await copyCheckout(folder);
  // Four copies have to fit into a node of two CPUs.
  const values = path.join(folder, "helm/todo-app/values.yaml");
  fs.writeFileSync(values, fs.readFileSync(values, "utf8").replaceAll("cpu: 100m", "cpu: 50m"));
  if (name === "ours") {
    fs.cpSync("node_modules", path.join(folder, "node_modules"), { recursive: true });
  }
  return folder;
}
