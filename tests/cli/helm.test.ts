import assert from "node:assert/strict";
import { helm, releases } from "../../cli/cluster/helm";
import { releaseIn } from "../../cli/cluster/release";
import { standIn } from "../support/standIn";

const TARGET = { context: "minikube", namespace: "todo-app" };
/** Statuses of a release that both Helms know, and the flag of `helm list` that shows each. */
const STATUSES = {
  deployed: "deployed",
  failed: "failed",
  "pending-install": "pending",
  "pending-upgrade": "pending",
  "pending-rollback": "pending",
  superseded: "superseded",
  uninstalled: "uninstalled",
  uninstalling: "uninstalling",
};
/** What `helm list` of each major version shows unasked, and whether it knows --all. */
const HELMS = {
  3: { unasked: ["deployed", "failed"], all: true },
  4: { unasked: Object.values(STATUSES), all: false },
};

describe("helm", () => {
  const tools = standIn();

  for (const [major, { unasked, all }] of Object.entries(HELMS)) {
    for (const [status, flag] of Object.entries(STATUSES)) {
      it(`finds a release that is ${status} with Helm ${major}`, async () => {
        tools.answer(/^helm list (.*)/, ([, args = ""]) => {
          if (/--all\b/.test(args) && !all) return { code: 1, stderr: "unknown flag: --all" };
          const asked = Object.values(STATUSES).filter((one) => args.includes(`--${one}`));
          const shown = asked.length > 0 ? asked : unasked;
          const release = { name: "todo-app", status, revision: "3" };
          return JSON.stringify(shown.includes(flag) ? [release] : []);
        });
        assert.equal((await releaseIn(TARGET))?.status, status);
      });
    }
  }

  it("reads no releases from an empty answer", async () => {
    tools.answer(/^helm list/, "");
    assert.deepEqual(await releases(TARGET), []);
  });

  it("asks for the statuses that are wanted, and for no others", async () => {
    tools.answer(/^helm list/, "[]");
    await releases(TARGET, ["pending", "failed"]);
    const [call] = tools.calls;
    assert.match(call!, /^helm list --pending --failed --output=json /);
  });

  it("is told the cluster, and the file that has it where there is one", async () => {
    tools.answer(/^helm test/, "");
    await helm(TARGET, "helm test", ["test", "todo-app"]);
    await helm({ ...TARGET, kubeconfig: "/k" }, "helm test", ["test", "todo-app"]);
    assert.deepEqual(tools.calls, [
      "helm test todo-app --namespace todo-app --kube-context minikube",
      "helm test todo-app --namespace todo-app --kubeconfig /k --kube-context minikube",
    ]);
  });

  it("names the step that failed", async () => {
    tools.answer(/^helm list/, { code: 1, stderr: "Kubernetes cluster unreachable" });
    await assert.rejects(releases(TARGET), /listing the releases.*Kubernetes cluster unreachable/s);
  });
});
