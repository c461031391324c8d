import assert from "node:assert/strict";
import * as fs from "node:fs";
import { EngineEvent, readEvent } from "../../cli/stack/engineEvents";
import { heard, Line, newRun, passed, Run } from "../../cli/stack/progress";
import { counts, inFlight, printed, problems } from "../../cli/stack/progressText";

/** Recorded from `pulumi --json` on real resources; what a resource consists of is left out. */
const recorded = (name: string): EngineEvent[] =>
  fs
    .readFileSync(`tests/engineEvents/${name}.jsonl`, "utf8")
    .split("\n")
    .map(readEvent)
    .filter((event) => event !== undefined);

/** A run after events that came a tenth of a second after each other, and what there was to say. */
function played(events: EngineEvent[]): { run: Run; lines: Line[] } {
  let run = newRun(0);
  const lines = events.flatMap((event, index) => {
    const [next, more] = heard(run, event, index * 100);
    run = next;
    return more;
  });
  return { run, lines };
}

const shown = (lines: Line[]) =>
  lines.filter(({ hidden }) => !hidden).map(({ label, text }) => `${label}: ${text}`);

const URN = (type: string, name: string) => `urn:pulumi:dev::todo::${type}::${name}`;
const BUILD = URN("todo:index:AppImage$docker:index/image:Image", "backend-build");
const LOAD = URN("todo:index:AppImage$command:local:Command", "backend-load");

const step = (urn: string, op: string): EngineEvent["resourcePreEvent"] =>
  ({ metadata: { urn, op, new: { custom: true } } }) as EngineEvent["resourcePreEvent"];
const begins = (urn: string, op = "create"): EngineEvent => ({ resourcePreEvent: step(urn, op) });
const ends = (urn: string, op = "create"): EngineEvent => ({ resOutputsEvent: step(urn, op) });
const fails = (urn: string): EngineEvent => ({
  resOpFailedEvent: step(urn, "create") as never,
});
const says = (urn: string, message: string, severity = "info", ephemeral = true): EngineEvent => ({
  diagnosticEvent: { urn, message, severity, ephemeral, color: "never" } as never,
});

