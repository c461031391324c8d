import assert from "node:assert/strict";
import * as fs from "node:fs";
import { takeDown } from "../../cli/down";
import { unknownRemoval } from "../../components/image/imageUsers";
import { resourcesOf, State } from "../../components/process/stackState";
import { profileFolder, records } from "../../components/cluster/profileRecord";
import { Engine, Minikube } from "../support/models";
import { apiServers, hearing, ownCheckout, standIn } from "../support/standIn";
import { answered, RELEASE, stateOf, urnOf, UUID } from "../support/states";
import { answersRemoval, uses } from "../support/removal";

describe("taking a stack away", () => {
  ownCheckout();
  const tools = standIn();
  const said = hearing();
  const apiServer = apiServers();
  let minikube: Minikube;
  let engine: Engine;
  let state: State;
  beforeEach(() => {
    minikube = new Minikube(tools);
    engine = new Engine(tools);
    state = stateOf({ name: "cluster-owner", type: UUID, outputs: { result: "a" } });
    answersRemoval(tools, () => state);
  });

  it("is said where there is none", async () => {
    tools.answer(/^pulumi stack ls --json/, "[]");
    assert.equal(await takeDown({}), 0);
    assert.match(said(), /There is no stack dev: nothing to remove/);
    assert.doesNotMatch(said(), /Existing stacks/);
    tools.answer(/^pulumi stack ls --json/, JSON.stringify([{ name: "org/todo/prod" }]));
    assert.equal(await takeDown({}), 0);
    assert.match(said(), /nothing to remove\. Existing stacks: prod: make down STACK=prod$/m);
    assert.deepEqual(tools.called(/^pulumi (destroy|stack rm)/), []);
  });

  it("ends with the stack itself, whose configuration stays", async () => {
    assert.equal(await takeDown({}), 0);
    const last = "pulumi stack rm dev --yes --preserve-config";
    assert.deepEqual(tools.called(/^pulumi (destroy|stack rm)/), [
      "pulumi destroy --stack dev --json --color=never --yes --skip-preview",
      last,
    ]);
    assert.equal(tools.calls.at(-1), last);
    assert.deepEqual(tools.called(/^kubectl|^pulumi stack import/), []);
  });

  it("forgets in the state first what was in a profile that is gone", async () => {
    const owner = { name: "cluster-owner", type: UUID, outputs: { result: "a" } };
    state = stateOf(owner, answered("cluster-profile", { started: true, addons: [] }));
    assert.equal(await takeDown({}), 0);
    const [written] = tools.inputs.map((text) => resourcesOf(JSON.parse(text)));
    assert.deepEqual(written, resourcesOf(stateOf(owner)));
    const order = [/^pulumi stack import/, /^pulumi destroy/].map((what) =>
      tools.calls.findIndex((call) => what.test(call)),
    );
    assert.ok(order[0]! >= 0 && order[0]! < order[1]!);
  });

  it("forgets nothing of the profile that it was to leave, where that is there and the new one is gone", async () => {
    minikube.runs("old");
    const type = "pulumi:providers:kubernetes";
    const at = (context: string) => ({ PROFILE: context, CONTEXT: context });
    const provider = (context: string) => ({
      ...{ name: "cluster-provider", type, id: context, inputs: { context } },
    });
    const release = (context: string) => ({
      ...{ name: "app-release", type: RELEASE, id: "todo-app/todo-app" },
      provider: `${urnOf(type, "cluster-provider")}::${context}`,
    });
    const moving = (...released: ReturnType<typeof release>[]) =>
      stateOf(
        answered("cluster-profile", { started: true, addons: [] }, at("new")),
        { ...answered("cluster-profile", { started: false, addons: [] }, at("old")), delete: true },
        provider("new"),
        { ...provider("old"), delete: true },
        ...released,
      );
    state = moving(release("old"));
    assert.equal(await takeDown({}), 0);
    const left = () =>
      resourcesOf(JSON.parse(tools.inputs.at(-1)!)).map(({ urn }) => urn.split("::").at(-1));
    assert.deepEqual(left(), ["cluster-profile", "cluster-provider", "app-release"]);
    assert.match(
      said(),
      /^profile new no longer exists\. Deleted with it: cluster-profile, cluster-provider$/m,
    );
    // Both are gone: nothing can be deleted in either.
    fs.rmSync(profileFolder("old"), { recursive: true });
    state = moving(release("old"), release("new"));
    assert.equal(await takeDown({}), 0);
    assert.deepEqual(left(), []);
  });

  it("waits for the pods that leave where the cluster answers, minikube's or not", async () => {
    minikube.runs("minikube");
    apiServer("minikube", true);
    assert.equal(await takeDown({}), 0);
    assert.match(tools.called(/wait --for=delete/).join("\n"), /--context minikube wait .* pods /);
    const config = { "todo:cluster": "existing", "todo:context": "c" };
    fs.writeFileSync("Pulumi.dev.yaml", JSON.stringify({ config }));
    apiServer("c", true);
    assert.equal(await takeDown({}), 0);
    assert.match(tools.called(/wait --for=delete/)[1]!, /--context c wait .* pods /);
    assert.deepEqual(tools.called(/^minikube/), []);
  });

  it("says that all is gone only when the release's pods are", async () => {
    apiServer("minikube", true);
    assert.equal(await takeDown({}), 0);
    const waits = tools.calls.findIndex((call) =>
      /^kubectl .*wait --for=delete --namespace todo-app pods --selector=\S*todo-app/.test(call),
    );
    assert.ok(waits > tools.calls.findIndex((call) => call.startsWith("pulumi destroy")));
    assert.ok(waits < tools.calls.findIndex((call) => call.startsWith("pulumi stack rm")));
  });

  it("waits for them where the release is, and not where the settings name by now", async () => {
    fs.writeFileSync("Pulumi.dev.yaml", JSON.stringify({ config: { "todo:namespace": "other" } }));
    minikube.runs("minikube");
    apiServer("minikube", true);
    state = stateOf(
      { name: "app-release", type: RELEASE, id: "todo-app/todo-app" },
      { name: "cluster-owner", type: UUID, outputs: { result: "a" } },
    );
    assert.equal(await takeDown({}), 0);
    const [wait, ...more] = tools.called(/wait --for=delete/);
    assert.match(wait!, /--namespace todo-app pods /);
    assert.deepEqual(more, []);
  });

  describe("removes what a failed helm test has left", () => {
    const hook = (kind: string, name: string, annotations?: Record<string, string>) => ({
      ...{ kind, metadata: { name, annotations } },
    });
    const TEST = { "helm.sh/hook": "test" };
    beforeEach(() => {
      minikube.runs("minikube");
      apiServer("minikube", true);
      tools
        .answer(
          /get pods,networkpolicies --namespace todo-app --selector=app=test,app\.kubernetes\.io\/instance=todo-app /,
          JSON.stringify({
            items: [
              hook("Pod", "todo-app-test", TEST),
              hook("NetworkPolicy", "todo-app-test-egress", TEST),
              hook("Pod", "theirs"),
              hook("Pod", "another", { "helm.sh/hook": "post-install" }),
            ],
          }),
        )
        .answer(/kubectl .* delete /, "");
    });
    const inside = { name: "app-release", type: RELEASE, id: "todo-app/todo-app" };

    it("where its release was, before it waits for pods, and nothing else", async () => {
      state = stateOf(inside);
      assert.equal(await takeDown({}), 0);
      const [removal, ...more] = tools.called(/kubectl .* delete /);
      assert.match(
        removal!,
        / --context minikube delete --namespace todo-app pod\/todo-app-test networkpolicy\/todo-app-test-egress --ignore-not-found$/,
      );
      assert.deepEqual(more, []);
      const order = [/^pulumi destroy/, /kubectl .* delete /, /wait --for=delete/].map((what) =>
        tools.calls.findIndex((call) => what.test(call)),
      );
      assert.deepEqual(
        order,
        [...order].sort((one, other) => one - other),
      );
    });

    it("and nothing where it had no release", async () => {
      assert.equal(await takeDown({}), 0);
      assert.deepEqual(tools.called(/kubectl .* delete /), []);
    });

    it("or says how to, where that fails, and goes on", async () => {
      state = stateOf(inside);
      tools.answer(/kubectl .* delete /, { code: 1, stderr: "Forbidden" });
      assert.equal(await takeDown({}), 0);
      assert.match(
        said(),
        /To remove them, run: kubectl .* delete pods,networkpolicies --namespace todo-app --selector=\S+\n[^]*Forbidden/,
      );
      assert.equal(tools.called(/stack rm/).length, 1);
    });
  });

  it("stops where something stays, hands on the exit code, and says how to go on", async () => {
    minikube.runs("minikube", { UUID: "a" });
    uses("a");
    tools.answer(/^pulumi destroy/, { code: 255 });
    assert.equal(await takeDown({}), 255);
    assert.match(said(), /Some resources still exist\. .* then run: make down\n.*make recover/);
    assert.deepEqual(tools.called(/stack rm|^docker|^minikube delete/), []);
    assert.equal(records("minikube").length, 1);
  });

  it("removes images that the state does not know of, but the engine does", async () => {
    const image = "todo-backend:1";
    [image, `${image}-used-by-a`, "todo-backend:2"].forEach((tag) => engine.tags.add(tag));
    assert.equal(await takeDown({}), 0);
    assert.deepEqual([...engine.tags], ["todo-backend:2"]);
  });

  it("goes on where the engine does not answer, with the command for what it may have", async () => {
    tools.answer(/^docker/, { code: 125, stderr: "is the docker daemon running?" });
    assert.equal(await takeDown({}), 0);
    assert.equal(tools.called(/stack rm/).length, 1);
    assert.match(said(), /is the docker daemon running\?/);
    assert.ok(said().includes(`When Docker answers, run: ${unknownRemoval("a")}\n`));
  });
});
