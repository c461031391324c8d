/** What is mutated, and the tests that touch it. */
import * as fs from "node:fs";

const inFolder = (folder, names) => names.split(" ").map((name) => `${folder}/${name}.ts`);

export const CODE = [
  ...inFolder(
    "components",
    "namespaceOwner clusterObjects profileRecord imageRemoval imageUsers ownState imageDelivery minikube minikubeStart",
  ),
  ...inFolder(
    "commands",
    "deleteNamespace stopCluster startCluster checkPlace removeImages deliverImage bringImage recordNamespace notePlace gone",
  ),
  ...inFolder("cli", "recover down up"),
  ...inFolder("cli/cluster", "pendingCreates replaced foreignRelease drift terminating"),
  "cli/stack/state.ts",
];

/**
 * Files that are reached in other processes, or by whole programs: nobody sees which test reaches which line, so
 * every mutant meets these tests, and no others.
 */
export const ALONE = {
  "components/ownNamespace.ts": ["tests/ownership.test.ts", "tests/program.test.ts"],
  "commands/command.ts": ["tests/profileCommands.test.ts"],
  "cli/stack/interrupt.ts": ["tests/interrupt.test.ts"],
};

/** The tests of all others: those that import one of them, and the random histories. */
export const TESTS = fs
  .globSync("tests/*.test.ts")
  .filter((test) => touches(test) || test.endsWith("world.test.ts"))
  .filter((test) => !Object.values(ALONE).flat().includes(test))
  .sort();

/** Whether a test file imports code that is mutated. */
function touches(test) {
  const text = fs.readFileSync(test, "utf8");
  return CODE.some((file) => text.includes(`"../${file.replace(/\.ts$/, "")}"`));
}
