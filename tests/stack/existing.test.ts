import assert from "node:assert/strict";
import * as tools from "../cluster/tools";
import { claimOf, prepareVolume } from "../cluster/volume";
import { get } from "./checkout";
import { Deployment, inOrder, skipWithoutTools } from "./deployment";

const { TEST_IMAGE_LOAD, TEST_IMAGE_REGISTRY } = process.env;

describe("the stack on a cluster that is not minikube's, images by a command,", function () {
  before(tools.needImageLoad);
  life(this, { imageDelivery: "command", imageLoadCommand: `${TEST_IMAGE_LOAD} {image}` });
});

describe("the stack on a cluster that is not minikube's, images by a registry,", function () {
  before(function () {
    if (TEST_IMAGE_REGISTRY) return;
    console.log("    skipped: TEST_IMAGE_REGISTRY names no registry that engine and nodes reach");
    this.skip();
  });
  life(this, { imageDelivery: "registry", imageRegistry: TEST_IMAGE_REGISTRY ?? "" });
});

/** From nothing to nothing. @param delivery settings that say how images get to the nodes. */
function life(suite: Mocha.Suite, delivery: Record<string, string>): void {
  suite.timeout("20m");
  inOrder(suite);
  let stack: Deployment;
  let namespace: tools.Namespace;

  before(skipWithoutTools);
  before(tools.needCluster);
  before(() => {
    namespace = new tools.Namespace(`existing-${delivery.imageDelivery}`);
    tools.kubectl("label", "namespace", namespace.name, "owner=somebody");
    namespace.kubectl("create", "configmap", "mine", "--from-literal=a=b");
    stack = new Deployment({ cluster: "existing" });
  });
  after(async () => {
    await stack?.end();
    namespace?.remove();
  });

  /** What there is in the namespace that the cluster did not put there by itself. */
  const content = () =>
    namespace
      .kubectl("get", "configmap,secret,all,pvc,ingress,networkpolicy", "--output=name")
      .split("\n")
      .filter((name) => name && !name.endsWith("kube-root-ca.crt"));

  it("touches nothing before the context is named", async () => {
    const { checkout } = stack;
    stack.failed(
      await checkout.make("up"),
      /todo:context is not set: .*Run: make config SET=context=/s,
    );
    assert.deepEqual(content(), ["configmap/mine"]);
  });

  it("comes up in a namespace that was there", async () => {
    prepareVolume(namespace, claimOf(namespace), "1Gi");
    const dns = tools.dnsOfNode();
    stack.checkout.configure({
      cluster: "existing",
      context: tools.CONTEXT,
      namespace: namespace.name,
      ...delivery,
      host: "todo-existing.local",
      ...(dns ? { dnsAddress: dns } : {}),
    });
    // A claim that is there is taken over only by who keeps it.
    stack.failed(
      await stack.checkout.make("up"),
      /PersistentVolumeClaim postgres-data .* was not created by this stack/,
    );
    await stack.checkout.set("todo:keepDatabase", "true");
    stack.timed("up", await stack.checkout.make("up"));
    stack.ok(await stack.checkout.pulumi("preview", "--expect-no-changes"));
    const { ingress } = (await stack.outputs()).endpoints;
    const page = await get(`http://${tools.nodeAddress()}/`, new URL(ingress).host);
    assert.equal(page.status, 200);
  });

  it("keeps its promises there", async () => {
    const ENDPOINT = `http://${tools.nodeAddress()}`;
    const ended = stack.ok(await stack.checkout.make("verify", { ENDPOINT }));
    assert.doesNotMatch(ended.output, /BROKEN/);
  });

  it("is changed: one more replica, and nothing else", async () => {
    await stack.checkout.set("todo:frontendReplicas", "2");
    assert.deepEqual(await stack.preview(), ["app-release"]);
    stack.timed("up, one more replica", await stack.checkout.make("up"));
    const replicas = ["get", "deployment", "frontend", "-o", "jsonpath={.status.readyReplicas}"];
    assert.equal(namespace.kubectl(...replicas), "2");
  });

  it("goes down, and the namespace is as it was", async () => {
    await stack.checkout.set("todo:keepDatabase", "false");
    stack.ok(await stack.checkout.make("up"));
    stack.timed("down", await stack.checkout.make("down"));
    assert.deepEqual(content(), ["configmap/mine"]);
    const found = JSON.parse(tools.kubectl("get", "namespace", namespace.name, "-o", "json"));
    assert.equal(found.metadata.labels.owner, "somebody");
  });
}
