/** Only what is ours is ever deleted, and everything that is ours is: what people do to a stack, on a real minikube. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { Load } from "../../faults/load";
import { Visitor } from "../../probe/visitor";
import { appImages, Ended, helm, kubectl, PROFILE, profiles, STACK } from "./checkout";
import { Deployment, inOrder, shown, skipWithoutTools } from "./deployment";

const minikube = (...args: string[]) =>
  execFileSync("minikube", [...args, "--profile", PROFILE], { encoding: "utf8", stdio: "pipe" });

/** What was printed, for the reader of the test's report. */
function told(what: string, { code, output, seconds }: Ended): void {
  const lines = output.trim().split("\n");
  const cut = lines.length > 12 ? ["…", ...lines.slice(-12)] : lines;
  console.log(`      $ ${what}   (exit ${code}, ${seconds.toFixed(0)} s)`);
  for (const line of cut) console.log(`        ${line}`);
}

/** The door of a deployment, past the ingress. */
const doorOf = async (stack: Deployment) => ({ url: (await stack.outputs()).endpoints.nodePort });

/** Somebody with one task; the function says whether it is still there. */
async function withTask(stack: Deployment, title: string): Promise<() => Promise<void>> {
  const visitor = await Visitor.signUp(await doorOf(stack), "owner");
  await visitor.addTask(title);
  return async () => {
    const back = await visitor.at(await doorOf(stack));
    assert.deepEqual(
      (await back.tasks()).map((task) => task.title),
      [title],
    );
  };
}

/** Runs a command, and tells what it printed. */
async function make(
  stack: Deployment,
  target: string,
  env: Record<string, string> = {},
): Promise<Ended> {
  const ended = await stack.checkout.make(target, env);
  told(
    `make ${[target, ...Object.entries(env).map(([key, value]) => `${key}=${value}`)].join(" ")}`,
    ended,
  );
  return ended;
}

const userThings = (namespace = "theirs"): string =>
  kubectl("-n", namespace, "get", "configmap", "mine", "-o", "jsonpath={.data.a}");

function makeUserThings(namespace = "theirs"): void {
  kubectl("create", "namespace", namespace);
  kubectl("-n", namespace, "create", "configmap", "mine", "--from-literal=a=b");
}

describe("a start that failed, and then a profile of the user's own,", function () {
  this.timeout("20m");
  inOrder(this);
  let stack: Deployment;
  let folder: string;

  before(skipWithoutTools);
  before(() => {
    stack = new Deployment();
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "todo-path-"));
  });
  after(async () => {
    await stack?.end();
    if (folder) fs.rmSync(folder, { recursive: true });
  });

  it("leaves no profile and no record of one", async () => {
    const real = execFileSync("bash", ["-c", "command -v minikube"], { encoding: "utf8" }).trim();
    // minikube itself, which is ended half-way: when its node is there and its Kubernetes is not.
    const script = `#!/bin/bash
[ "$1" = start ] || exec ${real} "$@"
${real} "$@" & pid=$!
until docker inspect ${PROFILE} >/dev/null 2>&1; do kill -0 $pid || break; sleep 0.2; done
kill -9 $pid
echo "Exiting due to GUEST_START: the node did not start" >&2
exit 80
`;
    fs.writeFileSync(path.join(folder, "minikube"), script, { mode: 0o755 });
    const ended = await make(stack, "up", {
      PATH: `${folder}${path.delimiter}${process.env.PATH}`,
    });
    stack.failed(ended, /the node did not start/);
    assert.ok(!profiles().includes(PROFILE), profiles());
  });

  it("leaves that profile alone at down", async () => {
    minikube("start", "--keep-context");
    makeUserThings();
    stack.ok(await make(stack, "down"));
    assert.equal(userThings(), "b");
    stack.ok(await make(stack, "up"));
    stack.ok(await make(stack, "down"));
    assert.equal(userThings(), "b");
  });
});

