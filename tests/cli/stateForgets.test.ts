import assert from "node:assert/strict";
import { profilesIn, withoutCluster as withoutGone, withoutNamespace } from "../../cli/stack/state";
import { leftElsewhere } from "../../cli/stack/deliveries";
import { ownerIn } from "../../components/cluster/recordedCluster";
import { resourcesOf, State, StateResource } from "../../components/process/stackState";
import * as states from "../support/states";
import { answered, COMMAND, recorded, stateOf, urnOf } from "../support/states";
import {
  OWNER,
  PROVIDER,
  PASSWORD,
  RECORD,
  profile,
  owner,
  secret,
  namespace,
  UP,
} from "../support/stateOfUp";

/** Another one of its name. */
const FOUND = { name: "todo-app", uid: "n2" };

const withoutCluster = <Whole extends State>(state: Whole) => withoutGone(state, () => true);

const namesIn = (state: State) =>
  resourcesOf(state).map(({ urn }) => urn.slice(urn.lastIndexOf("::") + 2));
const one = (state: State, name: string) =>
  resourcesOf(state).find(({ urn }) => urn.endsWith(`::${name}`)) as unknown as Record<
    string,
    unknown
  >;

describe("a cluster that is gone is forgotten", () => {
  it("with all that was in it, and what is about it alone", () => {
    const { forgotten } = withoutCluster(UP());
    assert.deepEqual(forgotten.sort(), [
      "app-frontend-service",
      "app-place",
      "app-release",
      "cluster-profile",
      "cluster-provider",
      "secrets-app",
      "secrets-namespace",
      "secrets-ownership",
    ]);
  });

  it("but not images, passwords and the stack's id", () => {
    const { state } = withoutCluster(UP());
    assert.deepEqual(namesIn(state), [
      "todo-dev",
      "secrets",
      "cluster-owner",
      "backend-build",
      "backend-load",
      "secrets-jwt-secret",
      "secrets-revision",
    ]);
    assert.equal(ownerIn(state), OWNER);
  });

  it("and nothing that stays names it any more", () => {
    const { state } = withoutCluster(UP());
    const load = one(state, "backend-load");
    assert.deepEqual(load.dependencies, [owner]);
    assert.deepEqual(load.propertyDependencies, { environment: [owner], create: [] });
    assert.equal("deletedWith" in load, false);
    assert.deepEqual(one(state, "secrets-jwt-secret").dependencies, []);
    assert.deepEqual(one(state, "secrets-revision").propertyDependencies, {
      keepers: [urnOf(PASSWORD, "secrets-jwt-secret")],
    });
    const left = namesIn(state);
    for (const urn of JSON.stringify(state).matchAll(/urn:pulumi:[^"]*::([^":]+)"/g))
      assert.ok(left.includes(urn[1]!), `${urn[1]} is named still`);
  });

  it("and what stays is as it was, in the same order, with the state's other parts", () => {
    const whole = { version: 3, ...UP() };
    whole.deployment = { ...whole.deployment, ...{ secrets_providers: { type: "passphrase" } } };
    const before = JSON.stringify(whole);
    const { state } = withoutCluster(whole);
    assert.equal(state.version, 3);
    assert.deepEqual(
      (state.deployment as Record<string, unknown>).secrets_providers,
      (whole.deployment as Record<string, unknown>).secrets_providers,
    );
    assert.deepEqual(one(state, "backend-load").outputs, one(whole, "backend-load").outputs);
    assert.equal(JSON.stringify(whole), before);
  });

  it("and what was being done to it when a run was cut off, but to nothing else", () => {
    const operation = ({ urn, type }: StateResource) => ({
      type: "creating",
      resource: { urn, type },
    });
    const pending = resourcesOf(UP()).map(operation);
    const { deployment } = UP();
    const { state } = withoutCluster({
      deployment: { ...deployment, pending_operations: pending },
    });
    assert.deepEqual(
      state.deployment?.pending_operations?.map(({ resource }) => resource.urn),
      resourcesOf(state).map(({ urn }) => urn),
    );
  });

  it("but neither the program's own parts, nor what is only called so", () => {
    const state = stateOf(
      { name: "app", type: "todo:index:TodoRelease" },
      { name: "app-placeholder", type: COMMAND },
      { name: "cluster-provider-of-another", type: PROVIDER },
    );
    assert.deepEqual(withoutCluster(state).forgotten, []);
    assert.deepEqual(
      withoutNamespace(stateOf({ name: "app-placeholder", type: COMMAND }), FOUND).forgotten,
      [],
    );
  });

  it("with what brought images to it, where only its context's name would tell a new one from it", () => {
    const inContext = { CONTEXT: "c", PROFILE: "" };
    const loads = [
      answered("backend-load", { images: ["todo-backend:1"] }, inContext),
      answered("app-database-image", { there: true }, inContext),
    ];
    const id = { name: "cluster-owner", type: states.UUID, outputs: { result: OWNER } };
    const existing = stateOf(id, recorded("secrets-ownership", RECORD, inContext), ...loads);
    const once = withoutCluster(existing);
    assert.deepEqual(namesIn(once.state), ["cluster-owner"]);
    // Nothing was made in it.
    assert.deepEqual(withoutCluster(stateOf(id, ...loads)).forgotten, []);
    // minikube's has another identity when it is made anew.
    const started = answered("cluster-profile", { started: true, addons: [] });
    assert.deepEqual(namesIn(withoutCluster(stateOf(id, started, ...loads)).state), [
      ...["cluster-owner", "backend-load", "app-database-image"],
    ]);
  });

  it("with what was brought to it, and not with what was brought to others, which the next up looks at again", () => {
    const context = "kind-b";
    const delivery = (cluster: string) => ({ kind: "kind", cluster });
    const load = (name: string, to: object, answer = {}) => {
      const environment = { CONTEXT: context, DELIVERY: JSON.stringify(to), CLUSTER: context };
      return {
        ...answered(`${name}-load`, { images: [], ...answer }, environment),
        inputs: { environment },
      };
    };
    const command = { kind: "command", load: "l", remove: "rm {image}" };
    const [x, y] = ["todo-x:1", "todo-y:1"];
    const state = stateOf(
      { name: "cluster-provider", type: PROVIDER, outputs: { context } },
      load("a", delivery("a")),
      load("b", delivery("b"), {
        elsewhere: [
          { image: x, delivery: delivery("a") },
          { image: x, delivery: delivery("b") },
          { image: y, delivery: command, place: { context: "k3d-x" } },
          { image: y, delivery: command, place: { context } },
          { image: y, delivery: { ...command, remove: "" }, place: { context: "k3d-x" } },
        ],
      }),
      load("c", command),
      load("d", { kind: "registry", registry: "r" }),
    );
    const { state: after } = withoutCluster(state);
    assert.deepEqual(namesIn(after), ["a-load", "d-load"]);
    for (const { inputs, outputs } of resourcesOf(after))
      assert.deepEqual([inputs.environment.CLUSTER, outputs.environment.CLUSTER], ["", ""]);
    assert.equal(resourcesOf(state)[1]!.inputs.environment.CLUSTER, context);
    const left = leftElsewhere(state, after, context);
    assert.deepEqual(left.length, 2);
    assert.match(
      left[0]!,
      /^todo-x:1 may still be on the nodes of .* kind\. .*: for node in .*--name a\)/,
    );
    assert.match(left[1]!, /^todo-y:1 may still be on the nodes of .* command\. .*: rm todo-y:1$/);
  });

  it("and not what a move that failed half-way has left in the cluster before", () => {
    const at = (context: string) => ({ PROFILE: context, CONTEXT: context });
    const provider = (context: string) => ({
      ...{ name: "cluster-provider", type: PROVIDER, id: `p-${context}`, outputs: { context } },
    });
    const by = (context: string) => `${urnOf(PROVIDER, "cluster-provider")}::p-${context}`;
    const id = "todo-app/app-secrets";
    const state = stateOf(
      { ...answered("cluster-profile", { started: true, addons: [] }, at("b")) },
      { ...answered("cluster-profile", { started: false, addons: [] }, at("a")), delete: true },
      provider("b"),
      { ...provider("a"), delete: true },
      recorded("secrets-ownership", RECORD, at("b")),
      { name: "secrets-app", type: states.SECRET, id, provider: by("b") },
      { name: "secrets-app", type: states.SECRET, id, provider: by("a"), delete: true },
      { name: "app-release", type: states.RELEASE, id: "todo-app/todo-app", provider: by("a") },
      answered("app-place", RECORD, at("a")),
    );
    const begun = { type: states.RELEASE, provider: by("b") };
    const operation = {
      ...{ type: "creating", resource: { ...begun, urn: urnOf(states.RELEASE, "app-release") } },
    };
    const whole = { deployment: { ...state.deployment, pending_operations: [operation] } };
    const { state: left } = withoutGone(whole, (context) => context === "b");
    const { resources = [], pending_operations } = left.deployment!;
    assert.deepEqual(
      resources.map(({ urn, delete: goes }) => [urn.split("::").at(-1), goes ?? false]),
      [
        ["cluster-profile", true],
        ["cluster-provider", true],
        ["secrets-app", true],
        ["app-release", false],
        ["app-place", false],
      ],
    );
    assert.deepEqual(pending_operations, []);
    assert.deepEqual(profilesIn(whole), ["b", "a"]);
  });

  it("once: there is nothing to forget then, nor in an empty state", () => {
    assert.deepEqual(withoutCluster(withoutCluster(UP()).state).forgotten, []);
    assert.deepEqual(withoutCluster({}).forgotten, []);
  });
});