describe("a run of Pulumi, as it was recorded,", () => {
  const crash = "warning: backend image: pod x: container: CrashLoop\nIts last words:\n  boom";
  const network = "docker:index/network:Network net";
  for (const [name, lines, changes] of [
    [
      "first-up",
      [
        "created: stack id, 0.1 s",
        "created: secrets: database password, 0.4 s",
        "creating: minikube cluster",
        ": minikube cluster: starting the thing",
        "created: backend image: build, 2.3 s",
        "warning: minikube cluster: half way",
        "created: minikube cluster, 2.4 s",
        crash,
        "creating: backend image: load",
        ": backend image: load: loading",
        "created: backend image: load, 0.3 s",
      ],
      "7 created",
    ],
    [
      "failing-command",
      [
        "updating: minikube cluster",
        ": minikube cluster: starting the thing",
        "updated: backend image: build, 1.7 s",
        "warning: minikube cluster: half way",
        "updated: minikube cluster, 1.7 s",
        crash,
        "updating: backend image: load",
        ": backend image: load: loading x",
        ": backend image: load: cannot load: disk full",
        "failed: backend image: load, 0.5 s",
      ],
      "2 updated, 4 unchanged, 1 failed",
    ],
    [
      "failing-build",
      [
        crash,
        "failed: backend image: build, 2.0 s: error reading build output: executor failed running " +
          '[/bin/sh -c echo step one; echo "resolving packages"; sleep 2; ec...',
      ],
      "5 unchanged, 1 failed",
    ],
    ["failing-program", [], "1 unchanged"],
    ["interrupted", [], "1 unchanged"],
    ["refresh-of-drift", [`gone: ${network}, 0.1 s`], "1 deleted, 2 unchanged"],
    ["up-after-drift", [`created: ${network}, 0.1 s`], "1 created, 2 unchanged"],
    [
      "replacement",
      [`removed: ${network}, 0.1 s`, `replaced: ${network}, 0.1 s`],
      "1 replaced, 2 unchanged",
    ],
    // The other one is kept.
    ["destroy", [`deleted: ${network}, 0.2 s`], "3 deleted"],
  ] as [string, string[], string][])
    it(`${name} is told in these lines, and counted`, () => {
      const { run, lines: told } = played(recorded(name));
      assert.deepEqual(shown(told), lines);
      assert.equal(counts(run), changes);
      assert.deepEqual(run.steps, {}, "nothing is in flight any more");
    });

  for (const [name, words] of [
    [
      "failing-command",
      [
        "backend image: load:",
        '  error: exit status 3: running "echo \\"loading x\\" >&2; sleep 1; echo \\"cannot load: disk full\\" >&2; exit 3":',
        "  loading x",
        "  cannot load: disk full",
      ],
    ],
    ["failing-program", ["error: todo:cpus is 0: expected 2 or more"]],
    ["interrupted", ["error: update canceled"]],
  ] as [string, string[]][])
    it(`${name} ends with the whole of what went wrong`, () => {
      assert.deepEqual(problems(played(recorded(name)).run), [words.join("\n")]);
    });

  it("failing-build ends with the builder's last words too, each of them once", () => {
    const [problem, ...others] = problems(played(recorded("failing-build")).run);
    assert.deepEqual(others, []);
    assert.match(problem!, /^backend image: build:\n {2}error: error reading build output: /);
    assert.match(
      problem!,
      /\n {2}Its last log lines:\n[^]*\n {4}step one\n {4}resolving packages\n {4}ERROR: no matching distribution/,
    );
    assert.equal(problem!.split("resolving packages\n").length, 2);
    assert.doesNotMatch(problem!, /digest: sha256/);
  });

  const UNKNOWN =
    "tls: failed to verify certificate: x509: certificate signed by unknown authority";
  const advice: [urn: string, words: string, advice: RegExp | undefined][] = [
    [BUILD, `python:3.11-slim: ${UNKNOWN}`, /engine does not trust .*"Behind a proxy"$/],
    [
      BUILD,
      "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]",
      /todo:buildCa/,
    ],
    [BUILD, "npm error code SELF_SIGNED_CERT_IN_CHAIN", /todo:buildCa/],
    [BUILD, "npm error code UNABLE_TO_GET_ISSUER_CERT_LOCALLY", /todo:buildCa/],
    [BUILD, "npm error code UNABLE_TO_VERIFY_LEAF_SIGNATURE", /todo:buildCa/],
    [BUILD, "npm error code ENOTFOUND", undefined],
    [LOAD, `postgres: ${UNKNOWN}`, undefined],
  ];
  for (const [urn, words, expected] of advice) {
    const what = expected ? "says what helps at" : "has no advice on TLS at";
    it(`${what} "${words}" of ${urn === BUILD ? "a build" : "a command"}`, () => {
      const said = says(urn, words);
      const error = says(urn, "exit code: 1", "error", false);
      const inError = says(urn, words, "error", false);
      for (const events of [
        [begins(urn), said, fails(urn), error],
        [begins(urn), inError],
      ]) {
        const [problem] = problems(played(events).run);
        const last = problem!.split("\n").at(-1)!;
        if (expected) assert.match(last, expected);
        else assert.doesNotMatch(problem!, /Behind a proxy/);
      }
    });
  }

  it("first-up says nothing of what the builder said, and keeps it for the log", () => {
    const { lines } = played(recorded("first-up"));
    assert.doesNotMatch(shown(lines).join("\n"), /COPY hello|digest|exporting/);
    const kept = lines.filter(({ hidden }) => hidden).map(({ text }) => text);
    assert.ok(kept.includes("backend image: build: [1/1] COPY hello /hello"), kept.join("\n"));
    assert.doesNotMatch(kept.join("\n"), /digest: sha256/);
  });
});

