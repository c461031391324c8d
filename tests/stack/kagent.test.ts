import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { serve } from "../../tools/ai/modelStandIn";
import { type Ended, kubectl, PROFILE } from "./checkout";
import { Deployment, inOrder, pods, skipWithoutTools } from "./deployment";

const { TEST_KAGENT, TEST_KAGENT_CHARTS, TEST_KAGENT_LOAD } = process.env;
const AGENT_NAMESPACE = "kagent";

/**
 * TEST_KAGENT=1 runs it: kagent's images are 2 GB. Without its registries: TEST_KAGENT_CHARTS names a folder with its charts,
 * and TEST_KAGENT_LOAD is a command that brings its images to the node of the profile whose name it is given.
 */
describe("kagent beside the app, on a real minikube", function () {
  this.timeout("40m");
  inOrder(this);
  let stack: Deployment;
  let model: Awaited<ReturnType<typeof serve>> | undefined;

  before(function () {
    if (TEST_KAGENT) return skipWithoutTools.call(this);
    console.log("    skipped: TEST_KAGENT is not set (kagent's images are 2 GB)");
    return this.skip();
  });
  before(async () => {
    stack = new Deployment({ timeoutSeconds: "900" });
    // Pods have to reach it.
    model = await serve({ host: "0.0.0.0", port: 0 });
  });
  after(async () => {
    model?.end();
    await stack?.end();
  });

  const make = (target: string, env?: Record<string, string>) => stack.checkout.make(target, env);
  const ask = (question: string): Promise<Ended> => make("ai", { TOOL: "kagent", ASK: question });
  const kagents = (...kinds: string[]): string[] =>
    kubectl("get", kinds.join(","), "--output=name")
      .split("\n")
      .filter((name) => /kagent/.test(name));
  const frontends = () =>
    kubectl("-n", "todo-app", "get", "deployment", "frontend", "-o", "jsonpath={.spec.replicas}");

  it("comes up beside an app that is there, which stays as it is", async () => {
    stack.timed("up, without kagent", await make("up"));
    const before = pods();
    if (TEST_KAGENT_LOAD) execFileSync(TEST_KAGENT_LOAD, [PROFILE], { stdio: "pipe" });
    const { port } = new URL(model!.endpoint);
    const settings: Record<string, string> = {
      kagent: "true",
      kagentModel: "stand-in",
      kagentModelUrl: `http://host.minikube.internal:${port}/v1`,
      ...(TEST_KAGENT_CHARTS && { kagentCharts: TEST_KAGENT_CHARTS }),
    };
    for (const [key, value] of Object.entries(settings))
      await stack.checkout.set(`todo:${key}`, value);
    stack.timed("up, with kagent", await make("up"));
    assert.deepEqual(pods(), before);
    const { output } = stack.ok(await make("status"));
    assert.match(output, /kagent-controller/);
    assert.match(output, /k8s-agent/);
  });

  it("changes nothing in a second up", async () => {
    assert.deepEqual(await stack.preview(), []);
  });

  it("answers by tool calls of its own, in the app's namespace", async () => {
    const { output } = stack.ok(await ask("how healthy is our deployment"));
    assert.match(output, /k8s_get_resources/);
    assert.match(output, /backend-/);
  });

  it("is refused a change", async () => {
    const before = frontends();
    const { output } = stack.ok(await ask("scale frontend to 2"));
    assert.match(output, /forbidden/i);
    assert.equal(frontends(), before);
  });

  it("fails without the app: that answers, and is healthy", async () => {
    const away = ["scale", "deployment", "--all", "-n", AGENT_NAMESPACE];
    kubectl(...away, "--replicas=0");
    kubectl("-n", AGENT_NAMESPACE, "wait", "--for=delete", "pods", "--all", "--timeout=180s");
    await stack.answers();
    stack.ok(await make("status"));
    const { code, output } = await ask("how healthy is our deployment");
    assert.notEqual(code, 0);
    assert.match(output, /kagent's controller is not reached/);
    kubectl(...away, "--replicas=1");
  });

  it("goes without a trace, and the app stays as it is", async () => {
    const before = pods();
    const ended = await stack.checkout.pulumi("config", "rm", "todo:kagent");
    stack.ok(ended);
    stack.timed("up, without kagent again", await make("up"));
    assert.deepEqual(pods(), before);
    assert.deepEqual(kagents("namespaces", "crds", "clusterroles", "clusterrolebindings"), []);
  });
});
