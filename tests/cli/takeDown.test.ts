import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { SHELL } from "../../cli/stack/place";
import { takeDown } from "../../cli/down";
import { unknownRemoval } from "../../components/image/imageUsers";
import { OWNER_LABEL } from "../../components/cluster/clusterObjects";
import { resourcesOf, State } from "../../components/process/stackState";
import {
  profileFolder,
  profileIsKept,
  ProfileRecord,
  records,
  writeRecord,
} from "../../components/cluster/profileRecord";
import { Engine, keepProfile, Minikube, namespaceJson } from "../support/models";
import { apiServers, hearing, ownCheckout, Reply, standIn } from "../support/standIn";
import {
  aRecord,
  answered,
  COMMAND,
  CRD,
  marked,
  NAMESPACE,
  recorded,
  RELEASE,
  SECRET,
  stateOf,
  urnOf,
  UUID,
} from "../support/states";

describe("taking a stack away", () => {
  ownCheckout();
  const tools = standIn();
  const said = hearing();
  /** What is said besides the removal's own first and last line. */
  const saidBesides = () =>
    said()
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("Removal of stack dev"));
  const apiServer = apiServers();
  let minikube: Minikube;
  let engine: Engine;
  let state: State;
  beforeEach(() => {
    minikube = new Minikube(tools);
    engine = new Engine(tools);
    state = stateOf({ name: "cluster-owner", type: UUID, outputs: { result: "a" } });
    tools
      .answer(/^pulumi stack ls --json/, JSON.stringify([{ name: "dev" }]))
      .answer(/^pulumi stack export --stack dev/, () => JSON.stringify(state))
      .answer(/^pulumi (destroy|stack rm|stack import)/, "")
      .answer(/wait --for=delete/, "")
      .answer(/get secret app-secrets/, "")
      .answer(/get namespaces --selector/, JSON.stringify({ items: [] }))
      .answer(/get pods,networkpolicies/, JSON.stringify({ items: [] }));
  });
  const uses = (owner: string, more: Partial<ProfileRecord> = {}) =>
    writeRecord("minikube", { ...aRecord(owner), ...more });

  it("is said where there is none", async () => {
    tools.answer(/^pulumi stack ls --json/, "[]");
    assert.equal(await takeDown({}), 0);
    assert.match(said(), /There is no stack dev: nothing to take away/);
    assert.doesNotMatch(said(), /Those that there are/);
    tools.answer(/^pulumi stack ls --json/, JSON.stringify([{ name: "org/todo/prod" }]));
    assert.equal(await takeDown({}), 0);
    assert.match(
      said(),
      /nothing to take away\. Those that there are: prod: make down STACK=prod$/m,
    );
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
    assert.match(said(), /^profile new is gone, and with it: cluster-profile, cluster-provider$/m);
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
        /By hand: kubectl .* delete pods,networkpolicies --namespace todo-app --selector=\S+\n[^]*Forbidden/,
      );
      assert.equal(tools.called(/stack rm/).length, 1);
    });
  });

  it("stops where something stays, hands on the exit code, and says how to go on", async () => {
    minikube.runs("minikube", { UUID: "a" });
    uses("a");
    tools.answer(/^pulumi destroy/, { code: 255 });
    assert.equal(await takeDown({}), 255);
    assert.match(said(), /Some things are still there\. .* run: make down\n.*make recover/);
    assert.deepEqual(tools.called(/stack rm|^docker|^minikube delete/), []);
    assert.equal(records("minikube").length, 1);
  });

  describe("looks at every profile that tells of the stack, whichever the state or the settings name:", () => {
    const environment = { CONTEXT: "minikube", PROFILE: "minikube" };
    const known = { started: false, addons: [] };
    beforeEach(() => {
      state = stateOf(
        { name: "cluster-owner", type: UUID, outputs: { result: "a" } },
        answered("cluster-profile", known, environment),
      );
      minikube.runs("minikube");
      apiServer("minikube", true);
      fs.writeFileSync("Pulumi.dev.yaml", JSON.stringify({ config: { "todo:profile": "other" } }));
    });

    it("one that a plain up has started before it failed is deleted", async () => {
      keepProfile("big", { UUID: "a" });
      writeRecord("big", aRecord("a"));
      const kubeconfigs: (string | undefined)[] = [];
      tools.answer(/^minikube delete --profile (\S+)/, ([, profile]) => {
        kubeconfigs.push(`${profile} ${process.env.KUBECONFIG}`);
        fs.rmSync(profileFolder(profile!), { recursive: true });
        return "";
      });
      assert.equal(await takeDown({}), 0);
      assert.deepEqual([profileIsKept("big"), profileIsKept("minikube")], [false, true]);
      const { KUBECONFIG = path.join(os.homedir(), ".kube", "config") } = SHELL;
      assert.deepEqual(kubeconfigs, [`big ${KUBECONFIG}`]);
    });

    it("one whose start was cut off is named with the command that deletes it", async () => {
      keepProfile("big", { UUID: "a" });
      assert.equal(await takeDown({}), 0);
      assert.match(
        said(),
        /^profile big: a start by this stack was cut off, .*minikube delete --profile big$/m,
      );
      assert.equal(profileIsKept("big"), true);
    });

    it("one that tells of another stack, or that another goes on with, stays without a word", async () => {
      keepProfile("theirs", { UUID: "b" });
      writeRecord("theirs", aRecord("b"));
      keepProfile("left", { UUID: "a" });
      writeRecord("left", aRecord("b"));
      assert.equal(await takeDown({}), 0);
      assert.doesNotMatch(said(), /theirs|left/);
      assert.deepEqual(["theirs", "left"].map(profileIsKept), [true, true]);
    });
  });

  it("deletes a profile that the state does not know of, but its record does", async () => {
    keepProfile("minikube", { UUID: "a" });
    uses("a");
    assert.equal(await takeDown({}), 0);
    assert.equal(profileIsKept("minikube"), false);
  });

  it("deletes one that an earlier version made without an id, by the record alone", async () => {
    keepProfile("minikube");
    uses("a");
    assert.equal(await takeDown({}), 0);
    assert.equal(profileIsKept("minikube"), false);
  });

  for (const runs of [false, true])
    it(`leaves what bears its id and no record knows, which ${runs ? "runs" : "stands still"}, with the command`, async () => {
      keepProfile("minikube", { UUID: "a" });
      if (runs) minikube.running.add("minikube");
      assert.equal(await takeDown({}), 0);
      assert.equal(profileIsKept("minikube"), true);
      assert.match(
        said(),
        /^profile minikube: a start by this stack was cut off, .* it stays\. If nobody uses it: minikube delete --profile minikube$/m,
      );
    });

  it("names the stack that uses what a start of its own has left", async () => {
    keepProfile("minikube", { UUID: "a" });
    uses("b");
    assert.equal(await takeDown({}), 0);
    assert.match(
      said(),
      /it stays, and stack b of \/here uses it\. If nobody uses it: minikube delete /,
    );
  });

  it("leaves a profile that is not the stack's, without a word", async () => {
    minikube.runs("minikube", { UUID: "b" });
    uses("b");
    assert.equal(await takeDown({}), 0);
    assert.deepEqual(
      records("minikube").map(({ owner }) => owner),
      ["b"],
    );
    assert.deepEqual(saidBesides(), []);
  });

  it("says which step failed where that cannot be deleted", async () => {
    keepProfile("minikube", { UUID: "a" });
    uses("a");
    tools.answer(/^minikube delete/, { code: 80, stderr: "busy" });
    await assert.rejects(takeDown({}), /deleting minikube profile minikube failed[^]*busy/);
    assert.deepEqual(tools.called(/stack rm/), []);
  });

  it("leaves a profile that bears its id where another stack uses it", async () => {
    keepProfile("minikube", { UUID: "a" });
    uses("b");
    assert.equal(await takeDown({}), 0);
    assert.equal(profileIsKept("minikube"), true);
  });

  it("leaves a profile without an id where the stack has none either", async () => {
    keepProfile("minikube");
    state = {};
    assert.equal(await takeDown({}), 0);
    assert.equal(profileIsKept("minikube"), true);
  });

  it("leaves a profile of its id that destroy has left, whoever stops it meanwhile", async () => {
    minikube.runs("minikube", { UUID: "a" });
    state = stateOf(
      { name: "cluster-owner", type: UUID, outputs: { result: "a" } },
      answered("cluster-profile", { started: false, addons: [] }),
    );
    apiServer("minikube", true);
    tools.answer(/^pulumi destroy/, () => {
      minikube.running.delete("minikube");
      return "";
    });
    assert.equal(await takeDown({}), 0);
    assert.equal(profileIsKept("minikube"), true);
  });

  describe("deletes a namespace that it made where a run was cut off before that was noted", () => {
    const of = (name: string, id: string, uid?: string) => ({
      ...{ name: `${name}-namespace`, type: NAMESPACE, id },
      outputs: { metadata: { uid } },
    });
    const note = { name: "todo-app", uid: "n1", created: true, cluster: "" };
    let there: Record<string, string>;
    beforeEach(() => {
      minikube.runs("minikube");
      apiServer("minikube", true);
      there = { "todo-app": "n1", kagent: "k1" };
      tools
        .answer(/get namespace (\S+)/, ([, name]) =>
          there[name!] ? namespaceJson(name!, there[name!]!) : "",
        )
        .answer(/delete --raw \/api\/v1\/namespaces\/(\S+)/, ([, name]) => {
          delete there[name!];
          return "";
        });
    });
    const left = async (...resources: Parameters<typeof stateOf>) => {
      state = stateOf(...resources);
      assert.equal(await takeDown({}), 0);
      return Object.keys(there);
    };

    it("each by its uid, before destroy, after which nobody knows of it", async () => {
      assert.deepEqual(
        await left(of("secrets", "todo-app", "n1"), of("kagent", "kagent", "k1")),
        [],
      );
      const uids = tools.inputs.map((text) => JSON.parse(text).preconditions.uid);
      assert.deepEqual(uids, ["n1", "k1"]);
      const order = [/delete --raw/, /^pulumi destroy/, /^pulumi stack rm/].map((what) =>
        tools.calls.findIndex((call) => what.test(call)),
      );
      assert.deepEqual(
        order,
        [...order].sort((one, other) => one - other),
      );
    });

    it("and none whose end its note has decided", async () => {
      const resources = [of("secrets", "todo-app", "n1"), recorded("secrets-ownership", note)];
      assert.deepEqual(await left(...resources, of("kagent", "kagent", "k1")), ["todo-app"]);
    });

    it("and none that the stack's id is not on, which a refresh found by its name", async () => {
      const id = { name: "cluster-owner", type: UUID, outputs: { result: "a" } };
      assert.deepEqual(await left(id, of("secrets", "todo-app", "n1")), ["todo-app", "kagent"]);
    });

    it("and none that took its place, before which it stops", async () => {
      await assert.rejects(
        left(of("secrets", "todo-app", "n0")),
        /namespace todo-app of minikube is not the one .*\nRun: make recover, .* then: make down$/,
      );
      assert.deepEqual(Object.keys(there), ["todo-app", "kagent"]);
      assert.deepEqual(tools.called(/delete --raw|^pulumi destroy/), []);
    });

    it("and asks for none that the state does not name with its uid", async () => {
      for (const unclear of [
        of("secrets", "todo-app"),
        { name: "secrets-namespace", type: NAMESPACE, id: "todo-app" },
        { ...of("secrets", "", "n1"), id: undefined },
        { ...of("secrets", "todo-app", "n1"), type: SECRET },
      ]) {
        assert.deepEqual(await left(unclear), ["todo-app", "kagent"]);
        assert.deepEqual(tools.called(/ get namespace /), [], JSON.stringify(unclear));
      }
    });

    it("and stops before all else where one does not go, or the cluster does not answer", async () => {
      const cases: [() => void, RegExp][] = [
        [() => void tools.answer(/delete --raw/, { code: 1, stderr: "Forbidden" }), /Forbidden/],
        [() => apiServer("minikube", false), /runs, and its API server does not answer/],
      ];
      for (const [breaks, words] of cases) {
        const profile = answered("cluster-profile", { started: false, addons: [] });
        breaks();
        await assert.rejects(left(profile, of("secrets", "todo-app", "n1")), words);
        assert.deepEqual(tools.called(/^pulumi (destroy|stack rm)/), []);
        assert.deepEqual(Object.keys(there), ["todo-app", "kagent"]);
      }
    });

    it("and leaves none where the cluster falls silent while destroy runs", async () => {
      tools.answer(/^pulumi destroy/, () => {
        apiServer("minikube", false);
        return "";
      });
      assert.deepEqual(await left(of("secrets", "todo-app", "n1")), ["kagent"]);
    });
  });

  describe("in a profile that was there before", () => {
    const NOTE = { name: "todo-app", uid: "n1", created: true, cluster: "" };
    const labels = { [OWNER_LABEL]: "a" };
    const created = (type: string, name: string) => ({
      type: "creating",
      resource: { urn: urnOf(type, name), type },
    });
    let pending: ReturnType<typeof created>[];
    let listed: object[];
    beforeEach(() => {
      minikube.runs("minikube");
      apiServer("minikube", true);
      [pending, listed] = [[], []];
      tools
        .answer(/^pulumi stack export --stack dev/, () => {
          const { deployment } = state;
          return JSON.stringify({ deployment: { ...deployment, pending_operations: pending } });
        })
        .answer(/get namespace todo-app/, namespaceJson("todo-app", "n1", labels))
        .answer(/get namespaces --selector=todo-app\/owner=a /, () =>
          JSON.stringify({ items: listed }),
        );
    });
    const inside = () => {
      state = stateOf(
        { name: "cluster-owner", type: UUID, outputs: { result: "a" } },
        answered("cluster-profile", { started: false, addons: [] }),
        recorded("secrets-ownership", NOTE),
      );
    };
    const named = (name: string, uid: string) => ({ metadata: { name, uid, labels } });
    const refuses = async (words: RegExp) => {
      await assert.rejects(takeDown({}), words);
      assert.deepEqual(tools.called(/^pulumi (destroy|stack rm)|delete --raw/), []);
    };

    for (const [type, name] of [
      [NAMESPACE, "kagent-namespace"],
      [SECRET, "secrets-app"],
      [RELEASE, "app-release"],
    ] as const)
      it(`stops before ${name} that was being made, whose lock \`pulumi cancel\` took away`, async () => {
        inside();
        pending = [created(type, name), created(COMMAND, "backend-load")];
        await refuses(
          new RegExp(
            `^Error: stack dev was making ${name} when a run was cut off, .* Run: make recover, then: make down$`,
          ),
        );
        // What goes with the profile is left by nobody.
        uses("a");
        assert.equal(await takeDown({}), 0);
      });

    it("goes on where a run was cut off in what is not in the cluster", async () => {
      inside();
      pending = [created(COMMAND, "backend-load")];
      assert.equal(await takeDown({}), 0);
    });

    it("stops before a namespace of its id that the state does not know, before the id is gone", async () => {
      const words =
        /^Error: namespace other of minikube bears the id of this stack.*\n.*: kubectl .*--context minikube delete namespace other\n.*: kubectl .* label namespace other todo-app\/stack- todo-app\/owner-\nThen: make down$/;
      inside();
      listed = [named("todo-app", "n1"), named("other", "n2")];
      await refuses(words);
      // As after `make recover GONE=1`.
      state = stateOf({ name: "cluster-owner", type: UUID, outputs: { result: "a" } });
      listed = [named("other", "n2")];
      await refuses(words);
    });

    describe("whose database the settings keep", () => {
      let keep: string;
      let enabled: boolean;
      let listed: string;
      beforeEach(() => {
        [keep, enabled, listed] = ["true", true, "deployed"];
        tools.answer(/^helm list .*--namespace todo-app/, () =>
          JSON.stringify(listed ? [{ name: "todo-app", status: listed, revision: "1" }] : []),
        );
      });
      /** @param KEEP what the last up told the namespace's note, and the chart, where those differ. */
      const down = (KEEP: string, chart = KEEP) => {
        fs.writeFileSync(
          "Pulumi.dev.yaml",
          JSON.stringify({ config: { "todo:keepDatabase": keep } }),
        );
        const values = { postgres: { enabled, storage: { keep: chart === "true" } } };
        state = stateOf(
          { name: "cluster-owner", type: UUID, outputs: { result: "a" } },
          answered("cluster-profile", { started: false, addons: [] }),
          recorded("secrets-ownership", NOTE, { KEEP }),
          { name: "app-release", type: RELEASE, id: "todo-app/todo-app", inputs: { values } },
        );
        return takeDown({});
      };

      it("stops where the last up did not know that, with both ways on", async () => {
        for (const [KEEP, chart] of [
          ["false", "false"],
          // An up that failed before its end.
          ["true", "false"],
        ])
          await assert.rejects(
            down(KEEP!, chart),
            /^Error: todo:keepDatabase is true, .* volume in namespace todo-app of minikube would go\. Nothing was changed\. Run: make up, then: make down\n.*: make config SET=keepDatabase=false, then: make down$/,
          );
        assert.deepEqual(tools.called(/^pulumi (destroy|stack rm)|delete --raw/), []);
        // With the profile it goes in any case.
        uses("a");
        assert.equal(await down("false"), 0);
      });

      it("goes on where it did, where they do not, or where nothing can be kept", async () => {
        assert.equal(await down("true"), 0);
        keep = "false";
        assert.equal(await down("false"), 0);
        keep = "true";
        for (const status of ["", "uninstalling"]) {
          listed = status;
          assert.equal(await down("false"), 0);
        }
        [listed, enabled] = ["deployed", false];
        assert.equal(await down("false"), 0);
      });
    });

    it("looks for it by the names that it uses where nobody may list namespaces", async () => {
      state = stateOf({ name: "cluster-owner", type: UUID, outputs: { result: "a" } });
      tools
        .answer(/get namespaces --selector/, { code: 1, stderr: "Error from server (Forbidden)" })
        .answer(/get namespace kagent/, namespaceJson("kagent", "k1", { [OWNER_LABEL]: "b" }));
      await refuses(/^Error: namespace todo-app of minikube bears the id/);
    });

    it("and goes on where the state knows it, its record does, or there is none", async () => {
      inside();
      for (const found of [[named("todo-app", "n1")], [named("other", "n2")], []]) {
        uses("a", { started: false, namespaces: [{ name: "other", uid: "n2" }] });
        tools.answer(/get namespace other/, "");
        listed = found;
        assert.equal(await takeDown({}), 0);
      }
    });
  });

  describe("of kagent", () => {
    const NOTE = { name: "kagent", uid: "k1", created: true, cluster: "c1" };
    const KINDS = "get customresourcedefinitions --all-namespaces";
    const MINE = "kagent-crds\tkagent";
    let theirs: string[][];
    let left: string[][];
    beforeEach(() => {
      [theirs, left] = [[], []];
      minikube.runs("minikube");
      apiServer("minikube", true);
      tools
        .answer(/get namespace kagent/, namespaceJson("kagent", "k1"))
        .answer(/get namespace kube-system/, namespaceJson("kube-system", "c1"))
        .answer(/^helm list .*--namespace kagent/, "[]")
        .answer(/^helm uninstall/, "")
        .answer(
          new RegExp(KINDS),
          marked(
            [CRD, "agents.kagent.dev", "", ...MINE.split("\t")],
            [CRD, "modelconfigs.kagent.dev", "", ...MINE.split("\t")],
            [CRD, "others.kagent.dev", "", "kagent-crds", "ai"],
            [CRD, "kept.kagent.dev", "", "kagent", "kagent"],
          ),
        )
        .answer(/get agents\.kagent\.dev,modelconfigs\.kagent\.dev --all-namespaces/, () =>
          marked(...theirs),
        )
        .answer(/get customresourcedefinitions,clusterroles,clusterrolebindings --all/, () =>
          marked(...left),
        );
    });
    /** @param deletedWith as in a profile that the stack started. */
    const down = (created = true, deletedWith?: string) => {
      const inProfile = deletedWith ? { deletedWith } : {};
      state = stateOf(
        { name: "cluster-owner", type: UUID, outputs: { result: "a" } },
        answered("cluster-profile", { started: Boolean(deletedWith), addons: [] }),
        recorded("kagent-ownership", { ...NOTE, created }),
        { name: "kagent-crds", type: RELEASE, id: "kagent/kagent-crds", ...inProfile },
        { name: "kagent-release", type: RELEASE, id: "kagent/kagent", ...inProfile },
      );
      return takeDown({});
    };

    it("stops where objects that somebody made would go with its kinds, with the commands", async () => {
      theirs = [
        ["Agent", "mine", "my-space"],
        ["ModelConfig", "cheap", "my-space"],
        ["Agent", "yours", "your-space"],
        ["Agent", "ui", "kagent"],
      ];
      await assert.rejects(down(), (error: Error) => {
        assert.match(
          error.message,
          /: agent\.kagent\.dev\/mine, modelconfig\.kagent\.dev\/cheap in namespace my-space; agent\.kagent\.dev\/yours in namespace your-space\. Nothing was changed\.\n/,
        );
        assert.match(
          error.message,
          /: kubectl .* get agents\.kagent\.dev,modelconfigs\.kagent\.dev --all-namespaces --output=yaml\n/,
        );
        assert.match(
          error.message,
          /: kubectl .* --namespace my-space delete agent\.kagent\.dev\/mine modelconfig\.kagent\.dev\/cheap && kubectl .* --namespace your-space delete agent\.kagent\.dev\/yours\nThen: make down$/,
        );
        return true;
      });
      assert.deepEqual(tools.called(/^pulumi (destroy|stack rm)|^helm uninstall/), []);
      // With the profile they go in any case.
      uses("a");
      assert.equal(await down(true, "cluster-provider"), 0);
    });

    it("stops so in its own namespace where that is somebody's, but not before what it brought along", async () => {
      theirs = [
        ["Agent", "k8s-agent", "kagent", "kagent", "kagent"],
        ["Agent", "ui", "kagent"],
      ];
      await assert.rejects(down(false), /: agent\.kagent\.dev\/ui in namespace kagent\. Nothing/);
      assert.equal(await down(true), 0);
      theirs = theirs.slice(0, 1);
      assert.equal(await down(false), 0);
    });

    it("stops where nobody can tell", async () => {
      tools.answer(new RegExp(KINDS), { code: 1, stderr: "Forbidden" });
      await assert.rejects(down(), /listing customresourcedefinitions of minikube[^]*Forbidden/);
      assert.deepEqual(tools.called(/^pulumi destroy/), []);
    });

    it("uninstalls the releases that Pulumi leaves to a profile which stays for another stack", async () => {
      uses("a");
      uses("b", { started: false });
      assert.equal(await down(true, "cluster-provider"), 0);
      const helms = tools.called(/^helm uninstall/);
      assert.deepEqual(
        helms.map((call) => /^helm uninstall (\S+) --ignore-not-found /.exec(call)?.[1]),
        ["kagent", "kagent-crds"],
      );
      assert.match(helms[0]!, /--namespace kagent .*--kube-context minikube$/);
      const order = [/^helm uninstall/, /^pulumi destroy/].map((what) =>
        tools.calls.findIndex((call) => what.test(call)),
      );
      assert.ok(order[0]! < order[1]!, `${order}`);
    });

    it("leaves to Pulumi what that deletes, and to a profile what goes with that", async () => {
      assert.equal(await down(), 0);
      uses("a");
      assert.equal(await down(true, "cluster-provider"), 0);
      assert.deepEqual(tools.called(/^helm uninstall/), []);
    });

    it("names what is left in the whole cluster where its namespace was deleted, and deletes none of it", async () => {
      left = [
        [CRD, "agents.kagent.dev", "", "kagent-crds", "kagent"],
        ["ClusterRole", "kagent-writer", "", "kagent", "kagent"],
        ["ClusterRole", "theirs", "", "kagent", "ai"],
        ["ClusterRole", "view", ""],
      ];
      tools.answer(/get namespace kagent/, "");
      assert.equal(await down(), 0);
      assert.match(
        said(),
        /kubectl .* --context minikube delete customresourcedefinition\/agents\.kagent\.dev clusterrole\/kagent-writer$/m,
      );
      assert.deepEqual(tools.called(/kubectl .* delete /), []);
    });

    it("names nothing of a release that is there, which somebody has made since", async () => {
      left = [["ClusterRole", "kagent-writer", "", "kagent", "kagent"]];
      tools.answer(/^helm list .*--namespace kagent/, JSON.stringify([{ name: "kagent" }]));
      assert.equal(await down(), 0);
      assert.doesNotMatch(said(), /kagent-writer/);
    });

    it("goes on where nobody may look, with the command that does", async () => {
      tools.answer(/get customresourcedefinitions,/, { code: 1, stderr: "Forbidden" });
      assert.equal(await down(), 0);
      assert.match(
        said(),
        /kubectl .* get customresourcedefinitions,clusterroles,\S+\n[^]*Forbidden/,
      );
    });
  });

  describe("stops before a Secret that took the place of its own", () => {
    const SEEN = { name: "app-secrets", uid: "s2" };
    const down = (created: boolean, noted?: string, outputs?: object) => {
      const note = { name: "todo-app", uid: "n1", created, cluster: "" };
      state = stateOf(
        { name: "cluster-owner", type: UUID, outputs: { result: "a" } },
        recorded("secrets-ownership", note),
        { name: "secrets-app", type: SECRET, id: "todo-app/app-secrets", outputs },
        recorded("secrets-app-place", {
          ...note,
          ...(noted ? { secret: { name: "app-secrets", uid: noted } } : {}),
        } as typeof note),
        recorded("app-place", note),
      );
      return takeDown({});
    };
    const there = (labels: object) =>
      tools.answer(
        /get secret app-secrets --namespace todo-app/,
        JSON.stringify({ metadata: { ...SEEN, labels } }),
      );
    const uid = (of: string) => ({ metadata: { uid: of } });
    beforeEach(() => {
      minikube.runs("minikube");
      apiServer("minikube", true);
      tools.answer(/get namespace todo-app/, namespaceJson("todo-app", "n1"));
      there({});
    });

    it("in a namespace of somebody's, with the way on", async () => {
      // Also where somebody refreshed the state since: what was noted holds.
      for (const [noted, outputs] of [
        ["s1", undefined],
        ["s1", uid("s2")],
        [undefined, uid("s1")],
      ] as const)
        await assert.rejects(
          down(false, noted, outputs),
          /^Error: Secret app-secrets in namespace todo-app of minikube is not the one .*Nothing was changed\.\nRun: make recover, which forgets the old one, then: make down$/,
        );
      assert.deepEqual(tools.called(/^pulumi (destroy|stack rm)/), []);
    });

    it("and goes on where it is its own, nobody noted one, or it is in a namespace that goes", async () => {
      assert.equal(await down(false, "s2", uid("s1")), 0);
      assert.equal(await down(false), 0);
      assert.equal(await down(true, "s1"), 0);
      there({ [OWNER_LABEL]: "a" });
      assert.equal(await down(false, "s1"), 0);
      tools.answer(/get secret/, "");
      assert.equal(await down(false, "s1"), 0);
    });
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
    assert.ok(said().includes(`by hand: ${unknownRemoval("a")}\n`));
  });

  it("starts a profile of its own that is stopped only where something in it is to be kept", async () => {
    const note = { name: "todo-app", uid: "n1", created: true, cluster: "" };
    for (const KEEP of ["false", "true"]) {
      keepProfile("minikube", { UUID: "a" });
      minikube.running.clear();
      apiServer("minikube", false);
      uses("a");
      tools.answer(/get namespace /, "");
      state = stateOf(
        { name: "cluster-owner", type: UUID, outputs: { result: "a" } },
        answered("cluster-profile", { started: true, addons: [] }),
        { ...recorded("secrets-ownership", note, { KEEP }), deletedWith: "cluster-provider" },
      );
      assert.equal(await takeDown({}), 0);
      assert.equal(tools.called(/^minikube start/).length, KEEP === "true" ? 1 : 0);
    }
  });

  describe("asks a profile of its own that runs, before Pulumi forgets what goes with it,", () => {
    beforeEach(() => {
      keepProfile("minikube", { UUID: "a" });
      minikube.runs("minikube");
      uses("a");
      tools.answer(/get namespace x /, namespaceJson("x", "n1"));
      state = stateOf(
        { name: "cluster-owner", type: UUID, outputs: { result: "a" } },
        answered("cluster-profile", { started: true, addons: [] }),
        {
          ...recorded("secrets-ownership", { name: "x", uid: "n1", created: true, cluster: "" }),
          deletedWith: "cluster-provider",
        },
      );
    });
    const has = (answer: Reply) => tools.answer(/get namespaces,secrets --all-namespaces/, answer);
    const theirs = { name: "todo-b", uid: "n2", labels: { [OWNER_LABEL]: "b" } };

    for (const answers of [true, false]) {
      it(`whether another stack has something in it, where it ${answers ? "answers" : "is silent"}`, async () => {
        apiServer("minikube", answers);
        has(
          answers
            ? JSON.stringify({ items: [{ kind: "Namespace", metadata: theirs }] })
            : { code: 1, stderr: "i/o timeout" },
        );
        await assert.rejects(
          takeDown({}),
          answers
            ? /profile minikube, .*, stays: other stacks have in it namespace todo-b/
            : /profile minikube stays: it runs, and does not say [^]*i\/o timeout/,
        );
        assert.deepEqual(tools.called(/^pulumi (destroy|stack (rm|import))|^minikube delete/), []);
      });
    }

    it("and goes on where none has", async () => {
      apiServer("minikube", true);
      has(JSON.stringify({ items: [] }));
      assert.equal(await takeDown({}), 0);
      assert.equal(profileIsKept("minikube"), false);
    });
  });

  it("stops no profile that went, though it had to start it", async () => {
    keepProfile("minikube");
    apiServer("minikube", false);
    uses("a");
    tools.answer(/get namespace /, "");
    state = stateOf(
      { name: "cluster-owner", type: UUID, outputs: { result: "a" } },
      answered("cluster-profile", { started: true, addons: [] }),
      recorded("secrets-ownership", { name: "x", uid: "n1", created: false, cluster: "" }),
    );
    assert.equal(await takeDown({}), 0);
    assert.equal(profileIsKept("minikube"), false);
    assert.deepEqual(tools.called(/^minikube stop/), []);
  });

  it("stops a profile again that it had to start, before the stack goes", async () => {
    keepProfile("minikube");
    apiServer("minikube", false);
    uses("a", { started: false });
    const { deployment } = stateOf(
      { name: "cluster-owner", type: UUID, outputs: { result: "a" } },
      answered("cluster-profile", { started: false, addons: [] }),
    );
    state = { deployment };
    assert.equal(await takeDown({}), 0);
    assert.deepEqual([...minikube.running], []);
    assert.match(said(), /^stopping profile minikube again$/m);
    const order = [/^minikube start/, /^pulumi destroy/, /^minikube stop/, /^pulumi stack rm/].map(
      (what) => tools.calls.findIndex((call) => what.test(call)),
    );
    assert.ok(
      order.every((at, index) => at >= 0 && at > (order[index - 1] ?? -1)),
      `${order}`,
    );

    keepProfile("minikube");
    uses("a", { started: false });
    tools.answer(/^minikube stop/, { code: 80, stderr: "busy" });
    await assert.rejects(takeDown({}), /stopping minikube profile minikube failed[^]*busy/);
    assert.equal(tools.called(/^pulumi stack rm/).length, 1, "not before that is done");
  });
});
