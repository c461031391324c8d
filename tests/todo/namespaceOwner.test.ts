import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { Cluster } from "../../components/cluster/cluster";
import { OWNER_LABEL, STACK_LABEL } from "../../components/cluster/clusterObjects";
import {
  decideOwner,
  Evidence,
  notedBeside,
  namespaceOwner,
} from "../../todo/namespace/namespaceOwner";
import {
  namespaceIn,
  namespaceRecords,
  unrecordedNamespaces,
  Recorded,
  stackState,
  StackState,
} from "../../todo/namespace/namespaceState";
import { exportedState } from "../../components/process/programState";
import { writeRecord } from "../../components/cluster/profileRecord";
import { ownerIn } from "../../components/cluster/recordedCluster";
import { keepProfile, namespaceJson, STOPPED } from "../support/models";
import { ownHome, Reply, standIn } from "../support/standIn";
import {
  aRecord,
  answered,
  COMMAND,
  NAMESPACE,
  recorded,
  SECRET,
  stateOf,
  urnOf,
  UUID,
} from "../support/states";

const never = (): never => {
  throw new Error("this was not to be asked");
};
const mine: Recorded = { uid: "n1", created: true };
const found: Recorded = { uid: "n1", created: false };

describe("a namespace", () => {
  const nothing: StackState = { cutOff: false, namespace: undefined, known: [], moves: [] };
  const decide = (evidence: Partial<Evidence>, profile = "c", stack = "dev") =>
    decideOwner(
      {
        ...{ exists: true, find: never, findIn: never, clusterUid: never, isStopped: never },
        ...{ noted: () => undefined, state: () => nothing, ...evidence },
      },
      { context: "c", profile, namespace: "todo-app", stack, leave: "make config LEAVE" },
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
  ) => decide({ find: () => ({ uid, labels }), state: () => saying(namespace, { owner, cutOff }) });
  /** A state that says this of the namespace. */
  const saying = (namespace: Recorded, more: Partial<StackState> = {}): StackState => ({
    ...{ ...nothing, namespace, ...more },
    known: namespace ? [{ name: "todo-app", uid: namespace.uid }] : [],
  });

  it("is the stack's to make where there is none, or no cluster that could have one", () => {
    assert.equal(decide({ find: () => undefined }), "stack");
    assert.equal(decide({ exists: false }), "stack");
  });

  it("is the stack's where the state has its uid as made, whatever its labels", () => {
    for (const labels of [LABELS, {}, { [STACK_LABEL]: "test", [OWNER_LABEL]: "b" }])
      assert.equal(whose(labels, mine, "n1", "a"), "stack");
  });

  it("is external where the state has its uid as found, whatever its labels", () => {
    for (const labels of [{}, LABELS]) assert.equal(whose(labels, found, "n1", "a"), "external");
  });

  it("is external where it bears no stack's label, and the state does not have its uid", () => {
    assert.equal(whose({}, undefined), "external");
  });

  it("stops all where the state knows another one of the name, whichever user made either, and whatever the labels", () => {
    for (const recorded of [mine, found])
      for (const labels of [{}, LABELS, { [STACK_LABEL]: "test", [OWNER_LABEL]: "b" }])
        assert.throws(
          () => whose(labels, recorded, "n2", "a"),
          /^Error: namespace todo-app of c is not the one that this stack used: .*Nothing was changed\.\nRun: make recover, which removes .*, then: make up$/,
        );
  });

  describe("that the state knows under another name", () => {
    const location = (profile = "c", context = "c") => ({ profile, context, cluster: "c1" });
    const before = (
      uids: Record<string, string>,
      evidence: Partial<Evidence> = {},
      at = location(),
    ) =>
      decide({
        find: (name) => (uids[name] ? { uid: uids[name]!, labels: {} } : undefined),
        state: () => ({ ...nothing, known: [{ name: "before", uid: "n1", location: at }] }),
        ...evidence,
      });

    it("is looked at as well: it stops all where another one has its name", () => {
      assert.equal(before({ before: "n1" }), "stack");
      assert.equal(before({}), "stack");
      assert.throws(() => before({ before: "n2" }), /namespace before of c is not the one /);
    });

    it("is an error where the cluster falls silent", () => {
      const find = (name: string) => {
        if (name === "before") throw new Error("no route to host");
        return undefined;
      };
      assert.throws(() => before({}, { find }), /c does not say whether namespace before exists/);
    });

    it("is looked at in the profile that the stack leaves, also where the new one is not there yet", () => {
      const findIn =
        (uid?: string) =>
        (name: string, { context }: { context: string }) => {
          assert.deepEqual([name, context], ["before", "big"]);
          return uid === undefined ? undefined : { uid, labels: {} };
        };
      for (const exists of [true, false]) {
        for (const uid of ["n1", undefined])
          assert.equal(
            before({}, { exists, findIn: findIn(uid) }, location("big", "big")),
            "stack",
          );
        assert.throws(
          () => before({}, { exists, findIn: findIn("n2") }, location("big", "big")),
          /namespace before of big is not the one /,
        );
      }
    });
  });

  describe("that the stack was leaving in a run that did not end", () => {
    const here = { PROFILE: "c", CONTEXT: "c" };
    const note = (name: string, environment: object = here) =>
      recorded(
        "secrets-ownership",
        { name, uid: `of ${name}`, created: true, cluster: "c1" },
        environment,
      );
    const [old, now] = ["todo-app", "elsewhere"].map((id) => ({
      ...{ name: "secrets-namespace", type: NAMESPACE, id },
    }));
    const decideBy = (...resources: Parameters<typeof stateOf>) =>
      decide({
        state: () => stackState(stateOf(...resources), "todo-app"),
        find: () => undefined,
        findIn: () => undefined,
      });

    it("is not made anew, with the ways back and on, however far that run has got", () => {
      for (const resources of [
        [{ ...old!, delete: true }, now!],
        [note("elsewhere"), { ...note("todo-app"), delete: true }],
      ])
        assert.throws(
          () => decideBy(...resources),
          /^Error: the move of stack dev from namespace todo-app of c was interrupted, and its settings now point there again\. Nothing was changed\.\nTo go back: make recover, then: make up\nTo continue the move, without the app's data: pulumi config set todo:namespace elsewhere && make up$/,
        );
      assert.throws(
        () => decideBy({ ...note("todo-app"), delete: true }),
        /To go back: make recover, then: make up$/,
      );
    });

    it("is not gone back to out of another profile, which cannot be taken back", () => {
      const far = note("todo-app", { PROFILE: "big", CONTEXT: "big" });
      assert.throws(
        () => decideBy(far, { ...note("todo-app"), delete: true }),
        /Nothing was changed\.\nTo continue the move, without the app's data: pulumi config set todo:profile big && make up$/,
      );
    });

    it("is the stack's to make where it is another one, or the one that it has moved to", () => {
      for (const resources of [
        [note("elsewhere"), { ...note("third"), delete: true }],
        [note("todo-app"), { ...note("elsewhere"), delete: true }],
        [note("todo-app"), { ...note("todo-app"), delete: true }],
        [note("elsewhere"), { ...note("todo-app", { ...here, CONTEXT: "d" }), delete: true }],
        [{ name: "secrets-ownership", type: COMMAND, delete: true }],
      ])
        assert.equal(decideBy(...resources), "stack");
    });
  });

  describe("of a cluster that is not minikube's", () => {
    const existing = (
      seen: string | undefined,
      cluster: string,
      { context = "c", then = "c1", profile = "" } = {},
    ) => {
      const location = { profile: "", context, cluster: then };
      return decide(
        {
          find: () => (seen === undefined ? undefined : { uid: seen, labels: {} }),
          clusterUid: () => cluster,
          state: () => ({ ...saying(mine), known: [{ name: "todo-app", uid: "n1", location }] }),
        },
        profile,
      );
    };

    it("is the stack's to make anew in the cluster that the stack is in", () => {
      assert.equal(existing(undefined, "c1"), "stack");
    });

    it("stops all where the context points to another cluster, whether or not that has one of the name", () => {
      for (const seen of [undefined, "n2"])
        assert.throws(
          () => existing(seen, "c2"),
          /^Error: context c points to another cluster .*Nothing was changed\.\n.* make recover GONE=1, then: make up$/,
        );
    });

    it("stops all where it is not known which cluster it is, and not where the namespace itself tells", () => {
      for (const [cluster, then] of [
        ["", "c1"],
        ["c1", ""],
      ] as const) {
        assert.throws(
          () => existing(undefined, cluster, { then }),
          /^Error: it is not known whether context c points to the cluster .*Nothing was changed\./,
        );
        assert.equal(existing("n1", cluster, { then }), "stack");
      }
    });

    it("stops all where the settings name another context, or a profile, with both ways on", () => {
      assert.throws(
        () => existing(undefined, "c1", { context: "old" }),
        /^Error: stack dev is in context old, but its settings name context c\. Nothing was changed\.\nTo stay there, run: pulumi config set todo:context old\nTo move, without the app's data: make down, then: make up$/,
      );
      assert.throws(
        () => existing(undefined, "c1", { context: "old", profile: "c" }),
        /settings name profile c\. .*\n.*: pulumi config set todo:cluster existing && pulumi config set todo:context old\n/,
      );
    });

    it("stops all where the same namespace is reached by another way than the stack's own", () => {
      const location = { profile: "minikube", context: "minikube", cluster: "c1" };
      const same = { name: "todo-app", uid: "n1", labels: LABELS };
      for (const labels of [LABELS, {}])
        assert.throws(
          () =>
            decide(
              {
                find: () => ({ ...same, labels }),
                findIn: () => same,
                clusterUid: () => "c2",
                state: () => ({
                  ...{ ...nothing, owner: "a", namespace: mine },
                  known: [{ name: "todo-app", uid: "n1", location }],
                }),
              },
              "",
            ),
          /^Error: stack dev is in profile minikube, but its settings name context c\. Nothing was changed\.\nTo stay there, run: pulumi config set todo:cluster minikube && pulumi config set todo:profile minikube\nTo move, without the app's data: /,
        );
    });

    describe("where the stack is in a profile that goes with it", () => {
      const moved = (now: string, context = "minikube") =>
        decide(
          {
            find: () => undefined,
            findIn: () => ({ uid: "n1", labels: {} }),
            clusterUid: () => now,
            state: () => ({
              ...nothing,
              known: [
                { name: "before", uid: "n1", location: { profile: "p", context, cluster: "c1" } },
              ],
            }),
          },
          "",
        );

      it("is made in another cluster", () => {
        assert.equal(moved("c2"), "stack");
      });

      it("stops all where the context leads into that profile, or it is not known", () => {
        const stay = /is in profile p, but its settings name context c\. Nothing was changed/;
        for (const now of ["c1", ""]) assert.throws(() => moved(now), stay);
        assert.throws(() => moved("c2", "c"), stay);
      });
    });

    it("is anybody's where no run has noted anything in the state", () => {
      const state = () => ({ ...nothing, known: [{ name: "before", uid: "n1" }] });
      assert.equal(decide({ find: () => undefined, state }, ""), "stack");
    });
  });

  it("sends to commands that name the stack, where that is not the one that make takes unasked", () => {
    const labelled = (cutOff: boolean) => () =>
      decide(
        {
          find: () => ({ uid: "n1", labels: LABELS }),
          state: () => ({ ...nothing, owner: "a", cutOff }),
        },
        "c",
        "prod",
      );
    assert.throws(labelled(false), /Run: make down STACK=prod, then: make up STACK=prod$/);
    assert.throws(labelled(true), /Run: make recover STACK=prod, then: make up STACK=prod$/);
    const another = () =>
      decide({ find: () => ({ uid: "n2", labels: {} }), state: () => saying(mine) }, "c", "prod");
    assert.throws(another, /make recover STACK=prod, .* then: make up STACK=prod$/);
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
          assert.match(error.message, /^To keep it: make config LEAVE$/m);
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
    assert.throws(
      () => whose(LABELS, undefined, "n1", "a", true),
      /created by this stack in an interrupted run, .*Run: make recover, then: make up$/,
    );
    assert.throws(
      () => whose(LABELS, undefined, "n1", "a", false),
      /left by a make down that failed\. .*Run: make down, then: make up$/,
    );
  });

  it("is left alone where it bears no label and a stack, this or another one, has noted beside the profile that it made it", () => {
    const unlabelled = (owner: string | undefined, by: string) =>
      decide({
        find: () => ({ uid: "n1", labels: {} }),
        noted: (uid) => (uid === "n1" ? { ...aRecord(by), stack: "test" } : undefined),
        state: () => ({ ...nothing, owner }),
      });
    assert.throws(() => unlabelled("a", "a"), /left by a make down that failed/);
    for (const owner of ["a", undefined])
      assert.throws(
        () => unlabelled(owner, "b"),
        /^Error: namespace todo-app of c belongs to another stack \(test of .+\), which created it\. Nothing was changed\.\nTo keep it: make config LEAVE\nIf that stack no longer exists, .*: rm \S+stack-b\.json$/,
      );
  });

  describe("that the stack made", () => {
    ownHome();

    it("is noted beside the profile by its uid, under the stack's id", () => {
      keepProfile("p");
      writeRecord("p", { ...aRecord("a"), namespaces: [{ name: "todo-app", uid: "n1" }] });
      assert.equal(notedBeside("p", "n1")?.owner, "a");
      assert.equal(notedBeside("p", "n2"), undefined);
      assert.equal(notedBeside("", "n1"), undefined, "a cluster that is not minikube's");
    });
  });

  it("is known by the stack's name where there is no state to ask, as under mocks", () => {
    const find = (stack: string) => () => ({ uid: "n1", labels: { [STACK_LABEL]: stack } });
    assert.equal(decide({ find: find("dev"), state: () => undefined }), "stack");
    assert.equal(decide({ find: find("test"), state: () => undefined }), "external");
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
        silent({ isStopped: () => true, state: () => saying(namespace, { owner: "a" }) });
      assert.equal(stopped(mine), "stack");
      assert.equal(stopped(undefined), "stack");
      assert.equal(stopped(found), "external");
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
      const profile = {
        exists: true,
        contextName: "p",
        kubeconfig: "/k",
        isStopped: stopped,
        state: exportedState,
      };
      return namespaceOwner({ ...profile, profile: "p" } as Cluster, "todo-app", "");
    };
    const LOOKUP =
      /^kubectl --kubeconfig \/k --context p get namespace todo-app --output=json --ignore-not-found/;

    it("is looked up by name, in the cluster's own context", () => {
      tools.answer(LOOKUP, namespaceJson("todo-app", "n1", { [STACK_LABEL]: "dev" }));
      assert.equal(minikube(never), "stack");
      tools.answer(LOOKUP, namespaceJson("todo-app", "n1"));
      assert.equal(minikube(never), "external");
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
          assert.match(error.message, /^p does not say whether namespace todo-app exists/);
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
        assert.equal(minikube(never), "external");
      } finally {
        runtime.hasEngine = hasEngine;
      }
    });

    describe("looks also in the profile that the stack leaves,", () => {
      const runtime = pulumi.runtime as { hasEngine(): boolean };
      const { hasEngine } = runtime;
      const IN_OLD = /--kubeconfig \/old --context old get namespace todo-app/;
      beforeEach(() => {
        runtime.hasEngine = () => true;
        const record = { name: "todo-app", uid: "n1", created: false, cluster: "c1" };
        const environment = { CONTEXT: "old", PROFILE: "old", KUBECONFIG: "/old" };
        const state = stateOf(recorded("secrets-ownership", record, environment));
        tools
          .answer(LOOKUP, "")
          .answer(IN_OLD, namespaceJson("todo-app", "n2"))
          .answer(/^pulumi stack export/, JSON.stringify(state));
      });
      afterEach(() => void (runtime.hasEngine = hasEngine));

      it("as long as that is there and runs", () => {
        keepProfile("old");
        tools.answer(/^minikube status --profile old/, "{}");
        assert.throws(() => minikube(never), /namespace todo-app of old is not the one /);
        tools.answer(/^minikube status --profile old/, STOPPED);
        assert.equal(minikube(never), "stack");
      });

      it("and nowhere where that is gone", () => {
        assert.equal(minikube(never), "stack");
        assert.deepEqual(tools.called(IN_OLD), []);
      });
    });

    it("is known to be in another cluster by the uid of kube-system", () => {
      const runtime = pulumi.runtime as { hasEngine(): boolean };
      const { hasEngine } = runtime;
      const record = { name: "todo-app", uid: "n1", created: true, cluster: "c1" };
      const state = stateOf(recorded("secrets-ownership", record, { CONTEXT: "p" }));
      const kubeSystem = (reply: Reply) =>
        tools.answer(/--context p get namespace kube-system/, reply);
      const existing = () =>
        namespaceOwner(
          {
            ...{ exists: true, contextName: "p", kubeconfig: "/k", profile: "" },
            state: exportedState,
          } as unknown as Cluster,
          "todo-app",
          "",
        );
      tools.answer(LOOKUP, "").answer(/^pulumi stack export/, JSON.stringify(state));
      try {
        runtime.hasEngine = () => true;
        kubeSystem(namespaceJson("kube-system", "c1"));
        assert.equal(existing(), "stack");
        kubeSystem(namespaceJson("kube-system", "c2"));
        assert.throws(existing, /context p points to another cluster/);
        kubeSystem({ code: 1, stderr: "Error from server (Forbidden): namespaces" });
        assert.throws(existing, /whether context p points to/);
        kubeSystem({ code: 1, stderr: "i/o timeout" });
        assert.throws(existing, /p does not say whether namespace kube-system [^]*i\/o timeout/);
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

  it("is by every name where it was put, as far as a run has noted that", () => {
    const environment = { CONTEXT: "p", PROFILE: "p", KUBECONFIG: "/k" };
    const kagent = { name: "kagent", uid: "k1", created: true, cluster: "c1" };
    const left = { ...declared("n9"), id: "left" };
    const { known } = stackState(
      stateOf(
        recorded("secrets-ownership", record, environment),
        recorded("kagent-ownership", kagent),
        left,
        declared("n2"),
      ),
      "todo-app",
    );
    const location = { profile: "p", context: "p", kubeconfig: "/k", cluster: "c1" };
    assert.deepEqual(
      known.map(({ name, uid, location }) => ({ name, uid, location })),
      [
        { name: "todo-app", uid: "n1", location },
        { name: "kagent", uid: "k1", location: undefined },
        { name: "left", uid: "n9", location: undefined },
      ],
    );
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

    const recordedState = (namespace: string) => stackState(exportedState()!, namespace);

    it("by the stack's whole name, with the stack's id", () => {
      const id = { name: "cluster-owner", type: UUID, outputs: { result: "a" } };
      const environment = { CONTEXT: "c", KUBECONFIG: "/k" };
      tools.answer(
        /^pulumi stack export --stack org\/todo\/dev$/,
        JSON.stringify(stateOf(id, recorded("secrets-ownership", record, environment))),
      );
      const location = { profile: "", context: "c", kubeconfig: "/k", cluster: "c1" };
      const known = [{ name: "todo-app", uid: "n1", location }];
      const said = { owner: "a", moves: [], cutOff: false, known };
      assert.deepEqual(recordedState("todo-app"), {
        ...said,
        namespace: { ...record, kept: false },
      });
      assert.deepEqual(recordedState("kagent"), { ...said, namespace: undefined });
    });

    it("with whether something was being made when the last run was cut off", () => {
      const during = (...types: string[]) => {
        const resource = { urn: urnOf(COMMAND, "x"), type: COMMAND };
        const pending_operations = types.map((type) => ({ type, resource }));
        tools.answer(
          /^pulumi stack export/,
          JSON.stringify({ deployment: { pending_operations } }),
        );
        return recordedState("todo-app").cutOff;
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
