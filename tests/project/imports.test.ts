import assert from "node:assert/strict";
import type { ICruiseResult, IForbiddenRuleType } from "dependency-cruiser";

const RULES = "../../.dependency-cruiser.mjs";
const ROOMS = ["index.ts", "components", "todo", "cli", "tools", "policy", "tests"];

describe("imports", function () {
  this.timeout(60_000);

  /** The imports that break one of the rules; left out: those of the project. */
  const broken = async (rules?: IForbiddenRuleType[]) => {
    // Modules of another kind than the tests.
    const { cruise } = await import("dependency-cruiser");
    const { forbidden, options } = (await import(RULES)).default;
    const ruleSet = { forbidden: rules ?? forbidden };
    const { output } = await cruise(ROOMS, { ...options, ruleSet, validate: true });
    return (output as ICruiseResult).summary.violations.map(
      ({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`,
    );
  };

  it("lead downwards, from room to room, and in no circle", async () => {
    assert.deepEqual(await broken(), []);
  });

  it("are seen, types among them", async () => {
    const seen = await broken([
      { name: "x", severity: "error", from: { path: "^cli/down" }, to: { path: "^components/" } },
      { name: "y", severity: "error", from: { path: "^todo/clusterFor" }, to: { path: "^todo/" } },
    ]);
    assert.ok(seen.includes("x: cli/down.ts -> components/programs/stopCluster.ts"), `${seen}`);
    assert.ok(seen.includes("y: todo/clusterFor.ts -> todo/settings.ts"), `${seen}`);
  });
});
