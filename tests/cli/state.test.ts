import assert from "node:assert/strict";
import {
  buildOf,
  clusterIn,
  imagesIn,
  profileIn,
  withObjects,
  withoutNamespace,
} from "../../cli/stack/state";
import { ownerIn } from "../../components/cluster/recordedCluster";
import { resourcesOf, State, StateResource } from "../../components/process/stackState";
import * as states from "../support/states";
import { answered, COMMAND, recorded, stateOf, urnOf } from "../support/states";
import {
  OWNER,
  RECORD,
  profile,
  ownership,
  owner,
  secret,
  namespace,
  UP,
} from "../support/stateOfUp";

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

  it("is an error where a program of it has answered otherwise, and never no answer", () => {
    const ANOTHER = { name: "todo-app", uid: "n2" };
    for (const [resource, read] of [
      [answered("cluster-profile", { started: "yes" }), profileIn],
      [recorded("secrets-ownership", { ...RECORD, uid: undefined as never }), clusterIn],
      [recorded("secrets-ownership", { ...RECORD, created: "no" as never }), clusterIn],
      [answered("secrets-app-place", {}), (state: State) => withoutNamespace(state, ANOTHER)],
    ] as const)
      assert.throws(
        () => read(stateOf(resource)),
        new RegExp(`the entry of ${resource.name} in the stack's state cannot be read: field `),
      );
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