describe("a run of Pulumi", () => {
  it("hands on no word of what is for debugging: secrets are in that", () => {
    const { run, lines } = played([begins(LOAD), says(LOAD, "resp: s3cret", "debug")]);
    assert.deepEqual(lines, []);
    assert.doesNotMatch(JSON.stringify(run), /s3cret/);
  });

  it("shows no answer of a command, whose state is of a version that let Pulumi print it", () => {
    const answers = ['{"images":["a:1"]}', "null", '  {"left":[]}'];
    const { lines } = played([begins(LOAD), ...answers.map((answer) => says(LOAD, answer))]);
    assert.deepEqual(lines, []);
    const failed = says(LOAD, 'signal: killed:\nloading\n{"images":[]}\n', "error", false);
    const [problem] = problems(played([begins(LOAD), failed]).run);
    assert.equal(problem, "backend image: load:\n  error: signal: killed:\n  loading");
  });

  for (const words of ["{not JSON}", "[1/3] FROM x", "{", 'said: {"a":1}'])
    it(`shows words of a command that only look like an answer: ${words}`, () => {
      assert.equal(shown(played([begins(LOAD), says(LOAD, words)]).lines).length, 2);
    });

  it("shows a message that Pulumi keeps, whatever says it", () => {
    const { lines } = played([begins(BUILD), says(BUILD, "look here", "info", false)]);
    assert.deepEqual(shown(lines), [
      "creating: backend image: build",
      ": backend image: build: look here",
    ]);
  });

  it("shows what the program prints, which belongs to no step", () => {
    const { lines } = played([says("", "of the program\n", "info#err", false)]);
    assert.deepEqual(shown(lines), [": of the program"]);
  });

  it("takes what a policy says for a warning, or for an error where it is mandatory", () => {
    const policy = (enforcementLevel: string): EngineEvent => ({
      policyEvent: { message: "no limits", enforcementLevel } as never,
    });
    assert.deepEqual(shown(played([policy("warning")]).lines), ["warning: no limits"]);
    assert.deepEqual(problems(played([policy("mandatory")]).run), ["error: no limits"]);
  });

  it("lets nothing that a tool prints act on the terminal", () => {
    const { lines } = played([begins(LOAD), says(LOAD, "a\u001b[2Jb-\u0007c\td\u009b1m\r\ne")]);
    assert.deepEqual(shown(lines).slice(1), [
      ": backend image: load: ab-c  d",
      ": backend image: load: e",
    ]);
  });

  it("tells of a plugin that is downloaded, once", () => {
    const part = (received: number, done = false): EngineEvent => ({
      progressEvent: { message: "Downloading plugin docker", received, total: 9, done },
    });
    const { run, lines } = played([part(1), part(5)]);
    assert.match(inFlight(run, 2000), /^Downloading plugin docker 2 s$/);
    assert.deepEqual(lines, []);
    assert.deepEqual(shown(played([part(1), part(5), part(9, true)]).lines), [
      "fetched: Downloading plugin docker, 0.2 s",
    ]);
  });

  it("says that every step failed where no error says more than that", () => {
    const { run } = played([says("", "update failed", "error", false)]);
    assert.deepEqual(problems(run), ["error: update failed"]);
  });

  it("counts nothing where it ended before it had begun", () => {
    assert.equal(counts(newRun(0)), "nothing changed");
  });

  describe("when time goes by", () => {
    it("says of a step that takes longer than a moment that it has begun, once", () => {
      const { run } = played([begins(LOAD)]);
      assert.deepEqual(passed(run, 999)[1], []);
      const [later, lines] = passed(run, 1000);
      assert.deepEqual(shown(lines), ["creating: backend image: load"]);
      assert.deepEqual(passed(later, 2000)[1], []);
    });

    it("says nothing of one that changes nothing", () => {
      for (const op of ["same", "refresh", "read", "replace"])
        assert.deepEqual(passed(played([begins(LOAD, op)]).run, 60_000)[1], [], op);
    });

    it("says that one begins before its first word, and then no more", () => {
      const { run, lines } = played([begins(LOAD), says(LOAD, "bringing it")]);
      assert.deepEqual(shown(lines), [
        "creating: backend image: load",
        ": backend image: load: bringing it",
      ]);
      assert.deepEqual(passed(run, 5000)[1], []);
    });
  });

  describe("in flight", () => {
    const { run } = played([
      ...[begins(BUILD), begins(LOAD), begins(URN("a:b:C", "x"), "refresh")],
      ...[says(BUILD, "[2/9] RUN pip install"), says(LOAD, "bringing it")],
    ]);

    it("is each step with its seconds and its last word, and how many are looked at", () => {
      assert.equal(
        inFlight(run, 65_000),
        "backend image: build 65 s: [2/9] RUN pip install | backend image: load 64 s: bringing it | looking at 1 resource",
      );
    });

    for (const width of [0, 3, 20, 60, 80, 110])
      it(`has room in ${width} columns`, () => {
        assert.ok(inFlight(run, 65_000, width).length <= Math.max(3, width));
      });

    it("shows as many as can be read, and counts the others", () => {
      assert.equal(
        inFlight(run, 65_000, 100),
        "backend image: build 65 s: [2/9] RUN pip ... | backend image: load 64 s: bringing it | +1",
      );
      assert.equal(
        inFlight(run, 65_000, 80),
        "backend image: build 65 s: [2/9] RUN pip install | +2",
      );
    });

    it("is the program itself where no step is", () => {
      assert.equal(inFlight(newRun(0), 5000), "working out what to do");
      assert.equal(
        inFlight(played([begins(LOAD), ends(LOAD)]).run, 9000),
        "working out what to do",
      );
    });
  });
});

describe("a line of a run", () => {
  for (const [line, ms, text] of [
    [{ label: "created", text: "namespace, 0.4 s" }, 0, "  0:00  created   namespace, 0.4 s"],
    [{ label: "", text: "x: says" }, 65_900, "  1:05            x: says"],
    [{ label: "failed", text: "x" }, 3_601_000, " 60:01  failed    x"],
    [
      { label: "warning", text: "pod x:\nlast\n  words" },
      5000,
      "  0:05  warning   pod x:\n                    last\n                      words",
    ],
  ] as [Line, number, string][])
    it(`is printed with the time and what happens: ${JSON.stringify(text)}`, () => {
      assert.equal(printed(line, ms), text);
    });
});