describe("what people do to a stack in a profile of their own", function () {
  this.timeout("30m");
  inOrder(this);
  let stack: Deployment;
  let taskIsThere: () => Promise<void>;
  const imagesBefore = appImages();

  before(skipWithoutTools);
  before(async () => {
    // Long enough for a pod that gets ready, and short enough to wait for one that does not.
    stack = new Deployment({ timeoutSeconds: "90" });
    minikube("start", "--keep-context");
    makeUserThings();
    await stack.mended("up");
    taskIsThere = await withTask(stack, "outlives everything");
  });
  after(() => stack?.end());

  it("the namespace's labels are lost: nothing is deleted, they come back", async () => {
    const labels = ["todo-app/stack-", "todo-app/owner-"];
    kubectl("label", "namespace", "todo-app", ...labels);
    const { uid } = namespaceOf("todo-app");
    const preview = stack.ok(await make(stack, "preview"));
    assert.doesNotMatch(preview.output, /Namespace.*\(delete|delete.*Namespace/);
    await stack.mended("up, the labels lost");
    assert.equal(namespaceOf("todo-app").uid, uid);
    assert.equal(namespaceOf("todo-app").labels["todo-app/stack"], STACK);
    await taskIsThere();
  });

  it("the stack is renamed: up goes on with what is there", async () => {
    const { uid } = namespaceOf("todo-app");
    const renamed = `${STACK}-renamed`;
    stack.ok(await stack.checkout.pulumi("stack", "rename", renamed));
    const up = await stack.checkout.run("make", ["up", `STACK=${renamed}`]);
    told(`pulumi stack rename ${renamed}, make up STACK=${renamed}`, up);
    stack.ok(up);
    assert.equal(namespaceOf("todo-app").uid, uid);
    await stack.checkout.run("pulumi", ["stack", "rename", STACK, "--stack", renamed], {
      env: stack.checkout.backend(),
    });
    await stack.mended("up, renamed back");
    await taskIsThere();
  });

  it("the profile is stopped: recover refuses, and what it prints goes on", async () => {
    minikube("stop");
    const refused = await make(stack, "recover");
    stack.failed(refused, new RegExp(`minikube start --profile ${PROFILE}, then: make recover`));
    minikube("start", "--keep-context");
    stack.ok(await make(stack, "recover"));
    await stack.mended("up, after recover");
    await taskIsThere();
  });

  it("two rollouts fail: the image that runs stays, and an earlier revision can be rolled back to", async () => {
    const { backendImage, frontendImage } = await stack.outputs();
    for (const attempt of [1, 2]) {
      const undo = stack.checkout.edit(
        "backend/main.py",
        (text) => `raise SystemExit("failure ${attempt}")\n${text}`,
      );
      const ended = await make(stack, "up");
      assert.notEqual(ended.code, 0);
      assert.match(ended.output, new RegExp(`failure ${attempt}`));
      undo();
      await taskIsThere();
    }
    const onNode = minikube("image", "ls");
    for (const image of [backendImage, frontendImage]) {
      assert.ok(onNode.includes(image), `${image} is not on the node`);
      assert.ok(appImages().includes(image), `${image} is not in the engine`);
    }
    helm("rollback", "todo-app", "1", "--wait", "--timeout", "3m");
    await taskIsThere();
    await stack.mended("up, after two failures and a rollback");
    await taskIsThere();
  });

  it("a stranger's pod has app: backend: it gets nothing", async () => {
    const { backendImage } = await stack.outputs();
    const spec = {
      automountServiceAccountToken: false,
      securityContext: {
        ...{ runAsNonRoot: true, runAsUser: 1000 },
        seccompProfile: { type: "RuntimeDefault" },
      },
      containers: [
        {
          ...{ name: "stranger", image: backendImage, imagePullPolicy: "Never" },
          command: ["python", "-u", "-m", "http.server", "8000"],
          ports: [{ name: "http", containerPort: 8000 }],
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
        },
      ],
    };
    const overrides = JSON.stringify({ apiVersion: "v1", spec });
    kubectl(
      ...["-n", "todo-app", "run", "stranger", `--image=${backendImage}`, "--labels=app=backend"],
      `--overrides=${overrides}`,
    );
    kubectl("-n", "todo-app", "wait", "pod/stranger", "--for=condition=Ready", "--timeout=120s");
    for (let round = 0; round < 40; round++) await Visitor.signUp(await doorOf(stack), "many");
    assert.doesNotMatch(kubectl("-n", "todo-app", "logs", "stranger"), /POST|GET/);
    stack.ok(await make(stack, "status"));
    kubectl("-n", "todo-app", "label", "pod", "stranger", "app.kubernetes.io/instance=todo-app");
    stack.failed(await make(stack, "status"), /stranger/);
    kubectl("-n", "todo-app", "delete", "pod", "stranger", "--now");
  });

  it("another clone has a stack of the same name in it: its down leaves the first one serving", async () => {
    await besides({ namespace: "todo-clone", host: "clone.local" }, STACK);
  });

  it("another stack of the same source is taken down: the first one serves throughout", async () => {
    stack.checkout.write(
      "Pulumi.test.yaml",
      `config:\n  todo:profile: ${PROFILE}\n  todo:namespace: todo-test\n  todo:host: test.local\n`,
    );
    const before = podsOf("todo-app");
    const load = await Load.start(await doorOf(stack), 2);
    for (const target of ["up", "down"]) {
      const ended = await stack.checkout.run("make", [target, "STACK=test"]);
      told(`make ${target} STACK=test`, ended);
      stack.ok(ended);
    }
    await servedThroughout(load, before);
    await stack.mended("up, after the other stack's down");
    await taskIsThere();
  });

  it("keepDatabase: a down and an up later the task is there", async () => {
    await stack.checkout.set("todo:keepDatabase", "true");
    await stack.mended("up, the database to be kept");
    stack.ok(await make(stack, "down"));
    assert.match(kubectl("-n", "todo-app", "get", "pvc", "-o", "name"), /persistentvolumeclaim/);
    stack.ok(await make(stack, "up"));
    await taskIsThere();
    stack.ok(await make(stack, "preview"));
  });

  it("the profile is stopped, then down: nothing of ours is left in it", async () => {
    await stack.checkout.set("todo:keepDatabase", "false");
    await stack.mended("up, the database not to be kept");
    minikube("stop");
    stack.ok(await make(stack, "down"));
    assert.match(profiles(), new RegExp(`"Name":"${PROFILE}".*"Status":"Stopped"`));
    minikube("start", "--keep-context");
    assert.equal(userThings(), "b");
    // The user has it since keepDatabase left it.
    const left = kubectl("-n", "todo-app", "get", "all,secret,ingress,networkpolicy", "-o", "name");
    assert.deepEqual(left.split("\n").filter(Boolean), []);
    assert.doesNotMatch(minikube("image", "ls"), /todo-(backend|frontend)/);
    assert.deepEqual(
      appImages().filter((image) => !imagesBefore.includes(image)),
      [],
    );
    kubectl("delete", "namespace", "todo-app");
    await stack.mended("up, after all that");
  });

  /** A second clone goes up and down in the profile, and nobody of the first one notices. */
  async function besides(settings: Record<string, string>, name: string): Promise<void> {
    const second = new Deployment(settings, { beside: true });
    const before = podsOf("todo-app");
    const load = await Load.start(await doorOf(stack), 2);
    try {
      const up = await make(second, "up");
      second.ok(up);
      second.ok(await make(second, "down"));
    } finally {
      second.checkout.remove();
    }
    assert.match(profiles(), new RegExp(PROFILE), `${name} has deleted the profile`);
    await servedThroughout(load, before);
    await stack.mended("up, after the other clone's down");
    await taskIsThere();
  }
});

describe("Ctrl-C at a stack on a real minikube", function () {
  this.timeout("30m");
  inOrder(this);
  let stack: Deployment;

  before(skipWithoutTools);
  before(() => {
    stack = new Deployment();
  });
  after(() => stack?.end());

  /** The command ends soon after Ctrl-C, and what it prints goes on. */
  async function cut(target: string, at: RegExp): Promise<Ended> {
    const ended = await stack.checkout.run("make", stack.checkout.target(target), {
      interruptAfter: at,
    });
    told(`make ${target}, Ctrl-C at ${at}`, ended);
    assert.notEqual(ended.code, 0, shown(ended));
    assert.match(ended.output, new RegExp(`To go on, run: make ${target}`));
    return ended;
  }

  async function goesOn(target: string): Promise<void> {
    const again = await make(stack, target);
    if (again.code === 0) return;
    assert.match(again.output, /make recover/, shown(again));
    stack.ok(await make(stack, "recover"));
    stack.ok(await make(stack, target));
  }

  it("in up, while the profile starts", async () => {
    await cut("up", /cluster-profile creating/);
    await goesOn("up");
    await stack.answers();
  });

  it("in up, while the app is being released", async () => {
    stack.checkout.edit("backend/app/__init__.py", (text) => `${text}\n# another line\n`);
    await cut("up", /app-release updating/);
    await goesOn("up");
    await stack.answers();
  });

  it("in recover", async () => {
    await cut("recover", /Refreshing/);
    stack.ok(await make(stack, "recover"));
    await stack.mended("up, after recover");
  });

  it("in down", async () => {
    await cut("down", /app-release.*delet/);
    await goesOn("down");
    assert.ok(!profiles().includes(PROFILE), profiles());
  });
});

describe("a profile that one clone started and another one uses", function () {
  this.timeout("30m");
  inOrder(this);
  let first: Deployment;
  let second: Deployment;

  before(skipWithoutTools);
  before(() => {
    first = new Deployment();
    second = new Deployment({ namespace: "todo-clone", host: "clone.local" }, { beside: true });
  });
  after(async () => {
    second?.checkout.remove();
    await first?.end();
  });

  it("stays when the first goes, and goes with the second", async () => {
    first.ok(await make(first, "up"));
    second.ok(await make(second, "up"));
    const before = podsOf("todo-clone");
    const load = await Load.start(await doorOf(second), 2);
    first.ok(await make(first, "down"));
    assert.match(profiles(), new RegExp(PROFILE));
    await servedThroughout(load, before);
    second.ok(await make(second, "down"));
    assert.ok(!profiles().includes(PROFILE), profiles());
  });
});

/** The app answered all the time, kept what it acknowledged, and runs in the same pods. */
async function servedThroughout(load: Load, podsBefore: string): Promise<void> {
  await load.stop();
  const { acknowledged, failures } = load.since(0);
  const { lost } = await load.lost();
  await load.leave();
  console.log(`      ${acknowledged} deeds acknowledged, refused: ${JSON.stringify(failures)}`);
  // A machine that builds the other's images may keep somebody waiting: that is no refusal.
  const refused = { ...failures };
  delete refused["no answer"];
  assert.deepEqual({ refused, lost }, { refused: {}, lost: [] });
  assert.ok(acknowledged > 20, `${acknowledged} deeds`);
  const [namespace] = podsBefore.split(":");
  assert.equal(podsOf(namespace!), podsBefore);
}

/** The pods of a namespace, with how often each container was started again. */
const podsOf = (namespace: string): string =>
  `${namespace}:${kubectl(
    ...["-n", namespace, "get", "pods", "-o"],
    "jsonpath={range .items[*]}{.metadata.uid} {.status.containerStatuses[*].restartCount};{end}",
  )}`;

const namespaceOf = (name: string): { uid: string; labels: Record<string, string> } =>
  JSON.parse(kubectl("get", "namespace", name, "-o", "json")).metadata;
