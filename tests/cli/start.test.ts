import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";

/** What people run often, and wait for. */
const COMMANDS = ["up", "down", "recover", "doctor", "config", "verify"];

describe("the commands' start", () => {
  it("loads nothing of Pulumi's SDK but its errors: the rest takes a second", () => {
    const loaded = `${JSON.stringify(COMMANDS)}.forEach((name) => require("./cli/" + name + ".ts"));
      console.log(Object.keys(require.cache).join("\\n"))`;
    const modules = execFileSync(process.execPath, ["--import", "tsx", "-e", loaded], {
      encoding: "utf8",
    }).split("\n");
    for (const name of COMMANDS) assert.ok(modules.some((file) => file.endsWith(`cli/${name}.ts`)));
    const sdk = modules.filter((file) => /node_modules\/@pulumi\//.test(file));
    const names = sdk.map((file) => file.split("node_modules/@pulumi/")[1]).sort();
    assert.deepEqual(names, ["pulumi/errors.js", "pulumi/utils.js"]);
  });
});
