/** `make mutation`: Stryker once for all files that share their tests, and once for each that has its own. */
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { ALONE, CODE } from "./code.mjs";

const asked = process.env.FILES?.split(/[\s,]+/).filter(Boolean) ?? [];
const files = asked.length > 0 ? asked : [...CODE, ...Object.keys(ALONE)];
const alone = (file) => file.replace(/:[\d:-]+$/, "") in ALONE;
const runs = [files.filter((file) => !alone(file)), ...files.filter(alone).map((file) => [file])];

const stryker = createRequire(import.meta.url).resolve("@stryker-mutator/core/package.json");
for (const run of runs.filter((run) => run.length > 0)) {
  const env = { ...process.env, FILES: run.join(" ") };
  const args = [stryker.replace("package.json", "bin/stryker.js"), "run"];
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit", env });
  process.exitCode ||= status ?? 1;
}