describe("a namespace that is gone is forgotten", () => {
  it("with what was in it, while the cluster stays", () => {
    const { state, forgotten } = withoutNamespace(UP(), FOUND);
    assert.deepEqual(forgotten.sort(), [
      "app-frontend-service",
      "app-place",
      "app-release",
      "secrets-app",
      "secrets-namespace",
      "secrets-ownership",
    ]);
    assert.deepEqual(one(state, "backend-load").dependencies, [owner, profile]);
    assert.equal(one(state, "backend-load").deletedWith, urnOf(PROVIDER, "cluster-provider"));
    assert.deepEqual(one(state, "secrets-jwt-secret").dependencies, []);
  });

  it("but not what is in another one: the app's, and kagent's", () => {
    const at = (name: string) => [
      { name: "kagent-namespace", type: states.NAMESPACE, id: name },
      { name: "kagent-key", type: states.SECRET, id: `${name}/kagent-openai` },
      recorded("kagent-ownership", { ...RECORD, name }),
      answered("kagent-place", { ...RECORD, name }),
    ];
    const state = stateOf(...at("kagent"), ...at("kagent-2"));
    assert.deepEqual(resourcesOf(withoutNamespace(state, { ...FOUND, name: "kagent" }).state), [
      ...resourcesOf(stateOf(...at("kagent-2"))),
    ]);
  });

  it("but not the one that took its place, where Pulumi made that, and a run was cut off then", () => {
    const made = {
      ...{ name: "secrets-namespace", type: states.NAMESPACE, id: "todo-app" },
      outputs: { metadata: { uid: "n2" } },
    };
    const state = stateOf(made, recorded("secrets-ownership", RECORD));
    assert.deepEqual(withoutNamespace(state, FOUND).forgotten, ["secrets-ownership"]);
  });

  it("but not what a run was making when it was cut off: that is in the one that took its place", () => {
    const pending = [
      { type: "creating", resource: { urn: namespace, type: states.NAMESPACE } },
      { type: "creating", resource: { urn: secret, type: states.SECRET } },
    ];
    const { deployment } = UP();
    const interrupted = { deployment: { ...deployment, pending_operations: pending } };
    const { state } = withoutNamespace(interrupted, FOUND);
    assert.deepEqual(state.deployment?.pending_operations, pending);
    assert.equal(one(state, "secrets-namespace"), undefined);
  });
});
