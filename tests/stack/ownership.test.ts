/** Only what is ours is ever deleted, and everything that is ours is: what people do to a stack, on a real minikube. */
import assert from "node:assert/strict";
import { Load } from "../../tools/faultInjection/load";
import { Client } from "../../tools/client/client";
import {
  appImages,
  helm,
  kubectl,
  minikube,
  PROFILE,
  profiles,
  STACK,
  startProfile,
} from "./checkout";
import { Deployment, inOrder, skipWithoutTools } from "./deployment";
import {
  endpointOf,
  make,
  makeUserThings,
  podsOf,
  servedThroughout,
  told,
  userThings,
  withTask,
} from "./steps";

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
    startProfile();
    makeUserThings();
    await stack.fixed("up");
    taskIsThere = await withTask(stack, "outlives everything");
  });
  after(() => stack?.end());

  it("the namespace's labels are lost: nothing is deleted, they come back", async () => {
    const labels = ["todo-app/stack-", "todo-app/owner-"];
    kubectl("label", "namespace", "todo-app", ...labels);
    const { uid } = namespaceOf("todo-app");
    const preview = stack.ok(await make(stack, "preview"));
    assert.doesNotMatch(preview.output, /Namespace.*\(delete|delete.*Namespace/);
    await stack.fixed("up, the labels lost");
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
    await stack.fixed("up, renamed back");
    await taskIsThere();
  });

  it("the profile is stopped: recover refuses, and what it prints goes on", async () => {
    minikube("stop");
    const refused = await make(stack, "recover");
    stack.failed(refused, new RegExp(`minikube start --profile ${PROFILE}, then: make recover`));
    startProfile();
    stack.ok(await make(stack, "recover"));
    await stack.fixed("up, after recover");
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
      assert.ok(appImages().includes(image), `${image} is not in Docker`);
    }
    helm("rollback", "todo-app", "1", "--wait", "--timeout", "3m");
    await taskIsThere();
    await stack.fixed("up, after two failures and a rollback");
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
    for (let round = 0; round < 40; round++) await Client.signUp(await endpointOf(stack), "many");
    assert.doesNotMatch(kubectl("-n", "todo-app", "logs", "stranger"), /POST|GET/);
    stack.ok(await make(stack, "status"));
    kubectl("-n", "todo-app", "label", "pod", "stranger", "app.kubernetes.io/instance=todo-app");
    stack.failed(await make(stack, "status"), /stranger/);
    kubectl("-n", "todo-app", "delete", "pod", "stranger", "--now");
  });

  it("another clone has a stack of the same name in it: its down leaves the first one serving", async () => {
    const second = new Deployment(
      { namespace: "todo-clone", host: "clone.local" },
      { beside: true },
    );
    const before = podsOf("todo-app");
    const load = await Load.start(await endpointOf(stack), 2);
    try {
      second.ok(await make(second, "up"));
      second.ok(await make(second, "down"));
    } finally {
      second.checkout.remove();
    }
    assert.match(profiles(), new RegExp(PROFILE), "the profile is deleted");
    await servedThroughout(load, before);
    await stack.fixed("up, after the other clone's down");
    await taskIsThere();
  });

  it("another stack of the same source is taken down: the first one serves throughout", async () => {
    stack.checkout.write(
      "Pulumi.test.yaml",
      `config:\n  todo:profile: ${PROFILE}\n  todo:namespace: todo-test\n  todo:host: test.local\n`,
    );
    const before = podsOf("todo-app");
    const load = await Load.start(await endpointOf(stack), 2);
    for (const target of ["up", "down"]) {
      const ended = await stack.checkout.run("make", [target, "STACK=test"]);
      told(`make ${target} STACK=test`, ended);
      stack.ok(ended);
    }
    await servedThroughout(load, before);
    await stack.fixed("up, after the other stack's down");
    await taskIsThere();
  });

  it("keepDatabase: a down and an up later the task is there", async () => {
    await stack.checkout.set("todo:keepDatabase", "true");
    await stack.fixed("up, the database to be kept");
    stack.ok(await make(stack, "down"));
    assert.match(kubectl("-n", "todo-app", "get", "pvc", "-o", "name"), /persistentvolumeclaim/);
    stack.ok(await make(stack, "up"));
    await taskIsThere();
    stack.ok(await make(stack, "preview"));
  });

  it("the profile is stopped, then down: nothing of ours is left in it", async () => {
    await stack.checkout.set("todo:keepDatabase", "false");
    await stack.fixed("up, the database not to be kept");
    minikube("stop");
    stack.ok(await make(stack, "down"));
    assert.match(profiles(), new RegExp(`"Name":"${PROFILE}".*"Status":"Stopped"`));
    startProfile();
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
    await stack.fixed("up, after all that");
  });
});

const namespaceOf = (name: string): { uid: string; labels: Record<string, string> } =>
  JSON.parse(kubectl("get", "namespace", name, "-o", "json")).metadata;
