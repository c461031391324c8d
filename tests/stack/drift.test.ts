import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { selectorOf } from "../../tools/client/pods";
import { helm, jwtSecret, kubectl, minikube, startProfile } from "./checkout";
import { Deployment, inOrder, pods, skipWithoutTools } from "./deployment";

describe("what was changed behind the stack's back", function () {
  this.timeout("30m");
  inOrder(this);
  let stack: Deployment;

  before(skipWithoutTools);
  before(async () => {
    stack = new Deployment();
    await stack.fixed("up");
    // A second revision, for the one that is rolled back.
    await stack.checkout.set("todo:backendReplicas", "2");
    await stack.fixed("up, two replicas");
  });
  after(() => stack?.end());

  it("is a profile that was stopped: it is started again", async () => {
    minikube("stop");
    stack.timed("up, minikube stopped by hand", await stack.checkout.make("up"));
    stack.ok(await stack.checkout.pulumi("preview", "--expect-no-changes"));
  });

  it("is a profile that was paused: it is unpaused", async () => {
    minikube("pause", "--all-namespaces");
    assert.match((await stack.fixed("up, minikube paused by hand")).output, /paused: unpausing it/);
  });

  const drifts: Record<string, () => unknown> = {
    "a release that was rolled back": () => helm("rollback", "todo-app", "1", "--wait"),
    "a release that was uninstalled": () => helm("uninstall", "todo-app", "--wait"),
    "a namespace that was removed": () => kubectl("delete", "namespace", "todo-app"),
    "a Secret that was edited": () => {
      const patch = JSON.stringify({ stringData: { JWT_SECRET: "x".repeat(40) } });
      kubectl("-n", "todo-app", "patch", "secret", "app-secrets", "--patch", patch);
    },
  };
  for (const [what, happens] of Object.entries(drifts)) {
    it(`is ${what}: it is brought back`, async () => {
      const secret = jwtSecret();
      happens();
      await stack.fixed(`up, ${what}`);
      assert.equal(jwtSecret(), secret);
      assert.equal(pods().backend.length, 2);
      stack.ok(await stack.checkout.pulumi("preview", "--expect-no-changes"));
    });
  }

  it("is a namespace that is still going: it is waited for", async () => {
    kubectl("delete", "namespace", "todo-app", "--wait=false");
    const ended = await stack.fixed("up, a namespace that is still going");
    assert.match(
      ended.output,
      /namespace todo-app is being deleted: waiting until it no longer exists/,
    );
    assert.equal(pods().backend.length, 2);
  });

  it("are images that were pruned from node and engine: they are built and loaded", async () => {
    const { backendImage, frontendImage } = await stack.outputs();
    kubectl("-n", "todo-app", "scale", "deployment", "--all", "--replicas=0");
    kubectl("-n", "todo-app", "wait", "pod", selectorOf("backend"), "--for=delete");
    for (const image of [backendImage, frontendImage]) {
      minikube("image", "rm", image);
      execFileSync("docker", ["image", "rm", image]);
    }
    const ended = stack.timed("up, images pruned", await stack.checkout.make("up"));
    for (const image of [backendImage, frontendImage]) {
      assert.match(ended.output, new RegExp(`${image} is no longer in Docker: building it`));
      assert.match(ended.output, new RegExp(`${image} is no longer on the node: loading it`));
    }
    kubectl("-n", "todo-app", "scale", "deployment", "--all", "--replicas=1");
    for (const part of ["backend", "frontend"])
      kubectl("-n", "todo-app", "rollout", "status", `deployment/${part}`, "--timeout=180s");
    await stack.answers();
  });

  it("is another user's release: it is not touched, and there are two ways out", async () => {
    stack.ok(await stack.checkout.make("down"));
    startProfile();
    const chart = ["install", "todo-app", "helm/todo-app", "--create-namespace"];
    helm(...chart, "--set", "secrets.create=true,postgres.enabled=true");
    const ended = stack.failed(
      await stack.checkout.make("up"),
      /release todo-app in namespace todo-app .* is not in the stack's state/,
      /make config SET=namespace=todo-app-2/,
      /Nothing was changed/,
    );
    assert.doesNotMatch(ended.output, /Update of stack/);
    assert.match(helm("list"), /todo-app\s.*\sdeployed\s/);
    helm("uninstall", "todo-app", "--wait");
    await stack.fixed("up, after somebody else's release");
  });

  it("is a profile that was deleted: everything is made again", async () => {
    stack.ok(await stack.checkout.make("down"));
    minikube("delete");
    await stack.fixed("up, from nothing");
    minikube("delete");
    await stack.fixed("up, minikube deleted by hand");
    stack.ok(await stack.checkout.pulumi("preview", "--expect-no-changes"));
  });
});
