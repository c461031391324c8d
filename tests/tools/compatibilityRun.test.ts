import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { Kind, KINDS } from "../../tools/compatibility/kinds";
import { lastError, takeSteps } from "../../tools/compatibility/steps";
import { Reply, standIn } from "../support/standIn";

const SITE = { folder: "/copy", name: "compat-a", env: {}, variables: ["STACK=compat-a"] };

describe("a run for the table of compatibility", () => {
  const tools = standIn();
  let said: string[];
  let log: string[];
  beforeEach(() => {
    [said, log] = [[], []];
    tools.answer(/^make/, "done").answer(/^node --version/, "v24.21.0");
  });
  const run = (kind: Kind) =>
    takeSteps(kind, SITE, {
      say: (text) => void said.push(text),
      write: (line) => void log.push(line),
      signal: new AbortController().signal,
    });
  const made = () => tools.called(/^make/).map((command) => command.split(" ")[1]);
  const failing = (target: string, stderr: string, code = 2) =>
    tools.answer(new RegExp(`^make ${target} `), { code, stderr });

  const ALL = ["up", "status", "verify", "preview", "recover", "down"];

  it("takes every step for the copy's own stack, and has passed", async () => {
    const { steps, result, left } = await run(KINDS.deployment!);
    assert.deepEqual(
      tools.called(/^make/),
      ALL.map((target) => `make ${target} STACK=compat-a`),
    );
    assert.deepEqual(
      steps.map(({ name, code }) => [name, code]),
      ALL.map((target) => [`make ${target}`, 0]),
    );
    assert.deepEqual([result, left], ["passed", false]);
  });

  for (const target of ALL.slice(0, -1)) {
    it(`takes it away again where make ${target} fails, and says why that was`, async () => {
      failing(target, "todo-app: error: no room\nmake: *** [Makefile:66: up] Error 1");
      const { steps, result, left } = await run(KINDS.deployment!);
      const until = ALL.slice(0, ALL.indexOf(target) + 1);
      assert.deepEqual(made(), [...until, "down"]);
      assert.equal(steps.length, until.length + 1);
      assert.equal(result, `make ${target} failed: todo-app: error: no room`);
      assert.equal(left, false);
    });
  }

  it("puts the stack right and takes it away where it could not be at first", async () => {
    let times = 0;
    tools.answer(/^make down /, (): Reply => (times++ === 0 ? { code: 1, stderr: "locked" } : ""));
    const { result, left } = await run(KINDS.deployment!);
    assert.deepEqual(made(), [...ALL, "recover", "down"]);
    assert.deepEqual([result, left], ["make down failed: locked", false]);
  });

  it("says that something is left where it cannot be taken away", async () => {
    failing("down", "no answer");
    assert.equal((await run(KINDS.deployment!)).left, true);
  });

  it("names the step that failed first, not the one that takes it away", async () => {
    failing("verify", "BROKEN  pods are ready");
    failing("down", "no answer");
    const { result } = await run(KINDS.deployment!);
    assert.equal(result, "make verify failed: BROKEN  pods are ready");
  });

  it("reads versions once the first step has installed what tells them, even where it failed", async () => {
    failing("up", "no");
    const { versions } = await run(KINDS.deployment!);
    assert.equal(versions.node, "24.21.0");
    const read = tools.calls.indexOf("node --version");
    assert.equal(tools.calls[0], "make up STACK=compat-a");
    assert.ok(read > 0 && read < tools.calls.indexOf("make down STACK=compat-a"));
    assert.ok(tools.calls.includes("kubectl --context compat-a get nodes --output=json"));
  });

  it("keeps every line in its log, without colours, below the step's command", async () => {
    tools.answer(/^make status /, { stdout: "\u001b[32mok\u001b[0m\nwell\n", stderr: "beware\n" });
    await run(KINDS.deployment!);
    assert.match(log.join("\n"), /\n\$ make status\nok\nwell\nbeware\n\n\$ make verify\n/);
    assert.match(said[1]!, /^make status: done, \d/);
  });

  it("tells nobody where the copy lies", async () => {
    failing("up", "error: /copy/index.ts is gone");
    const { result } = await run(KINDS.deployment!);
    assert.equal(result, "make up failed: error: ./index.ts is gone");
  });

  describe("of tests", () => {
    const suite = (stdout: string, code = 0) =>
      tools.answer(/^npm run/, { stdout, code }).answer(/^helm/, "v4.3");

    it("counts them", async () => {
      suite("  9 passing (2s)\n  1 pending\n");
      const { counts, result, versions } = await run(KINDS.chart!);
      assert.deepEqual(counts, { passed: 9, failed: 0, skipped: 1 });
      assert.equal(result, "passed");
      assert.equal(versions.helm, "4.3");
      assert.deepEqual(made(), ["node_modules/.made"]);
    });

    it("says how many failed", async () => {
      suite("  9 passing (2s)\n  2 failing\n", 2);
      assert.match((await run(KINDS.chart!)).result, /^npm run test:chart failed: 2 of 11 tests$/);
    });

    it("has not passed where none ran", async () => {
      suite("  0 passing (1ms)\n  9 pending\n");
      assert.equal((await run(KINDS.chart!)).result, "no test ran");
    });

    it("counts none where what they need was not installed", async () => {
      failing("node_modules/.made", "npm error no network");
      const { counts, result } = await run(KINDS.chart!);
      assert.equal(counts, undefined);
      assert.equal(result, "make node_modules/.made failed: npm error no network");
    });
  });
});

