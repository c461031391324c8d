import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parseDocument } from "yaml";
import { BACKEND_RESOURCES, PROBES } from "../../todo/chartValues";
import { copyCheckout } from "../compatibility/site";

/** This checkout as git would commit it, in a folder of its own, for one of the ways that are measured by turns. */
export async function copyFor(name: string): Promise<string> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `todo-bench-${name}-`));
  await copyCheckout(folder);
  const values = path.join(folder, "helm/todo-app/values.yaml");
  fs.writeFileSync(values, valuesForAll(fs.readFileSync(values, "utf8")));
  if (name === "ours") {
    fs.cpSync("node_modules", path.join(folder, "node_modules"), { recursive: true });
  }
  return folder;
}

/**
 * The chart's values as every way gets them: with what the stack sets for ours, by which pods are ready sooner. By the
 * chart's own values all others would wait longer for the same pods.
 */
export function valuesForAll(text: string): string {
  const values = parseDocument(text);
  for (const part of ["backend", "frontend"])
    for (const [field, value] of Object.entries(PROBES.readiness))
      values.setIn([part, "probes", "readiness", field], value);
  for (const [kind, fields] of Object.entries(BACKEND_RESOURCES))
    for (const [field, value] of Object.entries(fields))
      values.setIn(["backend", "resources", kind, field], value);
  // Four copies have to fit into a node of two CPUs.
  return values.toString().replaceAll("cpu: 100m", "cpu: 50m");
}
