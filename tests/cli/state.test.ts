import assert from "node:assert/strict";
import { refuseReplacedNamespaces, replacedNamespaces } from "../../cli/cluster/replaced";
import {
  buildOf,
  clusterIn,
  imagesIn,
  profileIn,
  profilesIn,
  withObjects,
  withoutCluster as withoutGone,
  withoutNamespace,
} from "../../cli/stack/state";
import { leftElsewhere } from "../../cli/stack/deliveries";
import { ownerIn } from "../../components/cluster/recordedCluster";
import { resourcesOf, State, StateResource } from "../../components/process/stackState";
import { namespaceJson } from "../support/models";
import { standIn } from "../support/standIn";
import * as states from "../support/states";
import { answered, COMMAND, recorded, stateOf, urnOf } from "../support/states";

const OWNER = "00000000-0000-4000-8000-00000000000a";
const PROVIDER = "pulumi:providers:kubernetes";
const PASSWORD = "random:index/randomPassword:RandomPassword";
const RECORD = { name: "todo-app", uid: "n1", created: true, cluster: "c1" };

/** Another one of its name. */
const FOUND = { name: "todo-app", uid: "n2" };

const profile = urnOf(COMMAND, "cluster-profile");
const ownership = urnOf(COMMAND, "secrets-ownership");
const owner = urnOf(states.UUID, "cluster-owner");
const secret = urnOf(states.SECRET, "secrets-app");
const namespace = urnOf(states.NAMESPACE, "secrets-namespace");

/** The state of a stack that is up, as far as it matters here. */
const UP = (): State =>
  stateOf(
    { name: "todo-dev", type: "pulumi:pulumi:Stack" },
    { name: "secrets", type: "todo:index:AppSecrets" },
    { name: "cluster-owner", type: states.UUID, outputs: { result: OWNER } },
    {
      ...answered("cluster-profile", { started: true, addons: ["ingress"] }, { IDENTITY: "i" }),
      dependencies: [owner],
    },
    { name: "cluster-provider", type: PROVIDER, dependencies: [profile] },
    { name: "backend-build", type: "docker:index/image:Image" },
    {
      ...answered("backend-load", { images: ["todo-backend:1"] }),
      dependencies: [owner, profile],
      propertyDependencies: { environment: [owner, profile], create: [] },
      deletedWith: urnOf(PROVIDER, "cluster-provider"),
    },
    { name: "secrets-namespace", type: states.NAMESPACE, id: "todo-app" },
    recorded("secrets-ownership", RECORD),
    { name: "secrets-jwt-secret", type: PASSWORD, dependencies: [ownership] },
    {
      ...{ name: "secrets-app", type: states.SECRET, id: "todo-app/app-secrets" },
      dependencies: [ownership],
    },
    {
      ...{ name: "secrets-revision", type: "random:index/randomId:RandomId" },
      propertyDependencies: { keepers: [secret, urnOf(PASSWORD, "secrets-jwt-secret")] },
    },
    { name: "app-release", type: states.RELEASE, id: "todo-app/todo-app" },
    answered("app-place", RECORD),
    {
      ...{ name: "app-frontend-service", type: "kubernetes:core/v1:Service" },
      id: "todo-app/frontend-service",
    },
  );

const withoutCluster = <Whole extends State>(state: Whole) => withoutGone(state, () => true);

const namesIn = (state: State) =>
  resourcesOf(state).map(({ urn }) => urn.slice(urn.lastIndexOf("::") + 2));
const one = (state: State, name: string) =>
  resourcesOf(state).find(({ urn }) => urn.endsWith(`::${name}`)) as unknown as Record<
    string,
    unknown
  >;

describe("a stack's state", () => {
  it("names the stack's id, and none before the first up", () => {
    assert.equal(ownerIn(UP()), OWNER);
    assert.equal(ownerIn({}), undefined);
  });

  it("names what the profile's command was given and answered, and nothing where it never ended", () => {
    assert.deepEqual(profileIn(UP()), {
      ...{ environment: { IDENTITY: "i" }, started: true, addons: ["ingress"] },
    });
    assert.equal(profileIn({}), undefined);
    assert.equal(profileIn(stateOf({ name: "cluster-profile", type: COMMAND })), undefined);
  });

  it("knows of a profile of an earlier version what that answered", () => {
    const state = stateOf(answered("cluster-profile", { address: "192.0.2.7" }));
    assert.deepEqual(profileIn(state), { environment: {}, started: false, addons: [] });
  });

  it("names the images that the last run built, and none that never came to be", () => {
    const built = (name: string, imageName?: string) => ({
      ...{ name: `${name}-build`, type: "docker:index/image:Image" },
      ...(imageName ? { outputs: { imageName } } : {}),
    });
    const cache = { ...built("x", "todo-x:1"), name: "x-build-cache" };
    const state = stateOf(built("backend", "todo-backend:1"), built("frontend"), cache);
    assert.deepEqual(imagesIn(state), { backend: "todo-backend:1" });
    assert.equal(buildOf("backend", state), urnOf("docker:index/image:Image", "backend-build"));
    assert.equal(buildOf("x", state), "");
    assert.deepEqual(imagesIn({}), {});
  });

  it('names the cluster that it speaks of, and "" where that could not be read', () => {
    assert.equal(clusterIn(UP()), "c1");
    assert.equal(clusterIn({}), "");
    const unseen = recorded("kagent-ownership", { ...RECORD, name: "kagent", cluster: "" });
    assert.equal(clusterIn(stateOf(unseen)), "");
    assert.equal(clusterIn(stateOf(unseen, recorded("secrets-ownership", RECORD))), "c1");
  });
});

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
      /^todo-x:1 may still be where .* was kind\. .*: for node in .*--name a\)/,
    );
    assert.match(left[1]!, /^todo-y:1 may still be where .* was command\. .*: rm todo-y:1$/);
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

