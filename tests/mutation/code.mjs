/** What is mutated, and the tests that touch it. */

const inFolder = (folder, names) => names.split(" ").map((name) => `${folder}/${name}.ts`);

export const CODE = [
  ...inFolder(
    "components",
    "namespaceOwner clusterObjects profileRecord imageRemoval imageUsers ownState imageDelivery minikube minikubeStart",
  ),
  ...inFolder(
    "commands",
    "deleteNamespace stopCluster startCluster checkPlace removeImages deliverImage recordNamespace notePlace gone",
  ),
  ...inFolder(
    "cli",
    "recover down state pendingCreates replaced foreignRelease drift terminating up",
  ),
];

/** The tests of these files. Those of the chart, documents, skills and the like never touch them. */
export const TESTS = inFolder(
  "tests",
  "clusterObjects.test deploy.test down.test drift.test foreignRelease.test imageCommands.test imageDelivery.test imageUse.test minikube.test " +
    "namespaceCommands.test namespaceOwner.test pendingCreates.test profileRecord.test recover.test " +
    "startCluster.test state.test stopCluster.test takeDown.test terminating.test world.test",
);

/**
 * Files that are reached in other processes, or by whole programs: nobody sees which test reaches which line, so
 * every mutant meets these tests, and no others.
 */
export const ALONE = {
  "components/ownNamespace.ts": ["tests/ownership.test.ts"],
  "commands/command.ts": ["tests/profileCommands.test.ts"],
  "cli/interrupt.ts": ["tests/interrupt.test.ts"],
};
