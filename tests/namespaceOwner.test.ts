import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { Cluster } from "../components/cluster/cluster";
import { OWNER_LABEL, STACK_LABEL } from "../components/cluster/clusterObjects";
import { decideOwner, Evidence, namespaceOwner } from "../components/namespace/namespaceOwner";
import {
  namespaceIn,
  namespaceRecords,
  unrecordedNamespaces,
  ownerIn,
  Recorded,
  recordedState,
} from "../components/namespace/ownState";
import { keepProfile, namespaceJson } from "./models";
import { ownHome, standIn } from "./standIn";
import { answered, COMMAND, NAMESPACE, recorded, SECRET, stateOf, urnOf, UUID } from "./states";

const never = (): never => {
  throw new Error("this was not to be asked");
};
const mine: Recorded = { uid: "n1", created: true };
const found: Recorded = { uid: "n1", created: false };

describe("a namespace", () => {
  const decide = (evidence: Partial<Evidence>) =>
    decideOwner(
      { exists: true, find: never, isStopped: never, state: never, ...evidence },
      { context: "c", namespace: "todo-app", stack: "dev", leave: "make config LEAVE" },
      (words) => new Error(words),
    );
  const LABELS = { [STACK_LABEL]: "dev", [OWNER_LABEL]: "a" };
  /** Whose it is, seen so, by a state that says this. */
  const whose = (
    labels: Record<string, string>,
    namespace: Recorded,
    uid = "n1",
    owner?: string,
    cutOff = false,
  ) => decide({ find: () => ({ uid, labels }), state: () => ({ owner, cutOff, namespace }) });

  it("is the stack's to make where there is none, or no cluster that could have one", () => {
    assert.equal(decide({ find: () => undefined }), "stack");
    assert.equal(decide({ exists: false }), "stack");
  });

  it("is the stack's where the state has its uid as made, whatever its labels", () => {
    for (const labels of [LABELS, {}, { [STACK_LABEL]: "test", [OWNER_LABEL]: "b" }])
      assert.equal(whose(labels, mine, "n1", "a"), "stack");
  });

  it("is somebody's where the state has its uid as found, whatever its labels", () => {
    for (const labels of [{}, LABELS]) assert.equal(whose(labels, found, "n1", "a"), "somebody");
  });

  it("is somebody's where it bears no stack's label, and the state does not have its uid", () => {
    assert.equal(whose({}, undefined), "somebody");
    assert.equal(whose({}, mine, "n2", "a"), "somebody");
  });

  it("is left alone where it bears another stack's label, of the same name too, with the ways out", () => {
    for (const [label, owner] of [
      [LABELS, "b"],
      [LABELS, undefined],
      [{ [STACK_LABEL]: "dev" }, "b"],
      [{ [STACK_LABEL]: "dev" }, undefined],
    ] as const) {
      assert.throws(
        () => whose(label as Record<string, string>, undefined, "n1", owner),
        (error: Error) => {
          assert.match(error.message, /^namespace todo-app of c belongs to another stack \(dev, /);
          assert.match(error.message, /^To leave it: make config LEAVE$/m);
          assert.match(
            error.message,
            /kubectl --context c label namespace todo-app todo-app\/stack- todo-app\/owner-$/,
          );
          return true;
        },
      );
    }
  });

  it("is left alone where it bears the stack's own id and the state does not have it", () => {
    for (const namespace of [undefined, { uid: "n0", created: true }]) {
      assert.throws(
        () => whose(LABELS, namespace, "n1", "a", true),
        /made by this stack in a run that was cut off, .*Run: make recover, then: make up$/,
      );
      assert.throws(
        () => whose(LABELS, namespace, "n1", "a", false),
        /left of a make down that did not end well\. .*Run: make down, then: make up$/,
      );
    }
  });

  it("is known by the stack's name where there is no state to ask, as under mocks", () => {
    const find = (stack: string) => () => ({ uid: "n1", labels: { [STACK_LABEL]: stack } });
    assert.equal(decide({ find: find("dev"), state: () => undefined }), "stack");
    assert.equal(decide({ find: find("test"), state: () => undefined }), "somebody");
  });

  describe("of a cluster that does not say", () => {
    const silent = (evidence: Partial<Evidence>) =>
      decide({
        find: () => {
          throw new Error("no route to host");
        },
        ...evidence,
      });

    it("is what the state says where the profile is known to be stopped", () => {
      const stopped = (namespace: Recorded) =>
        silent({ isStopped: () => true, state: () => ({ owner: "a", cutOff: false, namespace }) });
      assert.equal(stopped(mine), "stack");
      assert.equal(stopped(undefined), "stack");
      assert.equal(stopped(found), "somebody");
      assert.equal(silent({ isStopped: () => true, state: () => undefined }), "stack");
    });

    it("is an error else, with its name, the tool's words and the command that tells", () => {
      assert.throws(
        () => silent({ isStopped: () => false }),
        /^Error: c does not say whether namespace todo-app .*Nothing was changed\.\nno route to host\n.*kubectl --context c get namespaces$/,
      );
    });
  });

  describe("that the program asks for", () => {
    ownHome();
    const tools = standIn();
    before(() =>
      pulumi.runtime.setMocks({ newResource: never, call: never }, "todo", "dev", false, "org"),
    );
    const minikube = (stopped: () => boolean) => {
      const profile = { exists: true, contextName: "p", kubeconfig: "/k", isStopped: stopped };
      return namespaceOwner(profile as Cluster, "todo-app", "");
    };
    const LOOKUP =
      /^kubectl --kubeconfig \/k --context p get namespace todo-app --output=json --ignore-not-found/;

    it("is looked up by name, in the cluster's own context", () => {
      tools.answer(LOOKUP, namespaceJson("todo-app", "n1", { [STACK_LABEL]: "dev" }));
      assert.equal(minikube(never), "stack");
      tools.answer(LOOKUP, namespaceJson("todo-app", "n1"));
      assert.equal(minikube(never), "somebody");
    });

    it("is not there where kubectl says nothing, or gives an empty list", () => {
      for (const nothing of ["", "\n", '{"kind":"List","items":[]}']) {
        tools.answer(LOOKUP, nothing);
        assert.equal(minikube(never), "stack");
      }
    });

    it("stops the program where the cluster is silent, with its name and the command that tells", () => {
      tools.answer(LOOKUP, { code: 1, stderr: "dial tcp 192.0.2.7:8443: i/o timeout" });
      assert.throws(
        () => minikube(() => false),
        (error: Error) => {
          assert.ok(pulumi.RunError.isInstance(error));
          assert.match(error.message, /^p does not say whether namespace todo-app is there/);
          assert.match(
            error.message,
            /Nothing was changed\.\nasking for namespace todo-app of p failed[^]*i\/o timeout/,
          );
          assert.match(error.message, /kubectl --kubeconfig \/k --context p get namespaces$/);
          return true;
        },
      );
    });

    it("is what the state says of its uid, whatever its labels", () => {
      const runtime = pulumi.runtime as { hasEngine(): boolean };
      const { hasEngine } = runtime;
      const record = { name: "todo-app", uid: "n1", created: false, cluster: "c1" };
      tools
        .answer(LOOKUP, namespaceJson("todo-app", "n1", { [STACK_LABEL]: "dev" }))
        .answer(
          /^pulumi stack export/,
          JSON.stringify(stateOf(recorded("secrets-ownership", record))),
        );
      try {
        runtime.hasEngine = () => true;
        assert.equal(minikube(never), "somebody");
      } finally {
        runtime.hasEngine = hasEngine;
      }
    });

    it("is the stack's in a profile that minikube knows to be stopped", () => {
      tools.answer(LOOKUP, { code: 1, stderr: "refused" });
      keepProfile("p");
      assert.equal(
        minikube(() => true),
        "stack",
      );
    });
  });
});

describe("what the state says of a namespace", () => {
  const record = { name: "todo-app", uid: "n1", created: false, cluster: "c1" };
  const declared = (uid?: string) => ({
    ...{ name: "secrets-namespace", type: NAMESPACE, id: "todo-app" },
    outputs: { metadata: { uid } },
  });

  it("stands in the record of the last run", () => {
    const kagent = { name: "kagent", uid: "k1", created: true, cluster: "c1" };
    const state = stateOf(
      recorded("kagent-ownership", kagent),
      recorded("secrets-ownership", record),
    );
    const kept = false;
    assert.deepEqual(namespaceIn(state, "todo-app"), { ...record, kept });
    assert.deepEqual(namespaceIn(state, "kagent"), { ...kagent, kept });
    assert.deepEqual(namespaceRecords(state), [
      { ...kagent, kept },
      { ...record, kept },
    ]);
  });

  it("is that it is to be kept, where its command was told so", () => {
    const state = stateOf(recorded("secrets-ownership", record, { KEEP: "true" }));
    assert.deepEqual(namespaceRecords(state), [{ ...record, kept: true }]);
  });

  it("stands in the record also where a version before it declared the namespace", () => {
    const state = stateOf(declared("n0"), recorded("secrets-ownership", record));
    assert.deepEqual(namespaceIn(state, "todo-app"), { ...record, kept: false });
  });

  it("is that it was made, where a version before the record declared it", () => {
    assert.deepEqual(namespaceIn(stateOf(declared("n0")), "todo-app"), {
      uid: "n0",
      created: true,
    });
    assert.equal(namespaceIn(stateOf(declared("n0")), "todo-app-2"), undefined);
  });

  it("is that it was made, where a run was cut off before the record and it bears the stack's id", () => {
    const id = { name: "cluster-owner", type: UUID, outputs: { result: "a" } };
    const labelled = (owner?: string) => ({
      ...declared("n0"),
      outputs: { metadata: { uid: "n0", ...(owner && { labels: { [OWNER_LABEL]: owner } }) } },
    });
    const made = stateOf(id, labelled("a"));
    assert.deepEqual(namespaceIn(made, "todo-app"), { uid: "n0", created: true });
    assert.deepEqual(
      unrecordedNamespaces(made).map(({ uid }) => uid),
      ["n0"],
    );
    // A refresh finds another one by its name.
    for (const owner of [undefined, "b"]) {
      const refreshed = stateOf(id, labelled(owner));
      assert.equal(namespaceIn(refreshed, "todo-app"), undefined);
      assert.deepEqual(unrecordedNamespaces(refreshed), []);
    }
  });

  it("is nothing where there is neither, nor in a command that never ended", () => {
    assert.equal(namespaceIn({}, "todo-app"), undefined);
    assert.equal(namespaceIn(stateOf(declared(undefined)), "todo-app"), undefined);
    const cutOff = { name: "secrets-ownership", type: COMMAND, outputs: {} };
    const other = answered("secrets-place", record);
    assert.equal(namespaceIn(stateOf(cutOff, other), "todo-app"), undefined);
    const without = [
      { name: "secrets-ownership", type: COMMAND },
      { name: "cluster-owner", type: UUID },
      { name: "secrets-namespace", type: NAMESPACE, id: "todo-app" },
      { name: "secrets-namespace", type: NAMESPACE, id: "todo-app", outputs: {} },
    ];
    for (const one of without) assert.equal(namespaceIn(stateOf(one), "todo-app"), undefined);
    assert.deepEqual(namespaceRecords(stateOf(cutOff, ...without)), []);
    assert.equal(ownerIn(stateOf(...without)), undefined);
  });

  it("is nothing that another resource says", () => {
    const metadata = { uid: "n0" };
    const namesake = { name: "x", type: SECRET, id: "todo-app", outputs: { metadata } };
    assert.equal(namespaceIn(stateOf(namesake), "todo-app"), undefined);
    const copy = { ...answered("copy-of-ownership", record), type: SECRET };
    assert.equal(namespaceIn(stateOf(copy), "todo-app"), undefined);
  });

  describe("is read from the CLI that runs the program", () => {
    const tools = standIn();
    const runtime = pulumi.runtime as { hasEngine(): boolean };
    const { hasEngine } = runtime;
    before(() =>
      pulumi.runtime.setMocks({ newResource: never, call: never }, "todo", "dev", false, "org"),
    );
    beforeEach(() => void (runtime.hasEngine = () => true));
    afterEach(() => void (runtime.hasEngine = hasEngine));

    it("by the stack's whole name, with the stack's id", () => {
      const id = { name: "cluster-owner", type: UUID, outputs: { result: "a" } };
      tools.answer(
        /^pulumi stack export --stack org\/todo\/dev$/,
        JSON.stringify(stateOf(id, recorded("secrets-ownership", record))),
      );
      const known = { owner: "a", cutOff: false };
      assert.deepEqual(recordedState("todo-app"), {
        ...known,
        namespace: { ...record, kept: false },
      });
      assert.deepEqual(recordedState("kagent"), { ...known, namespace: undefined });
    });

    it("with whether something was being made when the last run was cut off", () => {
      const during = (...types: string[]) => {
        const resource = { urn: urnOf(COMMAND, "x"), type: COMMAND };
        const pending_operations = types.map((type) => ({ type, resource }));
        tools.answer(
          /^pulumi stack export/,
          JSON.stringify({ deployment: { pending_operations } }),
        );
        return recordedState("todo-app")?.cutOff;
      };
      assert.deepEqual(
        [during(), during("creating"), during("deleting"), during("deleting", "creating")],
        [false, true, false, true],
      );
    });

    it("and stops the program where that cannot be read", () => {
      tools.answer(/^pulumi stack export/, { code: 255, stderr: "incorrect passphrase" });
      assert.throws(
        () => recordedState("todo-app"),
        (error: Error) =>
          pulumi.RunError.isInstance(error) &&
          /reading the state of stack org\/todo\/dev failed \(exit 255\):\n +incorrect/.test(
            error.message,
          ),
      );
    });
  });
});