describe("what a step said last of what went wrong", () => {
  const outputs: [what: string, lines: string[], last: string][] = [
    ["an error, not make's word for it", ["error: a", "make: *** [up] Error 1"], "error: a"],
    [
      "an error, not advice after it",
      ["b failed (exit 1)", "then run: make up"],
      "b failed (exit 1)",
    ],
    ["the last of several", ["error: a", "error: b", ""], "error: b"],
    ["a promise that is broken", ["ok  a", "BROKEN  b", "ok  c"], "BROKEN  b"],
    ["what is missing", ["MISSING  docker", "ok  node", "Nothing was changed."], "MISSING  docker"],
    ["the last line where none tells", ["one", "  two  "], "two"],
    ["nothing where nothing was said", ["", "make[1]: Leaving directory"], "it said nothing"],
    ["as much as fits", [`error: ${"x".repeat(500)}`], `error: ${"x".repeat(190)}...`],
  ];
  for (const [what, lines, last] of outputs) {
    it(`is ${what}`, () => assert.equal(lastError(lines), last));
  }
});

describe("a run for the table that is interrupted", () => {
  const at = (file: string) => JSON.stringify(path.resolve(file));
  const SCRIPT = `
import { KINDS } from ${at("tools/compatibility/kinds")};
import { takeSteps } from ${at("tools/compatibility/steps")};
import { interruption, runCommand, stopIfInterrupted } from ${at("cli/stack/interrupt")};
import { replaceProcesses } from ${at("components/process/shell")};
import { StandIn } from ${at("tests/support/standIn")};

const tools = new StandIn();
tools.answer(/^make/, "").answer(/^make status/, () => {
  process.emit("SIGINT", "SIGINT");
  return { code: 130 };
});
replaceProcesses(tools);
const site = { folder: "/copy", name: "a", env: {}, variables: [] };
runCommand(async () => {
  await takeSteps(KINDS.deployment!, site, { say() {}, write() {}, signal: interruption });
  console.log(tools.called(/^make/).join(", "));
  stopIfInterrupted();
  console.log("noted");
}, "make compatibility");
`;

  it("ends the present step, takes all away, notes nothing, and says how to go on", () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "todo-interrupted-"));
    try {
      const script = path.join(folder, "run.ts");
      fs.writeFileSync(script, SCRIPT);
      const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", script], {
        encoding: "utf8",
      });
      assert.equal(stdout, "make up, make status, make down\n", stderr);
      assert.match(
        stderr,
        /Stopping after the current step[^]*To continue, run: make compatibility\n$/,
      );
      assert.equal(status, 130);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });
});
