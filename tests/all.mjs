/**
 * Runs every suite that needs neither engine nor cluster, and adds up what they say: `N passed, N failed, N skipped`
 * alone on the last line. One that fails keeps none of the others from running. Suites run side by side in three
 * rows: two take a core each, and the browser's mostly waits.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mocha, nodeTest, pytest, vitest } from "../tools/report/counts.mjs";

/** A suite: its name, where it runs, its command, and how its runner counts. */
const STACK = ["stack, chart and documents", ".", "npm run --silent test", mocha];
// What the Makefile builds where no helm was on PATH; the suite before has run with Helm 3 then.
const HELM4 = ".tools/helm4";
const CHART4 = [
  "chart, with Helm 4",
  ".",
  `PATH="$PWD/${HELM4}:$PATH" npm run --silent test:chart`,
  mocha,
];
const BACKEND = ["backend", "backend", ".venv/bin/pytest", pytest];
const FRONTEND = ["frontend", "frontend", "npx vitest run", vitest];
const BUILT = ["frontend, built", "frontend", "npm run --silent test:built", nodeTest];
const BROWSER = ["the app in a browser", "frontend", "npm run --silent e2e:local", nodeTest];

const total = { passed: 0, failed: 0, skipped: 0 };
const show = (text) => process.stdout.write(text);
// One row is seen as it goes; the others when they have ended, so that suites side by side do not mix their lines.
const held = async (suites) => {
  const texts = [];
  await runAll(suites, (text) => texts.push(text));
  return texts.join("");
};
const others = [held([BACKEND, FRONTEND])];
// First, for it writes into frontend/, which the stack's tests read.
await runAll([BUILT], show);
others.push(held([BROWSER]));
await runAll(existsSync(`${HELM4}/helm`) ? [STACK, CHART4] : [STACK], show);
for (const text of others) show(await text);
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;

/** One suite after the other. @param say hears what there is to be shown. */
async function runAll(suites, say) {
  for (const [name, folder, command, count] of suites) {
    say(`\n== ${name}\n`);
    const begin = Date.now();
    const { code, output } = await run(command, folder, say);
    say(`-- ${name}: ${Math.round((Date.now() - begin) / 1000)} s\n`);
    const counts = count(output);
    // A runner that breaks down without a failed test has failed all the same; so has one that ran nothing.
    if (counts.failed === 0 && (code !== 0 || counts.passed + counts.skipped === 0))
      counts.failed = 1;
    for (const key of Object.keys(total)) total[key] += counts[key];
  }
}

/** Runs a command. @returns its exit code and what it said on stdout. */
function run(command, cwd, say) {
  const child = spawn("bash", ["-c", command], { cwd, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    say(text);
    output += text;
  });
  child.stderr.setEncoding("utf8").on("data", say);
  return new Promise((resolve) => {
    child.once("close", (code) => resolve({ code, output: output.replace(/\x1b\[[0-9;]*m/g, "") }));
  });
}
