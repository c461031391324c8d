import assert from "node:assert/strict";
import * as fs from "node:fs";

/** Targets of the Makefile with their recipes. */
const targets = fs
  .readFileSync("Makefile", "utf8")
  .split(/\n(?=[\w./$()-]+:(?!=))/)
  .slice(1)
  .map((text) => ({ rule: text.split("\n")[0]!, recipe: text.split("\n").slice(1).join("\n") }));

describe("the Makefile", () => {
  const programs = targets.filter(({ recipe }) => /^\t.*\$\(TS\)/m.test(recipe));

  it("has the programs that it runs from TypeScript", () => {
    assert.ok(programs.length > 15, `${programs.length}`);
  });
  for (const { rule } of programs) {
    it(`installs what runs them: ${rule.split(":")[0]}`, () => {
      assert.match(rule.split("##")[0]!, /[: ]node_modules\/\.made/);
    });
  }
});
