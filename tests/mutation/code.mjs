/** What is mutated, and the tests that touch it. */
import * as fs from "node:fs";

const inFolder = (folder, names) => names.split(" ").map((name) => `${folder}/${name}.ts`);

export const CODE = [
  ...inFolder(
    "components/cluster",
    "clusterObjects profileRecord minikube minikubeStart gone recordedCluster otherStacks engine",
  ),
  "components/process/stackState.ts",
  ...inFolder(
    "components/image",
    "imageRemoval imageUsers imageDelivery layerDelivery enginePush containerdLoad dockerLoad imageFolder delivery nodeDelivery elsewhere",
  ),
  ...inFolder(
    "components/programs",
    "stopCluster startCluster removeImages deliverImage deliverExistingImage",
  ),
  "todo/kagentKinds.ts",
  ...inFolder("todo/namespace", "namespaceOwner namespaceState samePlace lookAgain keptVolume"),
  ...inFolder("todo/programs", "recordNamespace deleteNamespace notePlace checkPlace checkKinds"),
  ...inFolder("cli", "recover down up"),
  ...inFolder(
    "cli/cluster",
    "pendingCreates replaced foreignRelease foreignVolume drift droppedObjects programObjects terminating",
  ),
  ...inFolder(
    "cli/cluster",
    "kagentObjects kagentEnd keptDatabase leftBehind leftTests preflight presentStack",
  ),
  ...inFolder(
    "cli/stack",
    "beforehand state builtImages otherBackend underWay programPaths deliveries movedKubeconfig",
  ),
  ...inFolder("cli/watch", "headStart imageRollout"),
];

/**
 * Files that are reached in other processes, or by whole programs: nobody sees which test reaches which line, so
 * every mutant meets these tests, and no others.
 */
export const ALONE = {
  "todo/namespace/ownNamespace.ts": ["tests/todo/ownership.test.ts", "tests/todo/program.test.ts"],
  "components/process/command.ts": ["tests/components/profileCommands.test.ts"],
  "cli/stack/interrupt.ts": ["tests/cli/interrupt.test.ts"],
};

/** The tests of all others: those that import one of them, and the random histories. */
export const TESTS = fs
  .globSync("tests/{components,todo,cli,tools,world}/*.test.ts")
  .filter((test) => touches(test) || test.endsWith("world.test.ts"))
  .filter((test) => !Object.values(ALONE).flat().includes(test))
  .sort();

/** Whether a test file imports code that is mutated. */
function touches(test) {
  const text = fs.readFileSync(test, "utf8");
  return CODE.some((file) => text.includes(`"../../${file.replace(/\.ts$/, "")}"`));
}
