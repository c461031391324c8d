/**
 * Runs every suite that needs neither engine nor cluster, one after the other, and adds up what they say:
 * `N passed, N failed, N skipped` alone on the last line. One that fails keeps none of the others from running.
 */
import { spawn } from "node:child_process";

/** A suite: its name, where it runs, its command, and how its runner counts. */
const SUITES = [
  ["stack, chart and documents", ".", "npx mocha 'tests/*.test.ts'", mocha],
  ["backend", "backend", ".venv/bin/pytest", pytest],
  ["frontend", "frontend", "npx vitest run", vitest],
  ["frontend, built", "frontend", "npm run --silent test:built", nodeTest],
  ["the app in a browser", "frontend", "npm run --silent e2e:local", nodeTest],
];

const total = { passed: 0, failed: 0, skipped: 0 };
for (const [name, folder, command, count] of SUITES) {
  console.log(`\n== ${name}`);
  const begin = Date.now();
  const { code, output } = await run(command, folder);
  console.log(`-- ${name}: ${Math.round((Date.now() - begin) / 1000)} s`);
  const counts = count(output);
  // A runner that breaks down without a failed test has failed all the same; so has one that ran nothing.
  if (counts.failed === 0 && (code !== 0 || counts.passed + counts.skipped === 0))
    counts.failed = 1;
  for (const key of Object.keys(total)) total[key] += counts[key];
}
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;

function run(command, cwd) {
  const child = spawn("bash", ["-c", command], { cwd, stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    process.stdout.write(text);
    output += text;
  });
  return new Promise((resolve) => {
    child.once("close", (code) => resolve({ code, output: output.replace(/\x1b\[[0-9;]*m/g, "") }));
  });
}

/** "3 passing", "1 pending", "1 failing", each on a line of its own. */
function mocha(output) {
  const number = (word) => Number(new RegExp(`^ +(\\d+) ${word}`, "m").exec(output)?.[1] ?? 0);
  return { passed: number("passing"), failed: number("failing"), skipped: number("pending") };
}

/** "1 failed, 3 passed, 1 skipped, 2 errors in 4.2s" */
function pytest(output) {
  return counted(/^.*\b\d+ \w+.* in [\d.]+s.*$/gm.exec(output)?.[0] ?? "");
}

/** "Tests  1 failed | 3 passed | 1 skipped (5)" */
function vitest(output) {
  return counted(/^ *Tests +(.*)$/m.exec(output)?.[1] ?? "");
}

/** "ℹ pass 3", "ℹ fail 1", each on a line of its own. */
function nodeTest(output) {
  const number = (word) => Number(new RegExp(`^[#ℹ] ${word} (\\d+)$`, "m").exec(output)?.[1] ?? 0);
  return {
    passed: number("pass"),
    failed: number("fail") + number("cancelled"),
    skipped: number("skipped"),
  };
}

function counted(line) {
  const number = (words) =>
    [...line.matchAll(new RegExp(`(\\d+) (?:${words})\\b`, "g"))].reduce(
      (sum, [, n]) => sum + Number(n),
      0,
    );
  return {
    passed: number("passed"),
    failed: number("failed|errors?"),
    skipped: number("skipped|todo"),
  };
}
