import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { get } from "./checkout";
import { Deployment, skipWithoutTools } from "./deployment";

const CONTEXT = process.env.TEST_KUBE_CONTEXT;
const LOAD = process.env.TEST_IMAGE_LOAD;
/** Of these tests alone: it must not be there before. */
const NAMESPACE = "todo-existing";

const kubectl = (...args: string[]) =>
  execFileSync("kubectl", ["--context", CONTEXT!, ...args], { encoding: "utf8" });

/** The address of the cluster's node: it has one. */
function nodeAddress(): string {
  const [node] = JSON.parse(kubectl("get", "nodes", "-o", "json")).items;
  const isInternal = ({ type }: { type: string }) => type === "InternalIP";
  return node.status.addresses.find(isInternal).address;
}

/** Where no pod answers DNS, the node does. */
const dnsOfNode = (): Record<string, string> =>
  kubectl("-n", "kube-system", "get", "pods", "-l", "k8s-app=kube-dns", "-o", "name") === ""
    ? { dnsAddress: nodeAddress() }
    : {};

/** What there is in the namespace that the cluster did not put there by itself. */
const content = () =>
  kubectl("-n", NAMESPACE, "get", "configmap,secret,all,pvc,ingress,networkpolicy", "-o", "name")
    .split("\n")
    .filter((name) => name && !name.endsWith("kube-root-ca.crt"));

describe("the stack on a cluster that is not minikube's", function () {
  this.timeout("20m");
  this.bail(true);
  let stack: Deployment;

  before(skipWithoutTools);
  before(function () {
    if (!CONTEXT || !LOAD) {
      console.log("    skipped: TEST_KUBE_CONTEXT and TEST_IMAGE_LOAD name no cluster for tests");
      return this.skip();
    }
    kubectl("create", "namespace", NAMESPACE);
    kubectl("label", "namespace", NAMESPACE, "owner=somebody");
    kubectl("-n", NAMESPACE, "create", "configmap", "mine", "--from-literal=a=b");
    stack = new Deployment({ cluster: "existing" });
  });
  after(async () => {
    await stack?.end();
    if (stack) kubectl("delete", "namespace", NAMESPACE, "--ignore-not-found");
  });

  it("touches nothing before the context is named", async () => {
    const { checkout } = stack;
    stack.failed(await checkout.make("up"), /todo:context .*Run: pulumi config set todo:context/s);
    assert.deepEqual(content(), ["configmap/mine"]);
  });

  it("comes up in a namespace that was there, with a command that brings the images", async () => {
    stack.checkout.configure({
      cluster: "existing",
      context: CONTEXT!,
      namespace: NAMESPACE,
      imageDelivery: "command",
      imageLoadCommand: `${LOAD} {image}`,
      host: "todo-existing.local",
      ...dnsOfNode(),
    });
    stack.timed("up", await stack.checkout.make("up"));
    stack.ok(await stack.checkout.pulumi("preview", "--expect-no-changes"));
    const { ingress } = (await stack.outputs()).endpoints;
    assert.equal((await get(`http://${nodeAddress()}/`, new URL(ingress).host)).status, 200);
  });

  it("keeps its promises there", async () => {
    const ended = stack.ok(await stack.checkout.make("verify"));
    assert.doesNotMatch(ended.output, /BROKEN/);
  });

  it("is changed: one more replica, and nothing else", async () => {
    await stack.checkout.set("todo:frontendReplicas", "2");
    assert.deepEqual(await stack.preview(), ["app-release"]);
    stack.timed("up, one more replica", await stack.checkout.make("up"));
    const replicas = ["get", "deployment", "frontend", "-o", "jsonpath={.status.readyReplicas}"];
    assert.equal(kubectl("-n", NAMESPACE, ...replicas), "2");
  });

  it("goes down, and the namespace is as it was", async () => {
    stack.timed("down", await stack.checkout.make("down"));
    assert.deepEqual(content(), ["configmap/mine"]);
    const { labels } = JSON.parse(kubectl("get", "namespace", NAMESPACE, "-o", "json")).metadata;
    assert.equal(labels.owner, "somebody");
  });
});
