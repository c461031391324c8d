/** Mutation testing of what creates, delivers, adopts, recovers and deletes: `make mutation`. Decision 0016. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { ALONE, CODE, TESTS } from "./tests/mutation/code.mjs";

const files = process.env.FILES?.split(" ") ?? CODE;
const own = ALONE[files[0].replace(/:[\d:-]+$/, "")];
const report = `reports/mutation/${own ? path.basename(files[0], ".ts") : "mutation"}`;

// A mutant may do anything: it finds no home folder, no cluster and no tool of this machine. What it would find in
// them is given to it by the tests.
const home = fs.mkdtempSync(path.join(os.tmpdir(), "todo-mutation-"));
process.once("exit", () => fs.rmSync(home, { recursive: true, force: true }));
const links = { node: process.execPath };
for (const tool of "sh bash cat sed mkdir touch ln rm ps pgrep kill".split(" "))
  links[tool] = process.env.PATH.split(path.delimiter)
    .map((folder) => path.join(folder, tool))
    .find((file) => fs.existsSync(file));
for (const [tool, file] of Object.entries(links))
  if (file) fs.symlinkSync(file, path.join(home, tool));
Object.assign(process.env, {
  ...{ HOME: home, USERPROFILE: home, MINIKUBE_HOME: home, PATH: home },
  KUBECONFIG: path.join(home, "kubeconfig"),
  // Given so, for by itself Stryker would run all of them for each mutant of a module's loading.
  MUTATION_TESTS: (own ?? TESTS).join(" "),
  // Few histories, and always the same: each mutant that no other test kills lives through them.
  ...{ HISTORIES: "60", SEED: "1" },
});

export default {
  mutate: files,
  mutator: {
    // Nearly all are words for the user; decision 0016.
    excludedMutations: ["StringLiteral"],
  },
  ignorers: ["commands-begin"],
  plugins: ["./tests/mutation/mocha.mjs", "./tests/mutation/ignorer.mjs"],
  testRunner: "mocha",
  testRunnerNodeArgs: ["--import", "tsx"],
  coverageAnalysis: own ? "off" : "perTest",
  concurrency: 1,
  timeoutMS: 20000,
  ignorePatterns: [
    ...[".venv", "__pycache__", ".dev", ".pulumi-local", ".tools", ".next"],
    ...["docs", "reports", "sbom"],
  ],
  tempDirName: ".stryker-tmp",
  reporters: ["clear-text", "json", "html"],
  clearTextReporter: { logTests: false, reportTests: false, allowColor: false },
  jsonReporter: { fileName: `${report}.json` },
  htmlReporter: { fileName: `${report}.html` },
  allowConsoleColors: false,
};
