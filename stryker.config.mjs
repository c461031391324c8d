/**
 * Mutation testing of what creates, delivers, adopts, recovers and deletes: `make mutation`, or one file with
 * `make mutation FILES=components/namespaceOwner.ts`. Decision 0016 says how to read it.
 */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

const inFolder = (folder, names) => names.split(" ").map((name) => `${folder}/${name}.ts`);

const CODE = [
  ...inFolder(
    "components",
    "namespaceOwner clusterObjects profileRecord imageRemoval imageUsers ownState imageDelivery minikube " +
      "minikubeStart ownNamespace",
  ),
  "commands/*.ts",
  ...inFolder(
    "cli",
    "recover down state pendingCreates replaced foreignRelease drift interrupt terminating up",
  ),
];

/** The tests of these files. Those of the chart, documents, skills and the like never touch them. */
const TESTS = inFolder(
  "tests",
  "deploy.test down.test drift.test foreignRelease.test imageCommands.test imageUse.test minikube.test " +
    "namespaceCommands.test namespaceOwner.test pendingCreates.test profileRecord.test recover.test " +
    "startCluster.test state.test stopCluster.test takeDown.test terminating.test world.test",
);

/** Tests that take long, and say something of one file only. */
const SLOW = { "components/ownNamespace.ts": ["tests/ownership.test.ts"] };

const files = process.env.FILES?.split(/[\s,]+/).filter(Boolean);

// A mutant may do anything: it finds no home folder, no cluster and no tool of this machine. What it would find in
// them is given to it by the tests.
const home = fs.mkdtempSync(path.join(os.tmpdir(), "todo-mutation-"));
process.once("exit", () => fs.rmSync(home, { recursive: true, force: true }));
for (const tool of ["node", "sh", "ps", "pgrep", "kill"]) {
  const found = process.env.PATH.split(path.delimiter)
    .map((folder) => path.join(folder, tool))
    .find((file) => fs.existsSync(file));
  if (found) fs.symlinkSync(tool === "node" ? process.execPath : found, path.join(home, tool));
}
Object.assign(process.env, {
  ...{ HOME: home, USERPROFILE: home, MINIKUBE_HOME: home, PATH: home },
  KUBECONFIG: path.join(home, "kubeconfig"),
  // By itself Stryker would look for them, and run every one.
  MUTATION_TESTS: [...TESTS, ...(files ?? []).flatMap((file) => SLOW[file] ?? [])].join(" "),
  // Few histories, and always the same: each mutant that no other test kills lives through them.
  ...{ HISTORIES: "60", SEED: "1" },
});

export default {
  mutate: files ?? CODE,
  mutator: {
    // Nearly all are words for the user; decision 0016.
    excludedMutations: ["StringLiteral"],
  },
  ignorers: ["commands-begin"],
  plugins: ["./tests/mutation/mocha.mjs", "./tests/mutation/ignorer.mjs"],
  testRunner: "mocha",
  testRunnerNodeArgs: ["--import", "tsx"],
  coverageAnalysis: "perTest",
  concurrency: 1,
  timeoutMS: 20000,
  ignorePatterns: [
    ...[".venv", "__pycache__", ".dev", ".pulumi-local", ".tools", ".next", "reports", "sbom"],
    ...["docs", "frontend/dist"],
  ],
  tempDirName: ".stryker-tmp",
  reporters: ["clear-text", "json", "html"],
  clearTextReporter: { logTests: false, reportTests: false, allowColor: false },
  jsonReporter: { fileName: "reports/mutation/mutation.json" },
  htmlReporter: { fileName: "reports/mutation/mutation.html" },
  allowConsoleColors: false,
  allowEmpty: false,
};
