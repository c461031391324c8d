import assert from "node:assert/strict";
import { inTheWay, refuseForeignRelease } from "../../cli/cluster/foreignRelease";
import type { State } from "../../components/process/stackState";
import { OWNER_LABEL } from "../../components/cluster/clusterObjects";
import { writeRecord } from "../../components/cluster/profileRecord";
import { namespaceJson } from "../support/models";
import { ownHome, standIn } from "../support/standIn";
import { aRecord, SECRET, stateOf, UUID } from "../support/states";

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
      /left by a make down that failed\..* Run: make down, then: make up$/,
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
      /is pending-upgrade: a run was interrupted\. Nothing was changed\. Run: make recover$/,
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

    it("one of another name is in no stack's way", async () => {
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

    it("and so is one in an external namespace, beside a Secret with the stack's id that the state has lost", async () => {
      const beside = (owner: string) =>
        tools.answer(
          /context minikube get secret app-secrets --namespace todo-app/,
          JSON.stringify({ metadata: { uid: "s1", labels: { [OWNER_LABEL]: owner } } }),
        );
      listed(["todo-app"]);
      beside("a");
      await assert.rejects(
        refuseForeignRelease(PLACE, owned),
        /^Error: release todo-app in namespace todo-app of minikube was left .*Run: make down, then: make up$/,
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
