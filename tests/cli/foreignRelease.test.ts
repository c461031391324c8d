import assert from "node:assert/strict";
import {
  inTheWay,
  refuseForeignKagent,
  refuseForeignRelease,
  refuseForeignSecret,
} from "../../cli/cluster/foreignRelease";
import { refuseForeignVolume } from "../../cli/cluster/foreignVolume";
import type { State } from "../../components/process/stackState";
import { OWNER_LABEL } from "../../components/cluster/clusterObjects";
import { writeRecord } from "../../components/cluster/profileRecord";
import { namespaceJson } from "../support/models";
import { ownHome, standIn } from "../support/standIn";
import { aRecord, CRD, marked, RELEASE, SECRET, stateOf, urnOf, UUID } from "../support/states";

const PLACE = { context: "minikube", kubeconfig: "/k", namespace: "todo-app" };
const release = (status: string) => ({ name: "todo-app", status });
const state = (...ids: string[]): State => ({
  deployment: {
    resources: [
      { type: "pulumi:pulumi:Stack", urn: "urn:pulumi:dev::todo::pulumi:pulumi:Stack::todo-dev" },
      ...ids.map((id) => ({ type: "kubernetes:helm.sh/v3:Release", urn: `urn::${id}`, id })),
    ],
  },
});

describe("a release that is there before up", () => {
  it("is none of anybody's business where the state has it, whatever its status", () => {
    for (const status of ["deployed", "failed"])
      assert.equal(inTheWay(release(status), PLACE, state("todo-app/todo-app")), undefined);
  });

  it("sends to down where a down that was cut off has left it half gone", () => {
    assert.match(
      inTheWay(release("uninstalling"), PLACE, state("todo-app/todo-app"))!,
      /left of a make down that did not end well\..* Run: make down, then: make up$/,
    );
    assert.match(inTheWay(release("uninstalling"), PLACE, {})!, /is not in the stack's state/);
  });

  it("is left alone where the state does not have it, with both ways out", () => {
    const namesake = { name: "secrets-app", type: SECRET, id: "todo-app/todo-app" };
    for (const other of [state(), state("elsewhere/todo-app"), stateOf(namesake), {}]) {
      const message = inTheWay(release("deployed"), PLACE, other)!;
      assert.match(
        message,
        /^release todo-app in namespace todo-app of minikube \(deployed\) is not/,
      );
      assert.match(message, /make config SET=namespace=todo-app-2$/m);
      assert.match(
        message,
        /helm --kubeconfig \/k --kube-context minikube uninstall todo-app --namespace todo-app$/m,
      );
    }
  });

  it("sends to recover where it is the stack's and pending, and leaves another's alone", () => {
    assert.match(
      inTheWay(release("pending-upgrade"), PLACE, state("todo-app/todo-app"))!,
      /is pending-upgrade: a run was cut off\. Nothing was changed\. Run: make recover$/,
    );
    assert.match(
      inTheWay(release("pending-install"), PLACE, {})!,
      /\(pending-install\) is not in the stack's state/,
    );
  });

  it("sends to recover where it was being made when the last run was cut off", () => {
    const cutOff = (type: string): State => {
      const resource = { urn: "urn::x", type };
      return {
        deployment: { ...state().deployment, pending_operations: [{ type: "creating", resource }] },
      };
    };
    assert.match(
      inTheWay(release("deployed"), PLACE, cutOff("kubernetes:helm.sh/v3:Release"))!,
      /make recover$/,
    );
    assert.match(
      inTheWay(release("deployed"), PLACE, cutOff("docker:index/image:Image"))!,
      /helm .* uninstall/,
    );
  });

  describe("is looked at in the cluster:", () => {
    ownHome();
    const tools = standIn();
    const owned: State = {
      deployment: {
        resources: [{ type: UUID, urn: "urn::cluster-owner", outputs: { result: "a" } }],
      },
    };
    const listed = (names: string[], labels?: Record<string, string>) =>
      tools
        .answer(
          /^helm list .*--pending .*--namespace todo-app --kubeconfig \/k --kube-context minikube/,
          JSON.stringify(names.map((name) => ({ name, status: "deployed", revision: "1" }))),
        )
        .answer(/context minikube get namespace/, namespaceJson("todo-app", "n1", labels))
        .answer(/get secret app-secrets/, "");

    it("it stops up where the state does not have it, and not where it has", async () => {
      listed(["other", "todo-app"]);
      await assert.rejects(refuseForeignRelease(PLACE, {}), /is not in the stack's state/);
      await refuseForeignRelease(PLACE, state("todo-app/todo-app"));
    });

    it("one of another name is in nobody's way", async () => {
      listed(["other"]);
      await refuseForeignRelease(PLACE, {});
      assert.deepEqual(tools.called(/kubectl/), []);
    });

    it("one in the stack's own namespace is what a down has left, and goes with the next", async () => {
      listed(["todo-app"], { [OWNER_LABEL]: "a" });
      await assert.rejects(refuseForeignRelease(PLACE, owned), /Run: make down, then: make up$/);
      listed(["todo-app"], { [OWNER_LABEL]: "b" });
      await assert.rejects(refuseForeignRelease(PLACE, owned), /helm .* uninstall/);
      listed(["todo-app"]);
      await assert.rejects(refuseForeignRelease(PLACE, {}), /helm .* uninstall/);
      tools.answer(/get namespace/, "");
      await assert.rejects(refuseForeignRelease(PLACE, owned), /helm .* uninstall/);
    });

    it("and so is one in somebody's, beside a Secret with the stack's id that the state has lost", async () => {
      const beside = (owner: string) =>
        tools.answer(
          /context minikube get secret app-secrets --namespace todo-app/,
          JSON.stringify({ metadata: { labels: { [OWNER_LABEL]: owner } } }),
        );
      listed(["todo-app"]);
      beside("a");
      await assert.rejects(
        refuseForeignRelease(PLACE, owned),
        /^Error: release todo-app in namespace todo-app of minikube is left .*Run: make down, then: make up$/,
      );
      const known = stateOf({ name: "secrets-app", type: SECRET, id: "todo-app/app-secrets" });
      known.deployment!.resources!.push(...owned.deployment!.resources!);
      await assert.rejects(refuseForeignRelease(PLACE, known), /helm .* uninstall/);
      beside("b");
      await assert.rejects(refuseForeignRelease(PLACE, owned), /helm .* uninstall/);
    });

    it("and so is one whose namespace the record beside the profile tells of, whatever its labels", async () => {
      const stops = (uid: string, way: RegExp) => {
        const namespaces = [
          { name: "kagent", uid: "k1" },
          { name: "todo-app", uid },
        ];
        writeRecord("p", { ...aRecord("a"), namespaces });
        return assert.rejects(refuseForeignRelease({ ...PLACE, profile: "p" }, owned), way);
      };
      listed(["todo-app"]);
      await stops("n1", /Run: make down, then: make up$/);
      await stops("n0", /helm .* uninstall/);
      tools.answer(/get namespace/, "");
      await stops("n1", /helm .* uninstall/);
    });
  });
});

describe("a Secret that is there before up", () => {
  const tools = standIn();
  const owner = { name: "cluster-owner", type: UUID, outputs: { result: "a" } };
  const cutOff = (kind: string): State => {
    const resource = { urn: urnOf(SECRET, "secrets-app"), type: SECRET };
    const { deployment } = stateOf(owner);
    return { deployment: { ...deployment, pending_operations: [{ type: kind, resource }] } };
  };
  const FOREIGN =
    /^Error: Secret app-secrets in namespace todo-app of minikube is not in the stack's state.*Nothing was changed\.\n/;
  const refuse = (state: State) => refuseForeignSecret(PLACE, state);
  /** Labels of the Secret; undefined where there is none. */
  const there = (labels?: Record<string, string>, name = "app-secrets") =>
    tools.answer(
      new RegExp(`get secret ${name}`),
      labels ? JSON.stringify({ metadata: { labels } }) : "",
    );
  beforeEach(() => {
    tools.answer(/get namespace/, namespaceJson("todo-app", "n1"));
    there(undefined, "postgres-credentials");
  });

  it("is none of anybody's business where the state has it, and nobody is asked", async () => {
    const all = ["app-secrets", "postgres-credentials"].map((name) => ({
      ...{ name: `of-${name}`, type: SECRET, id: `todo-app/${name}` },
    }));
    await refuse(stateOf(owner, ...all));
    assert.deepEqual(tools.calls, []);
  });

  it("is not looked for where there is no namespace, and is in nobody's way where there is none", async () => {
    there();
    await refuse(stateOf(owner));
    assert.equal(tools.called(/get secret/).length, 2);
    tools.answer(/get namespace/, "");
    await refuse(stateOf(owner));
    assert.equal(tools.called(/get secret/).length, 2);
  });

  it("is left alone where the state does not have it, with both ways out", async () => {
    there({ [OWNER_LABEL]: "b" });
    for (const other of [
      {},
      stateOf(owner),
      stateOf(owner, { name: "secrets-app", type: SECRET, id: "elsewhere/app-secrets" }),
      stateOf(owner, { name: "app-release", type: RELEASE, id: "todo-app/app-secrets" }),
    ])
      await assert.rejects(refuse(other), (error: Error) => {
        assert.match(String(error), FOREIGN);
        assert.match(error.message, /make config SET=namespace=todo-app-2$/m);
        assert.match(
          error.message,
          /kubectl --kubeconfig \/k --context minikube --namespace todo-app delete secret app-secrets$/,
        );
        return true;
      });
  });

  it("is left, of an app that is up beside it, only with the app's end, which is said", async () => {
    there({ [OWNER_LABEL]: "b" });
    await assert.rejects(
      refuse(stateOf(owner, { name: "app-release", type: RELEASE, id: "todo-app/todo-app" })),
      /^To leave it: without the app's data, make down, then: make config SET=namespace=todo-app-2 && make up$/m,
    );
  });

  it("is left alone also where it is the database's alone, which no state of a run with a databaseUrl has", async () => {
    const credentials = "postgres-credentials";
    const app = { name: "secrets-app", type: SECRET, id: "todo-app/app-secrets" };
    there(undefined);
    there({}, credentials);
    for (const state of [stateOf(owner), stateOf(owner, app)])
      await assert.rejects(
        refuse(state),
        /^Error: Secret postgres-credentials in namespace .* delete secret postgres-credentials$/s,
      );
    await refuse(stateOf(owner, { ...app, id: `todo-app/${credentials}` }));
    await refuseForeignSecret(PLACE, stateOf(owner), { "todo:databaseUrl": { secure: "v1:x" } });
  });

  it("sends to recover where it is what this stack's last run was making", async () => {
    there({ [OWNER_LABEL]: "a" });
    await assert.rejects(
      refuse(cutOff("creating")),
      /left of a run .*cut off\. Run: make recover$/,
    );
    there({ [OWNER_LABEL]: "b" });
    await assert.rejects(refuse(cutOff("creating")), FOREIGN);
    there({});
    await assert.rejects(refuse(cutOff("creating")), FOREIGN);
    const { pending_operations } = cutOff("creating").deployment!;
    await assert.rejects(refuse({ deployment: { pending_operations } }), FOREIGN);
  });

  it("sends to down where it bears the stack's id, and no run was cut off that made it", async () => {
    there({ [OWNER_LABEL]: "a" });
    await assert.rejects(
      refuse(cutOff("deleting")),
      /^Error: Secret app-secrets in .* is left of a make down .* Run: make down, then: make up$/,
    );
  });
});

describe("a claim for the database's volume that is there before up", () => {
  const tools = standIn();
  const owner = { name: "cluster-owner", type: UUID, outputs: { result: "a" } };
  const release = (postgres: object, id = "todo-app/todo-app") =>
    stateOf(owner, { name: "app-release", type: RELEASE, id, inputs: { values: { postgres } } });
  const KEPT = {
    labels: { "app.kubernetes.io/managed-by": "Helm" },
    annotations: {
      "meta.helm.sh/release-name": "todo-app",
      "meta.helm.sh/release-namespace": "todo-app",
    },
  };
  const there = (metadata?: object) =>
    tools.answer(
      /--context minikube get persistentvolumeclaim postgres-data --namespace todo-app/,
      metadata ? JSON.stringify({ metadata }) : "",
    );
  const refuse = (state: State, config: Record<string, unknown> = {}) =>
    refuseForeignVolume(PLACE, state, config);
  const KEEP = { "todo:keepDatabase": "true" };

  it("stops up where no release of the stack has made it, with the ways out", async () => {
    there(KEPT);
    for (const state of [
      {},
      stateOf(owner),
      release({ enabled: true }, "elsewhere/todo-app"),
      release({ enabled: false }),
    ])
      await assert.rejects(refuse(state), (error: Error) => {
        assert.match(
          error.message,
          /^claim postgres-data in namespace todo-app of minikube was not made by this stack: .*Nothing was changed\.$/m,
        );
        assert.match(error.message, /^To use it, .*: make config SET=keepDatabase=true$/m);
        assert.match(error.message, /^To leave it: make config SET=namespace=todo-app-2$/m);
        assert.match(
          error.message,
          /: kubectl .* --namespace todo-app delete persistentvolumeclaim postgres-data$/,
        );
        return true;
      });
  });

  it("is taken over where it is to be kept on, if Helm does that", async () => {
    there(KEPT);
    await refuse(stateOf(owner), KEEP);
    const { labels, annotations } = KEPT;
    for (const foreign of [
      {},
      { annotations },
      { labels },
      { labels, annotations: { ...annotations, "meta.helm.sh/release-name": "mine" } },
      { labels, annotations: { ...annotations, "meta.helm.sh/release-namespace": "other" } },
    ]) {
      there(foreign);
      await assert.rejects(refuse(stateOf(owner), KEEP), (error: Error) => {
        assert.match(error.message, /To leave it/);
        assert.doesNotMatch(error.message, /To use it/);
        return true;
      });
    }
  });

  it("is in nobody's way where the stack made it, it goes, or the chart makes none", async () => {
    there();
    await refuse(stateOf(owner));
    there({ ...KEPT, deletionTimestamp: "2026-11-01T12:00:00Z" });
    await refuse(stateOf(owner));
    there(KEPT);
    await refuse(release({ enabled: true }));
    await refuse(release({}));
    await refuse(stateOf(owner), { "todo:databaseUrl": { secure: "v1:x" } });
  });

  it("is an error where the cluster does not say", async () => {
    tools.answer(/get persistentvolumeclaim/, { code: 1, stderr: "Forbidden" });
    await assert.rejects(refuse(stateOf(owner)), /asking for claim postgres-data[^]*Forbidden/);
  });
});

describe("kagent that is there before up", () => {
  const tools = standIn();
  const WANTED = { "todo:kagent": "true", "todo:kagentProvider": "anthropic" };
  const owner = { name: "cluster-owner", type: UUID, outputs: { result: "a" } };
  const there = (names: string[], labels: Record<string, string> = {}, key = "") =>
    tools
      .answer(/get namespace kagent/, namespaceJson("kagent", "k1", labels))
      .answer(/get secret kagent-anthropic --namespace kagent/, key)
      .answer(
        /^helm list .*--namespace kagent/,
        JSON.stringify(names.map((name) => ({ name, status: "deployed", revision: "4" }))),
      );
  const refuse = (state: State, config: Record<string, unknown> = WANTED) =>
    refuseForeignKagent(PLACE, state, config);
  const defines = (...release: string[]) =>
    tools.answer(
      /--context minikube get customresourcedefinitions --all-namespaces/,
      marked([CRD, "others.example.com"], [CRD, "agents.kagent.dev", "", ...release]),
    );
  beforeEach(() => void defines("kagent-crds", "kagent"));

  it("is left alone where the state does not have it, with both ways out", async () => {
    for (const name of ["kagent-crds", "kagent"]) {
      there(["another", name]);
      await assert.rejects(refuse(stateOf(owner)), (error: Error) => {
        assert.match(
          error.message,
          /^release kagent\S* in namespace kagent of minikube \(deployed\) is not in the stack's state/,
        );
        assert.match(error.message, /^To leave it: make config SET=kagent=false$/m);
        assert.match(error.message, new RegExp(`uninstall ${name} --namespace kagent$`, "m"));
        return true;
      });
    }
  });

  it("is nobody's business where the state has it, where it is not wanted, or where there is none", async () => {
    there(["kagent-crds", "kagent", "another"]);
    const has = ["kagent-crds", "kagent"].map((name) => ({
      ...{ name: `of-${name}`, type: RELEASE, id: `kagent/${name}` },
    }));
    await refuse(stateOf(owner, ...has));
    await refuse(stateOf(owner), {});
    there([]);
    await refuse(stateOf(owner));
    tools.answer(/get namespace kagent/, "");
    await refuse(stateOf(owner));
  });

  it("is named by its kinds where it is in another namespace: Helm takes none over", async () => {
    there([]);
    tools.answer(/get namespace kagent/, "");
    for (const [release, way] of [
      [["kagent-crds", "ai"], /helm .* uninstall kagent-crds --namespace ai$/],
      [["other", "kagent"], /helm .* uninstall other --namespace kagent$/],
      [[], /kubectl .* delete customresourcedefinition agents\.kagent\.dev$/],
    ] as [string[], RegExp][]) {
      defines(...release);
      await assert.rejects(refuse(stateOf(owner)), (error: Error) => {
        assert.match(
          error.message,
          /^kind agents\.kagent\.dev is in minikube already, .*\nTo leave it: make config SET=kagent=false$/m,
        );
        assert.match(error.message, way);
        return true;
      });
      await refuse(stateOf(owner), {});
    }
    tools.answer(/get customresourcedefinitions/, "");
    await refuse(stateOf(owner));
  });

  it("goes with a down where that has left it in a namespace of the stack's", async () => {
    there(["kagent"], { [OWNER_LABEL]: "a" });
    await assert.rejects(refuse(stateOf(owner)), /Run: make down, then: make up$/);
  });

  it("is left alone where there is but a key of somebody's for the provider", async () => {
    const key = JSON.stringify({ metadata: { labels: {} } });
    there([], {}, key);
    await assert.rejects(
      refuse(stateOf(owner)),
      /^Error: Secret kagent-anthropic in namespace kagent .*\nTo leave it: make config SET=kagent=false\n.*delete secret kagent-anthropic$/s,
    );
    await refuse(
      stateOf(owner, { name: "kagent-key", type: SECRET, id: "kagent/kagent-anthropic" }),
    );
  });
});