describe("a namespace is another one", () => {
  const tools = standIn();
  const PLACE = { context: "c", kubeconfig: "/k", namespace: "todo-app" };
  const cluster = (name: string, uid?: string) =>
    tools.answer(
      new RegExp(`context c get namespace ${name} `),
      uid ? namespaceJson(name, uid) : "",
    );
  const names = async (...asked: Parameters<typeof replacedNamespaces>) =>
    (await replacedNamespaces(...asked)).map(({ name }) => name);
  const KAGENT = { ...RECORD, name: "kagent", uid: "k1" };

  it("where it has another uid than the one of the state", async () => {
    cluster("todo-app", "n2");
    assert.deepEqual(await names(PLACE, UP()), ["todo-app"]);
    for (const then of ["make up", "make down"] as const)
      await assert.rejects(
        refuseReplacedNamespaces(PLACE, UP(), then),
        new RegExp(
          `namespace todo-app of c is not the one .*Nothing was changed\\.\nRun: make recover, .*${then}$`,
        ),
      );
  });

  it("not where it has the same, where there is none, or where the state knows of none", async () => {
    cluster("todo-app", "n1");
    await refuseReplacedNamespaces(PLACE, UP(), "make up");
    cluster("todo-app");
    await refuseReplacedNamespaces(PLACE, UP(), "make up");
    assert.deepEqual(await names(PLACE, {}), []);
  });

  it("each by its own record, kagent's too, whatever the settings name", async () => {
    const state = stateOf(
      recorded("secrets-ownership", RECORD),
      recorded("kagent-ownership", KAGENT),
    );
    cluster("todo-app", "n1");
    cluster("kagent", "k2");
    const elsewhere = { ...PLACE, namespace: "todo-app-2" };
    assert.deepEqual(await names(elsewhere, state), ["kagent"]);
    cluster("todo-app", "n2");
    assert.deepEqual(await names(elsewhere, state), ["todo-app", "kagent"]);
  });

  it("by what Pulumi declared, where a run was cut off before the record", async () => {
    cluster("todo-app", "n2");
    const declared = (uid?: string) => ({
      ...{ name: "secrets-namespace", type: states.NAMESPACE, id: "todo-app" },
      outputs: { metadata: { uid } },
    });
    assert.deepEqual(await names(PLACE, stateOf(declared("n1"))), ["todo-app"]);
    assert.deepEqual(await names(PLACE, stateOf(declared("n2"))), []);
    assert.deepEqual(await names(PLACE, stateOf(declared())), []);
  });

  it("or it is not known: silence is an error", async () => {
    tools.answer(/get namespace/, { code: 1, stderr: "i/o timeout" });
    await assert.rejects(
      replacedNamespaces(PLACE, UP()),
      /asking for namespace todo-app of c failed/,
    );
  });
});

describe("a state that takes over an object", () => {
  const object = (id: string, more: Partial<StateResource> = {}): StateResource => ({
    ...{ urn: secret, type: states.SECRET, id, ...more },
  });
  const among = (...before: StateResource[]) =>
    resourcesOf(
      withObjects({ deployment: { resources: before } }, [object("todo-app/app-secrets")]),
    ).map(({ id, delete: goes }) => [id, goes ?? false]);

  it("has it once, in the place of the same one, or of one that was deleted to be made anew", () => {
    const now = [["todo-app/app-secrets", false]];
    assert.deepEqual(among(object("todo-app/app-secrets")), now);
    assert.deepEqual(among(object("before/app-secrets", { pendingReplacement: true })), now);
  });

  it("lets the one go whose place it takes", () =>
    assert.deepEqual(among(object("before/app-secrets")), [
      ["before/app-secrets", true],
      ["todo-app/app-secrets", false],
    ]));

  it("is no more about to make it, and has no link that leads nowhere", () => {
    const given = object("todo-app/app-secrets", {
      ...{ parent: namespace, deletedWith: profile, dependencies: [ownership, owner] },
      propertyDependencies: { a: [ownership, owner] },
    });
    const other = { type: "creating", resource: { urn: namespace, type: states.NAMESPACE } };
    const { deployment } = withObjects(
      {
        deployment: {
          ...stateOf({ name: "cluster-owner", type: states.UUID }).deployment,
          pending_operations: [{ type: "creating", resource: given }, other],
        },
      },
      [given],
    );
    assert.deepEqual(deployment!.pending_operations, [other]);
    assert.deepEqual(deployment!.resources!.at(-1), {
      ...object("todo-app/app-secrets"),
      ...{ dependencies: [owner], propertyDependencies: { a: [owner] } },
    });
  });
});
