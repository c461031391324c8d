import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { PassThrough } from "node:stream";
import { mock } from "node:test";
import { view, wholeRun } from "../../cli/stack/progressView";
import { LOGS } from "../../cli/stack/runLog";
import { change } from "../../cli/stack/stack";
import { hearing, ownCheckout, standIn } from "../support/standIn";

const ROOT = path.join(__dirname, "../..");
const recorded = (name: string) =>
  fs.readFileSync(path.join(ROOT, "tests/engineEvents", `${name}.jsonl`), "utf8");

describe("a change by Pulumi", () => {
  ownCheckout();
  const tools = standIn();
  const said = hearing();
  const log = () => fs.readFileSync(path.join(LOGS, fs.readdirSync(LOGS)[0]!), "utf8");
  beforeEach(() => delete process.env.VERBOSE);
  afterEach(() => delete process.env.VERBOSE);

  it("is told in a few plain lines: its steps, its warnings, and at last what changed and where the log is", async () => {
    tools.answer(/^pulumi up/, recorded("first-up"));
    assert.equal(await change("up", ["--yes"], {}), 0);
    assert.deepEqual(tools.calls, ["pulumi up --stack dev --json --color=never --yes"]);
    assert.match(said(), /^Update of stack dev \.\.\.\n/);
    assert.match(said(), /^ {2}0:00 {2}creating {2}minikube cluster$/m);
    assert.match(said(), /^ {2}0:00 {2}warning {3}minikube cluster: half way$/m);
    const [file] = fs.readdirSync(LOGS);
    assert.match(
      said(),
      new RegExp(`\\nUpdate of stack dev: done in .* s: 7 created\\. Log: ${LOGS}/${file}\\n$`),
    );
    assert.doesNotMatch(said(), /digest|COPY|\{|\u001b/);
  });

  it("keeps in its log what was shown and what the builder said", async () => {
    tools.answer(/^pulumi up/, recorded("first-up"));
    await change("up", [], {});
    assert.match(log(), /creating {2}minikube cluster\n/);
    assert.match(log(), /backend image: build: \[1\/1\] COPY hello \/hello\n/);
    assert.match(log(), /Update of stack dev: done in/);
  });

  it("keeps nothing that is for debugging", async () => {
    const diagnosticEvent = {
      severity: "debug",
      message: "RPC finished: s3cret",
      prefix: "debug: ",
    };
    tools.answer(/^pulumi up/, `${JSON.stringify({ diagnosticEvent })}\n${recorded("first-up")}`);
    await change("up", [], {});
    assert.doesNotMatch(said() + log(), /s3cret|RPC/);
  });

  it("ends with what went wrong, below all else, and with Pulumi's exit code", async () => {
    tools.answer(/^pulumi up/, { code: 255, stdout: recorded("failing-build") });
    assert.equal(await change("up", [], {}), 255);
    assert.match(
      said(),
      /failed {4}backend image: build[^]*\n\nbackend image: build:\n {2}error: error reading build output[^]*resolving packages[^]*\n\nUpdate of stack dev: failed after .*1 failed\. Log: /,
    );
  });

  it("shows what Pulumi says without an event, as that the stack is locked", async () => {
    const stderr = "error: the stack is currently locked by 1 lock(s)";
    tools.answer(/^pulumi refresh/, { code: 255, stderr });
    assert.equal(await change("refresh", [], {}), 255);
    assert.match(said(), /^error: the stack is currently locked by 1 lock\(s\)$/m);
    assert.match(log(), /currently locked/);
    assert.match(said(), /Refresh of stack dev: failed after .*: nothing changed\. Log/);
  });

  it("has the terminal to itself with VERBOSE, as it is without make", async () => {
    process.env.VERBOSE = "1";
    tools.answer(/^pulumi destroy/, { code: 3 });
    assert.equal(await change("destroy", ["--yes"], {}), 3);
    assert.deepEqual(tools.calls, ["pulumi destroy --stack dev --yes"]);
    assert.equal(said(), "");
    assert.ok(!fs.existsSync(LOGS));
  });
});

describe("the view of a change", () => {
  const said = hearing();
  const written: string[] = [];
  const log = { file: "x.log", write: (text: string) => void written.push(text) };
  const creating = recorded("first-up")
    .split("\n")
    .find((line) => line.includes("resourcePreEvent") && line.includes("cluster-profile"))!;
  let views: ReturnType<typeof view>[] = [];
  beforeEach(() => {
    written.length = 0;
    mock.timers.enable({ apis: ["setInterval", "Date"] });
  });
  afterEach(() => {
    views.forEach(({ stop }) => stop());
    views = [];
    mock.timers.reset();
  });

  const pass = (seconds: number) => {
    for (let second = 0; second < seconds; second++) mock.timers.tick(1000);
  };

  /** A terminal of 60 columns, or a pipe. */
  function looks(isTTY: boolean, style = wholeRun("Update")) {
    const stream = Object.assign(new PassThrough(), { isTTY, columns: 60 });
    const shown = view(style, log, stream as unknown as NodeJS.WriteStream);
    views.push(shown);
    const drawn = () => {
      let text = "";
      // Node 26 gives what was written one by one.
      for (let part = stream.read(); part !== null; part = stream.read()) text += String(part);
      return text;
    };
    return { ...shown, drawn };
  }

  it("draws at a terminal, each second, what is in flight, on one line", () => {
    const { onLine, drawn } = looks(true);
    onLine(creating, "stdout");
    pass(4);
    const text = drawn();
    assert.match(text, /0:04 {2}minikube cluster 4 s/);
    assert.doesNotMatch(text, /\n/);
    assert.match(said(), /^Update \.\.\.\n {2}0:01 {2}creating {2}minikube cluster\n$/);
  });

  it("draws nothing any more once it is stopped", () => {
    const { onLine, stop, drawn } = looks(true);
    onLine(creating, "stdout");
    pass(1);
    stop();
    drawn();
    pass(5);
    assert.equal(drawn(), "");
  });

  it("writes what is waited for into the log once a minute, also where it is not shown", () => {
    const { onLine } = looks(false, { ...wholeRun("Update"), shows: () => false });
    onLine(creating, "stdout");
    const before = written.length;
    pass(130);
    assert.equal(written.slice(before).filter((line) => /waiting/.test(line)).length, 2);
  });

  it("draws nothing in a pipe, and says after a minute of silence what is waited for", () => {
    const { onLine, drawn } = looks(false);
    onLine(creating, "stdout");
    pass(60);
    assert.equal(said(), "Update ...\n  0:01  creating  minikube cluster\n");
    pass(61);
    assert.equal(
      said().split("\n").slice(2).join("\n"),
      "  1:01  waiting   minikube cluster 61 s\n  2:01  waiting   minikube cluster 121 s\n",
    );
    assert.equal(drawn(), "");
  });
});
