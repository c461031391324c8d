import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";

describe("a program that a command resource runs", () => {
  const folders = ["components/programs", "todo/programs"];
  const programs = folders.flatMap((folder) =>
    fs.readdirSync(folder).map((file) => `${process.cwd()}/${folder}/${file}`),
  );

  it("starts without Pulumi's SDK, which takes longer to load than most of them to run", () => {
    const load = "for (const file of process.argv.slice(1)) require(file);";
    const print = "console.log(JSON.stringify(Object.keys(require.cache)));";
    const loaded: string[] = JSON.parse(
      execFileSync(process.execPath, ["--import", "tsx", "-e", load + print, ...programs], {
        encoding: "utf8",
      }),
    );
    assert.ok(programs.every((file) => loaded.includes(file)));
    assert.deepEqual(
      loaded.filter((file) => file.includes("node_modules/@pulumi/")),
      [],
    );
  });
});
