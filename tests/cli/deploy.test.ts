import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { deploy, up } from "../../cli/up";
import { OWNER_LABEL } from "../../components/cluster/clusterObjects";
import { removeRecord } from "../../components/cluster/profileRecord";
import { resourcesOf } from "../../components/process/stackState";
import { archives, namespaceJson } from "../support/models";
import { aRecord, NAMESPACE, stateOf, urnOf, UUID } from "../support/states";
import { settings } from "../support/placedStack";
import { IMAGE, stackThatIsUp, STATE } from "../support/stackThatIsUp";

describe("from what is there to what is wanted", () => {
  const { tools, apiServer, said, node, pulumiCalls } = stackThatIsUp();

  it("shows with preview what would change, held to the promises, and changes nothing", async () => {
    assert.equal(await deploy({}, false), 0);
    assert.deepEqual(pulumiCalls(), [
      "pulumi preview --stack dev --diff --policy-pack policy --refresh",
    ]);
    assert.deepEqual(tools.called(/minikube (start|image load)/), []);
  });

  it("builds and loads no image for a preview, whatever is lost", async () => {
    tools.answer(/^docker image inspect/, { code: 1 });
    node.length = 0;
    assert.equal(await deploy({}, false), 0);
    assert.equal(pulumiCalls().length, 1);
    assert.deepEqual(tools.called(/^docker|^minikube image/), []);
  });

  it("shows nothing where another cluster has the profile, and hands on how Pulumi's preview ended", async () => {
    tools.answer(/^pulumi preview/, { code: 255 });
    assert.equal(await deploy({}, false), 255);
    assert.equal(said(), "");
    tools.answer(/get namespace kube-system/, namespaceJson("kube-system", "c2"));
    await assert.rejects(deploy({}, false), /profile minikube leads to another cluster/);
  });

  it("starts a profile that is stopped before it looks, with up alone", async () => {
    apiServer("minikube", false);
    assert.equal(await deploy({}, false), 0);
    assert.deepEqual(tools.called(/^minikube start/), []);
    tools.calls.length = 0;
    assert.equal(await deploy({}, true), 0);
    const order = [/^minikube start --profile minikube/, /^pulumi up/].map((what) =>
      tools.calls.findIndex((call) => what.test(call)),
    );
    assert.ok(order[0]! >= 0 && order[0]! < order[1]!, `${order}`);
    assert.deepEqual(pulumiCalls(), [
      "pulumi up --stack dev --json --color=never --yes --skip-preview --suppress-outputs",
    ]);
    tools.calls.length = 0;
    await deploy({}, true);
    assert.deepEqual(tools.called(/^minikube start/), [], "it runs");
  });

  it("starts no profile that is not there: Pulumi makes it", async () => {
    fs.rmSync(`${process.cwd()}/.minikube`, { recursive: true });
    assert.equal(await deploy({}, true), 0);
    assert.deepEqual(tools.called(/^minikube/), []);
    assert.doesNotMatch(pulumiCalls()[0]!, /--refresh/);
  });

  it("does not look at the objects of a profile that is not known to be the stack's", async () => {
    removeRecord("minikube", aRecord("a"));
    node.length = 0;
    assert.equal(await deploy({}, true), 0);
    assert.doesNotMatch(pulumiCalls()[0]!, /--refresh/);
    assert.deepEqual(tools.called(/minikube image/), []);
  });

  it("does so in a cluster that is not minikube's, and asks no engine for images that a registry has", async () => {
    settings({ cluster: "existing", context: "c", imageDelivery: "registry" });
    apiServer("c", true);
    assert.equal(await deploy({}, true), 0);
    assert.match(pulumiCalls()[0]!, / --refresh$/);
    assert.deepEqual(tools.called(/^(minikube|docker)/), []);
  });

  it("builds again what the engine has lost of images that a command of the user's brings, and runs it for none", async () => {
    const imageLoadCommand = "k3d image import {image}";
    settings({ cluster: "existing", context: "c", imageDelivery: "command", imageLoadCommand });
    apiServer("c", true);
    tools.answer(/^docker image inspect .*todo-frontend/, { code: 1 });
    assert.equal(await deploy({}, true), 0);
    const builds = pulumiCalls().filter((call) => call.includes("--target-replace"));
    assert.equal(builds.length, 1);
    assert.ok(builds[0]!.endsWith(` --target-replace ${urnOf(IMAGE, "frontend-build")}`));
    assert.match(said(), /todo-frontend:2 is no longer in Docker: building it/);
    assert.deepEqual(tools.called(/k3d/), []);
  });

  it("changes it with up, after a look at what is there", async () => {
    assert.equal(await deploy({}, true, ["--parallel=1"]), 0);
    assert.deepEqual(pulumiCalls(), [
      "pulumi up --stack dev --json --color=never --yes --skip-preview --suppress-outputs --refresh --parallel=1",
    ]);
    assert.doesNotMatch(said(), /make up/);
  });

  it("notes that the stack uses an image that a run built before it was cut off", async () => {
    const [, , ...others] = resourcesOf(STATE);
    const built = { name: "backend-build", type: IMAGE };
    const image = (tag: string) => ({ imageName: `todo-backend:${tag}` });
    const { deployment } = stateOf(
      { ...built, outputs: image("3") },
      { ...built, inputs: image("4") },
    );
    const [done, pending] = deployment!.resources!;
    const operations = [{ type: "creating", resource: pending! }];
    const resources = [...resourcesOf(STATE).slice(0, 2), done!, ...others];
    tools.answer(
      /^pulumi stack export/,
      JSON.stringify({ deployment: { resources, pending_operations: operations } }),
    );
    await deploy({}, true);
    assert.deepEqual(tools.called(/^docker image tag todo-backend/), [
      "docker image tag todo-backend:3 todo-backend:3-used-by-a",
      "docker image tag todo-backend:4 todo-backend:4-used-by-a",
    ]);
  });

  it("notes no such image for a preview", async () => {
    const built = stateOf({
      ...{ name: "backend-build", type: IMAGE },
      outputs: { imageName: "todo-backend:3" },
    });
    const resources = [...resourcesOf(STATE), ...resourcesOf(built)];
    tools.answer(/^pulumi stack export/, JSON.stringify({ deployment: { resources } }));
    assert.equal(await deploy({}, false), 0);
    assert.deepEqual(tools.called(/^docker/), []);
  });

  it("goes on where the engine takes no note of such an image, with the command that removes it", async () => {
    const built = { name: "backend-build", type: IMAGE, outputs: { imageName: "todo-backend:3" } };
    const [, , ...others] = resourcesOf(STATE);
    const resources = [
      ...resourcesOf(STATE).slice(0, 2),
      ...stateOf(built).deployment!.resources!,
      ...others,
    ];
    tools
      .answer(/^pulumi stack export/, JSON.stringify({ deployment: { resources } }))
      .answer(/^docker image tag todo-backend:3/, { code: 1, stderr: "is the docker daemon up?" });
    assert.equal(await deploy({}, true), 0);
    assert.match(
      said(),
      /^warning: todo-backend:3 stays in the engine, .* by hand: docker image rm todo-backend:3/m,
    );
    assert.match(said(), /is the docker daemon up\?/);
  });

  it("builds the very image again that engine and node have lost, and no other", async () => {
    tools.answer(/^docker image inspect .*todo-frontend/, { code: 1 });
    node.splice(1);
    await deploy({}, true);
    const [build] = pulumiCalls();
    assert.match(build!, /^pulumi up/);
    assert.ok(build!.endsWith(` --target-replace ${urnOf(IMAGE, "frontend-build")}`), build);
    assert.match(said(), /todo-frontend:2 is no longer in Docker: building it/);
    assert.deepEqual(tools.called(/^docker image tag/), [
      "docker image tag todo-frontend:2 todo-frontend:2-used-by-a",
    ]);
  });

  it("goes no further where that build fails", async () => {
    tools
      .answer(/^docker image inspect .*todo-frontend/, { code: 1 })
      .answer(/^pulumi up/, { code: 255 });
    node.splice(1);
    await assert.rejects(deploy({}, true), /The deployment did not finish\.[^]*make up/);
    assert.equal(pulumiCalls().length, 1);
  });

  it("loads an image again that the node alone has lost, and none where the node does not say", async () => {
    node.splice(1);
    const loaded: string[] = [];
    archives(tools, (image) => {
      loaded.push(image);
      return "";
    });
    await deploy({}, true);
    assert.deepEqual(loaded, ["todo-frontend:2"]);
    assert.match(said(), /todo-frontend:2 is no longer on the node: loading it/);
    tools.answer(/image ls/, { code: 1, stderr: "busy" });
    assert.equal(await deploy({}, true), 0);
    assert.equal(loaded.length, 1);
  });

  it("deletes by its uid a namespace that a cut-off run has made and that the settings name no more", async () => {
    const left = (name: string, uid: string) => ({
      ...{ name: `${name === "kagent" ? name : "secrets"}-namespace`, type: NAMESPACE, id: name },
      outputs: { metadata: { uid, labels: { [OWNER_LABEL]: "a" } } },
    });
    const there = new Map([
      ["before", "n0"],
      ["kagent", "k1"],
    ]);
    tools
      .answer(
        /^pulumi stack export/,
        JSON.stringify(
          stateOf(
            { name: "cluster-owner", type: UUID, outputs: { result: "a" } },
            left("before", "n0"),
            left("kagent", "k1"),
          ),
        ),
      )
      .answer(/get namespace (before|kagent|todo-app)/, ([, name]) =>
        there.has(name!) ? namespaceJson(name!, there.get(name!)!) : "",
      )
      .answer(/delete --raw \/api\/v1\/namespaces\/(\S+)/, ([, name]) => {
        there.delete(name!);
        return "";
      })
      .answer(/wait --for=delete/, "")
      .answer(/^helm list/, "[]");
    fs.writeFileSync("Pulumi.dev.yaml", JSON.stringify({ config: { "todo:kagent": true } }));
    await deploy({}, false);
    assert.deepEqual([...there.keys()], ["before", "kagent"], "a preview changes nothing");
    assert.equal(await deploy({}, true), 0);
    assert.deepEqual([...there.keys()], ["kagent"]);
    assert.deepEqual(JSON.parse(tools.inputs[0]!).preconditions, { uid: "n0" });
    fs.rmSync("Pulumi.dev.yaml");
    assert.equal(await deploy({}, true), 0);
    assert.deepEqual([...there.keys()], []);
  });

  it("says how to go on where Pulumi fails", async () => {
    tools.answer(/^pulumi up/, { code: 255 });
    assert.equal(await deploy({}, true), 255);
    assert.match(said(), /run: make up\n.*make recover/);
  });

  describe("and then, with make up,", () => {
    const OUTPUTS = {
      ...{ namespace: "todo-app", context: "minikube" },
      ...{ backendImage: "todo-backend:1", frontendImage: "todo-frontend:1" },
      endpoints: { ingress: "http://todo.example", backend: "" },
    };
    const pod = (ready: boolean) => ({
      kind: "Pod",
      metadata: {
        ...{ name: "backend-1", creationTimestamp: "2026-11-29T01:02:03Z" },
        labels: { "app.kubernetes.io/instance": "todo-app" },
      },
      spec: { containers: [{ image: "todo-backend:1" }] },
      status: {
        phase: "Running",
        containerStatuses: [{ name: "backend", ready, restartCount: 0 }],
      },
    });
    const shows = (...pods: object[]) =>
      tools.answer(/get endpointslices,pods,events/, JSON.stringify({ items: pods }));
    const looks = () => tools.called(/get endpointslices,pods,events/).length;
    beforeEach(() => {
      tools.answer(/^pulumi stack output --json/, JSON.stringify(OUTPUTS));
      shows(pod(true));
    });

    it("says where to open the app once its pods are ready", async () => {
      assert.equal(await up({}, ["--parallel=1"]), 0);
      assert.match(pulumiCalls()[0]!, /^pulumi up .* --parallel=1$/);
      assert.match(said(), /\n\nThe app is up\.\n[^]*http:\/\/todo\.example/);
    });

    it("looks with the kubeconfig that has the cluster", async () => {
      fs.copyFileSync(process.env.KUBECONFIG!, "other");
      const config = { "todo:kubeconfig": "other" };
      fs.writeFileSync("Pulumi.dev.yaml", JSON.stringify({ config }));
      let used: string | undefined;
      tools.answer(/get endpointslices/, () => {
        used = process.env.KUBECONFIG;
        return JSON.stringify({ items: [pod(true)] });
      });
      assert.equal(await up({}, []), 0);
      assert.equal(path.basename(used!), "other");
    });

    it("fails where they do not get ready in time, and says what is wrong", async () => {
      shows(pod(false));
      assert.equal(await up({}, [], 0), 1);
      assert.match(said(), /Running +backend-1 [^]*The pods may still be starting: make status$/m);
      assert.doesNotMatch(said(), /The app is up/);
    });

    it("waits for nothing where Pulumi has failed, or the stack has no outputs", async () => {
      tools.answer(/^pulumi up/, { code: 255 });
      assert.equal(await up({}, []), 255);
      tools.answer(/^pulumi up/, "").answer(/^pulumi stack output/, "{}");
      assert.equal(await up({}, []), 0);
      assert.equal(looks(), 0);
      assert.doesNotMatch(said(), /The app is up/);
    });
  });
});
