import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import {
  collect,
  CollectError,
  Kubectl,
} from "../../.claude/skills/troubleshoot-k8s-deployment/scripts/collect.mjs";
import {
  clean,
  shellWord,
} from "../../.claude/skills/troubleshoot-k8s-deployment/scripts/lib/clean.mjs";
import { FAULTS } from "../../.claude/skills/troubleshoot-k8s-deployment/scripts/lib/faults.mjs";
import {
  diagnose,
  Evidence,
} from "../../.claude/skills/troubleshoot-k8s-deployment/scripts/lib/patterns.mjs";

const SKILL = path.resolve(__dirname, "../../.claude/skills/troubleshoot-k8s-deployment");
const RECORDED = path.join(SKILL, "examples/evidence.json");
const recorded = (): Evidence => JSON.parse(fs.readFileSync(RECORDED, "utf8"));

const script = (...args: string[]) =>
  spawnSync(process.execPath, [path.join(SKILL, "scripts", args[0]!), ...args.slice(1)], {
    encoding: "utf8",
  });

describe("a diagnosis of recorded evidence", () => {
  for (const fault of FAULTS.filter(({ alone }) => !alone)) {
    it(`says of ${fault.name}: ${fault.kind ?? "nothing"}`, () => {
      const found = diagnose(recorded(), fault.name);
      assert.deepEqual(
        found.map(({ kind, object }) => `${kind} ${object}`),
        fault.kind ? [`${fault.kind} ${fault.object ?? `deployment/${fault.name}`}`] : [],
      );
      for (const { cause } of found) assert.match(cause, fault.cause!);
    });
  }

  it("gives commands that are bound to the context, and checks that only read", () => {
    const READS = /^kubectl --context drill (--namespace drill )?(get|describe|logs) /;
    const BOUND = /(^|\| )kubectl --context drill/;
    for (const { check, fix, kind } of diagnose(recorded())) {
      assert.match(check, READS, kind);
      if (!/^docker /.test(fix)) assert.match(fix || "kubectl --context drill", BOUND, kind);
    }
  });

  it("is the same for pods that fail alike, once", () => {
    const evidence = recorded();
    const pod = evidence.pods.find(({ workload }) => workload === "deployment/crash")!;
    evidence.pods.push({ ...pod, name: "crash-2" });
    const found = diagnose(evidence, "crash");
    assert.equal(found.length, 1);
    assert.deepEqual(found[0]!.pods, [pod.name, "crash-2"]);
  });

  it("is printed as a table, and decides the exit code", () => {
    const all = script("diagnose.mjs", "--input", RECORDED);
    assert.equal(all.status, 1);
    assert.match(all.stdout, /^25 findings in namespace drill \(context drill\)\n/);
    assert.match(all.stdout, /^# {3}KIND +OBJECT +EVIDENCE$/m);
    assert.match(all.stdout, /^ {3}fix +kubectl .* set selector service wrong-selector/m);
    const none = script("diagnose.mjs", "--input", RECORDED, "--deployment", "healthy");
    assert.equal(none.status, 0);
    assert.match(none.stdout, /^Nothing is wrong/);
    const json = script("diagnose.mjs", "--input", RECORDED, "--json", "--deployment", "crash");
    assert.deepEqual(Object.keys(JSON.parse(json.stdout)[0]), [
      ...["kind", "object", "workload", "container", "pods"],
      ...["evidence", "cause", "check", "fix", "note", "managedBy"],
    ]);
  });

  it("is refused with the reason when there is nothing to look at", () => {
    const refused = (...args: string[]) => {
      const run = script("diagnose.mjs", ...args);
      assert.equal(run.status, 2);
      return run.stderr;
    };
    assert.match(refused(), /--namespace is missing/);
    assert.match(
      refused("--input", RECORDED, "-d", "nobody"),
      /no workload "nobody".*deployment\/crash/,
    );
    assert.match(refused("--input", path.join(SKILL, "../../../package.json")), /is not evidence/);
    assert.match(refused("--input", "/nowhere"), /ENOENT/);
  });
});

describe("collecting evidence", () => {
  const SECRET = "hunter2-hunter2";
  const deployment = {
    kind: "Deployment",
    metadata: {
      name: "web",
      annotations: { "kubectl.kubernetes.io/last-applied-configuration": SECRET },
    },
    spec: {
      selector: { matchLabels: { app: "web" } },
      template: {
        metadata: { labels: { app: "web" }, annotations: { token: SECRET } },
        spec: {
          containers: [
            {
              name: "app",
              image: "web:1",
              command: [SECRET],
              env: [{ name: "KEY", value: SECRET }],
            },
          ],
        },
      },
    },
    status: { updatedReplicas: 1 },
  };
  const pod = {
    kind: "Pod",
    metadata: {
      name: "web-1",
      ownerReferences: [{ kind: "Deployment", name: "web", controller: true }],
    },
    spec: deployment.spec.template.spec,
    status: {
      phase: "Running",
      containerStatuses: [
        {
          ...{ name: "app", ready: false, restartCount: 2 },
          state: { waiting: { reason: "CrashLoopBackOff" } },
          lastState: { terminated: { exitCode: 1, finishedAt: "2026-01-01T00:00:00Z" } },
        },
      ],
    },
  };
  const LOG = `starting\nDATABASE_URL=postgresql://todo:${SECRET}@db/todo\npassword authentication failed\n`;

  /** Stands for kubectl, and keeps what it was asked. */
  function fake(answers: Record<string, { code?: number; stdout?: string; stderr?: string }>) {
    const asked: string[] = [];
    const run: Kubectl = async (args) => {
      const line = args.join(" ");
      asked.push(line);
      const [, answer] = Object.entries(answers).find(([part]) => line.includes(part)) ?? [];
      return { code: 0, stdout: "", stderr: "", ...answer };
    };
    return { asked, run };
  }
  const list = (...items: object[]) => ({ stdout: JSON.stringify({ items }) });
  const cluster = () =>
    fake({
      "get namespace": { stdout: "namespace/apps" },
      "get deployments": list(deployment, pod),
      "get nodes": {
        ...{ ...list(), code: 1 },
        stderr: "Error from server (Forbidden): nodes is forbidden: User cannot list",
      },
      "logs web-1": { stdout: LOG },
    });
  const target = { namespace: "apps", context: "here" };

  it("reads only, never asks for Secrets or ConfigMaps, and names context and namespace", async () => {
    const { asked, run } = cluster();
    await collect(target, run);
    assert.ok(asked.length >= 4);
    for (const line of asked) {
      assert.match(line, /^--context here --request-timeout=15s (--namespace apps )?(get|logs) /);
      assert.doesNotMatch(line, /secret|configmap/i);
    }
  });

  it("keeps no value of a variable, no annotation, and no credential of a log", async () => {
    const evidence = await collect(target, cluster().run);
    assert.doesNotMatch(JSON.stringify(evidence), new RegExp(SECRET));
    assert.deepEqual(evidence.logs[0]!.lines, [
      "starting",
      "DATABASE_URL=postgresql://todo:***@db/todo",
      "password authentication failed",
    ]);
    assert.match(diagnose(evidence)[0]!.cause, /credentials are refused/);
  });

  describe("where the first look leaves a question", () => {
    const web = { kind: "Service", metadata: { name: "web" }, spec: { selector: { app: "web" } } };
    const running = (status: object) => ({
      ...{ ...pod, metadata: { ...pod.metadata, labels: { app: "web" } } },
      status: {
        phase: "Running",
        containerStatuses: [{ name: "app", restartCount: 0, ...status }],
      },
    });
    const SOCKETS = [
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
      "   0: 00000000:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 1 1",
      "   1: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 1 1",
      "   2: 0700000A:0BB8 0800000A:C350 01 00000000:00000000 00:00000000 00000000  1000        0 1 1",
      "   0: 00000000000000000000000000000000:1388 00000000000000000000000000000000:0000 0A 0",
    ].join("\n");

    const behindService = (exec: { stdout?: string; stderr?: string; code?: number }) =>
      fake({
        "get namespace": { stdout: "namespace/apps" },
        "get deployments": list(
          deployment,
          running({ ready: true, state: { running: { startedAt: "2026-01-01T00:00:00Z" } } }),
          web,
        ),
        "get nodes": list(),
        "exec web-1": exec,
      });

    it("looks which ports a program behind a Service listens on", async () => {
      const { asked, run } = behindService({ stdout: SOCKETS });
      const { listening } = await collect(target, run);
      assert.deepEqual(listening, [{ pod: "web-1", open: [3000, 5000], local: [8080] }]);
      const [exec, ...more] = asked.filter((line) => / exec /.test(line));
      assert.match(
        exec!,
        /exec web-1 --container app -- cat \/proc\/net\/tcp \/proc\/net\/tcp6 \/proc\/net\/udp \/proc\/net\/udp6$/,
      );
      assert.deepEqual(more, []);
    });

    it("says why it could not, and does not where it is told not to", async () => {
      const refused = async (stderr: string) =>
        (await collect(target, behindService({ code: 1, stderr }).run)).listening;
      const [forbidden] = await refused('pods "web-1" is forbidden: User cannot create pods/exec');
      assert.equal(forbidden!.refused, "kubectl exec is not allowed here");
      const [empty] = await refused('exec: "cat": executable file not found in $PATH');
      assert.match(empty!.refused!, /no program that could look/);
      const { asked, run } = behindService({ stdout: SOCKETS });
      assert.deepEqual((await collect({ ...target, exec: false }, run)).listening, []);
      assert.doesNotMatch(asked.join(), / exec /);
    });

    it("asks for names and keys of Secrets and ConfigMaps, and for no value of theirs", async () => {
      const env = [{ name: "KEY", valueFrom: { secretKeyRef: { name: "keys", key: "KEY" } } }];
      const message = "couldn't find key KEY in Secret apps/keys";
      const broken = {
        ...running({ state: { waiting: { reason: "CreateContainerConfigError", message } } }),
        spec: { containers: [{ name: "app", image: "web:1", env }] },
      };
      const { asked, run } = fake({
        "get namespace": { stdout: "namespace/apps" },
        "get deployments": list(deployment, broken),
        "get nodes": list(),
        "get configmaps": { stdout: "settings LEVEL REGION\n" },
        "get secrets": { stdout: "keys   Opaque   1   5d\nother   Opaque   1   5d\n" },
        "describe secret keys": { stdout: "Name: keys\n\nData\n====\nKEYS:  5 bytes\n" },
      });
      const { sources } = await collect(target, run);
      assert.deepEqual(sources, [
        { kind: "configmap", name: "settings", keys: ["LEVEL", "REGION"] },
        { kind: "secret", name: "keys", keys: ["KEYS"], sizes: { KEYS: 5 } },
        { kind: "secret", name: "other" },
      ]);
      const lines = asked.filter((line) => /secret|configmap/i.test(line));
      assert.equal(lines.length, 3);
      for (const line of lines)
        assert.match(
          line,
          /configmaps --output=go-template=|get secrets --no-headers$|describe secret keys$/,
        );
    });

    it("asks for the sizes of the Secrets of both sides where one refuses the other's", async () => {
      const holder = (name: string) => {
        const env = [{ name: "TOKEN", valueFrom: { secretKeyRef: { name, key: "token" } } }];
        const state = { running: { startedAt: "2026-01-01T00:00:00Z" } };
        return {
          ...pod,
          metadata: { ...pod.metadata, name },
          spec: { containers: [{ name: "app", image: "web:1", env }] },
          status: {
            phase: "Running",
            containerStatuses: [{ name: "app", ready: name === "theirs", restartCount: 0, state }],
          },
        };
      };
      const ask = async (words: string) => {
        const { asked, run } = fake({
          "get namespace": { stdout: "namespace/apps" },
          "get deployments": list(deployment, holder("own"), holder("theirs")),
          "get nodes": list(),
          "logs own": { stdout: `${words}\n` },
        });
        await collect(target, run);
        return asked.flatMap((line) => / describe secret (\w+)$/.exec(line)?.[1] ?? []);
      };
      assert.deepEqual(await ask("HTTP Error 401: Unauthorized"), ["own", "theirs"]);
      assert.deepEqual(await ask("panic"), []);
    });

    it("leaves the answer open where it is refused", async () => {
      const broken = running({
        state: { waiting: { reason: "CreateContainerConfigError", message: "" } },
      });
      const { sources, usage, setAside } = await collect(
        target,
        fake({
          "get namespace": { stdout: "namespace/apps" },
          "get deployments": list(deployment, broken),
          "get nodes": list(),
          "get secrets": { code: 1, stderr: "secrets is forbidden" },
        }).run,
      );
      assert.deepEqual({ sources, usage, setAside }, { sources: null, usage: [], setAside: null });
    });

    it("asks how much memory is used, and set aside, where that decides", async () => {
      const short = {
        ...running({
          state: { waiting: { reason: "CrashLoopBackOff" } },
          lastState: { terminated: { exitCode: 137, reason: "OOMKilled" } },
        }),
      };
      const message = "0/1 nodes are available: 1 Insufficient memory.";
      const conditions = [
        { type: "PodScheduled", status: "False", reason: "Unschedulable", message },
      ];
      const waits = {
        ...pod,
        metadata: { ...pod.metadata, name: "web-2" },
        status: { phase: "Pending", conditions },
      };
      const { usage, setAside } = await collect(
        target,
        fake({
          "get namespace": { stdout: "namespace/apps" },
          "get deployments": list(deployment, short, waits),
          "get nodes": list(),
          "top pod": { stdout: "web-1   app   5m   120Mi\n" },
          "get pods --all-namespaces": {
            stdout: "n1\tRunning\t100m|64Mi 1|1Gi \nn1\tSucceeded\t5|5Gi \n\tPending\t1|1Gi \n",
          },
        }).run,
      );
      assert.deepEqual(usage, [{ pod: "web-1", container: "app", bytes: 120 * 2 ** 20 }]);
      assert.deepEqual(setAside, [{ node: "n1", cpu: 1.1, memory: 1088 * 2 ** 20 }]);
    });
  });

  it("goes on, and says so, where it may not read something", async () => {
    const evidence = await collect(target, cluster().run);
    assert.match(evidence.notRead[0]!, /nodes is forbidden/);
  });

  const refused: [string, Parameters<typeof fake>[0], RegExp][] = [
    [
      "a namespace that is not there",
      { "get namespace": { code: 1, stderr: 'Error (NotFound): namespaces "apps" not found' } },
      /no namespace "apps". Run: kubectl --context here get namespaces/,
    ],
    [
      "a cluster that does not answer",
      { "get deployments": { code: 1, stderr: "Unable to connect to the server" } },
      /could not read namespace "apps": Unable to connect.*get-contexts/,
    ],
  ];
  for (const [name, answers, message] of refused) {
    it(`stops at ${name}`, async () => {
      await assert.rejects(collect(target, fake(answers).run), (error) => {
        assert.ok(error instanceof CollectError);
        assert.match(error.message, message);
        return true;
      });
    });
  }

  const masked: [string, string][] = [
    ["Authorization: Bearer abcdef.123456", "Authorization: Bearer ***"],
    ["API_KEY=abc next", "API_KEY=*** next"],
    [`{"password": "a b", "x": 1}`, `{"password": ***, "x": 1}`],
    ["token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig", "token ***"],
    ['secret "app-secrets" not found', 'secret "app-secrets" not found'],
    ["\u001b[31mred\u001b[0m\u0007", "red"],
  ];
  for (const [text, expected] of masked) {
    it(`prints ${JSON.stringify(text)} as ${JSON.stringify(expected)}`, () => {
      assert.equal(clean(text), expected);
    });
  }

  it("quotes what a shell would read", () => {
    assert.equal(shellWord("app=web"), "app=web");
    assert.equal(shellWord("it's $HOME"), `'it'\\''s $HOME'`);
    assert.equal(shellWord("<TAG>"), "'<TAG>'");
  });
});

describe("the drill", () => {
  it("lists its faults, and prints manifests of those that are asked for", () => {
    assert.match(script("faults.mjs", "--list").stdout, /^too-large +Unschedulable +a request/m);
    const { items } = JSON.parse(script("faults.mjs", "no-volume", "--image", "mine:1").stdout);
    assert.deepEqual(
      items.map((item: { kind: string }) => item.kind),
      ["PersistentVolumeClaim", "Deployment"],
    );
    assert.equal(items[1].spec.template.spec.containers[0].image, "mine:1");
  });

  it("refuses a name that it does not know", () => {
    const run = script("faults.mjs", "nothing");
    assert.equal(run.status, 2);
    assert.match(run.stderr, /no fault nothing\. Run: faults.mjs --list/);
  });
});
