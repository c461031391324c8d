import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { helm, kubectl, PROFILE, profiles, withTools } from "./checkout";
import { Deployment, inOrder, skipWithoutTools } from "./deployment";

describe("what goes wrong on a real minikube", function () {
  this.timeout("30m");
  inOrder(this);
  let stack: Deployment;

  before(skipWithoutTools);
  before(async () => {
    // Long enough for a pod that gets ready, and short enough to wait for one that does not.
    stack = new Deployment({ timeoutSeconds: "90" });
    await stack.fixed("up");
  });
  after(() => stack?.end());

  it("is a wrong setting: nothing is begun", async () => {
    const { checkout } = stack;
    await checkout.set("todo:host", "localhost");
    stack.failed(
      await checkout.make("up"),
      /todo:host is "localhost".*Run: make config SET=host=todo-app\.local/,
    );
    stack.ok(await checkout.pulumi("config", "rm", "todo:host"));
    await stack.answers();
  });

  it("is a promise that is broken: preview stops", async () => {
    const promise = 'pod-security.kubernetes.io/enforce": "restricted"';
    const undo = stack.checkout.edit("todo/appSecrets.ts", (text) =>
      text.replace(promise, promise.replace("restricted", "baseline")),
    );
    const broken = /enforce is "baseline": expected restricted/;
    stack.failed(await stack.checkout.make("preview"), broken);
    undo();
    const preview = stack.ok(await stack.checkout.make("preview"));
    assert.match(preview.output, /todo-app-promises/);
  });

  it("is a node that does not take an image: it says so, and goes on when it does", async () => {
    stack.checkout.edit("backend/app/__init__.py", (text) => `${text}\n# a line to load\n`);
    const full = (when: string) =>
      `[[ "$*" == ${when}* ]] && { echo "no space left on device" >&2; exit 80; }\nexec $real "$@"`;
    // By its missing layers, and then as a whole.
    const scripts = {
      docker: full('"exec "*"images import"'),
      minikube: full('"image load"'),
    };
    const ended = await withTools(scripts, (PATH) => stack.checkout.make("up", { PATH }));
    const loading = /loading todo-backend:\w+ into minikube profile \S+ failed/;
    stack.failed(ended, loading, /no space left on device/);
    await stack.answers();
    await stack.fixed("up, the node takes the image");
  });

  it("is a Dockerfile that does not build: the builder's words are shown", async () => {
    const undo = stack.checkout.edit("docker/backend/Dockerfile", (text) =>
      text.replace("USER 1000:1000", "RUN no-such-program"),
    );
    const ended = await stack.checkout.make("up");
    assert.notEqual(ended.code, 0);
    assert.match(ended.output, /no-such-program/);
    await stack.answers();
    undo();
    await stack.fixed("up, the Dockerfile fixed");
  });

  it("is a pod that crashes: the reason is told, and the release undone", async () => {
    const undo = stack.checkout.edit(
      "backend/main.py",
      (text) => `raise SystemExit("the reason is here")\n${text}`,
    );
    const ended = await stack.checkout.make("up");
    stack.times.push(`up, a backend that crashes: ${ended.seconds.toFixed(1)} s`);
    assert.notEqual(ended.code, 0);
    assert.match(ended.output, /container backend: (CrashLoopBackOff|failed|Error).*exit code 1/);
    assert.match(ended.output, /the reason is here/);
    await stack.answers();
    undo();
    await stack.fixed("up, the backend fixed");
  });

  it("is a pod that never gets ready: the probe's words are told, and the old one serves on", async () => {
    const undo = stack.checkout.edit("backend/app/health/readiness.py", (text) =>
      text.replace(/(def is_ready\([^)]*\)[^:]*:\n)/, "$1    return False\n"),
    );
    const ended = await stack.checkout.make("up");
    stack.times.push(`up, a backend that never gets ready: ${ended.seconds.toFixed(1)} s`);
    assert.notEqual(ended.code, 0);
    assert.match(ended.output, /Readiness probe failed.*503/);
    await stack.answers();
    undo();
    await stack.fixed("up, the backend ready again");
  });

  it("is Ctrl-C in the middle of an up: the next one goes on, or names the command that fixes it", async () => {
    stack.checkout.edit("backend/app/__init__.py", (text) => `${text}\n# and another\n`);
    const interruptAfter = /updating +backend image: load/;
    const cut = await stack.checkout.run("make", stack.checkout.target("up"), { interruptAfter });
    assert.notEqual(cut.code, 0);
    await stack.goesOn("up");
    await stack.answers();
  });

  it("is a release that was left pending: recover undoes it", async () => {
    const record = `secret/sh.helm.release.v1.todo-app.v${revision()}`;
    kubectl("-n", "todo-app", "label", "--overwrite", record, "status=pending-upgrade");
    pretendPending(record);
    const words =
      /release todo-app .* is pending-upgrade: a run was interrupted.*Run: make recover/;
    stack.failed(await stack.checkout.make("up"), words);
    stack.ok(await stack.checkout.make("recover"));
    await stack.fixed("up, after recover");
  });

  it("is Ctrl-C in the middle of a down: the next one goes on, and all is gone", async () => {
    const interruptAfter = /delet(ing|ed) +release: rollout/;
    const cut = await stack.checkout.run("make", stack.checkout.target("down"), { interruptAfter });
    assert.notEqual(cut.code, 0);
    await stack.goesOn("down");
    assert.ok(!profiles().includes(PROFILE), profiles());
  });

  const revision = (): number => JSON.parse(helm("status", "todo-app", "--output=json")).version;

  /** Helm's record of the last revision as a run leaves it that is killed in the middle: gzip in base64, twice. */
  function pretendPending(record: string): void {
    const stored = kubectl("-n", "todo-app", "get", record, "-o", "jsonpath={.data.release}");
    const script =
      'base64 -d | base64 -d | gunzip | sed \'s/"status":"deployed"/"status":"pending-upgrade"/\' | gzip | base64 -w0';
    const release = execFileSync("bash", ["-c", script], {
      input: stored,
      encoding: "utf8",
      maxBuffer: 64 << 20,
    });
    const data = JSON.stringify({ stringData: { release } });
    kubectl("-n", "todo-app", "patch", record, "--patch", data);
  }
});

describe("a volume that cannot be bound on a real minikube", function () {
  this.timeout("20m");
  let stack: Deployment;

  before(skipWithoutTools);
  before(() => {
    stack = new Deployment({ timeoutSeconds: "90", databaseStorageClass: "no-such-class" });
  });
  after(() => stack?.end());

  it("is named with the pod that waits for it, and the next up goes on when it is fixed", async () => {
    const ended = await stack.checkout.make("up");
    stack.times.push(`up, a volume that cannot be bound: ${ended.seconds.toFixed(1)} s`);
    assert.notEqual(ended.code, 0);
    assert.match(
      ended.output,
      /postgres-0: cannot be scheduled: .*(unbound|PersistentVolumeClaim)/,
    );
    stack.checkout.configure({ timeoutSeconds: "90" });
    await stack.fixed("up, the volume's class fixed");
  });
});
