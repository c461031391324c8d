import assert from "node:assert/strict";
import { inTheWay } from "../cli/foreignRelease";

const PLACE = { context: "minikube", namespace: "todo-app" };
const release = (status: string) => ({ name: "todo-app", status });
const state = (...ids: string[]) =>
  JSON.stringify({
    deployment: {
      resources: [
        { type: "pulumi:pulumi:Stack" },
        ...ids.map((id) => ({ type: "kubernetes:helm.sh/v3:Release", id })),
      ],
    },
  });

describe("a release that is there before up", () => {
  it("is none of anybody's business where the state has it, whatever its status", () => {
    for (const status of ["deployed", "failed"])
      assert.equal(inTheWay(release(status), PLACE, state("todo-app/todo-app")), undefined);
  });

  it("is left alone where the state does not have it, with both ways out", () => {
    for (const other of [state(), state("elsewhere/todo-app"), "{}", ""]) {
      const message = inTheWay(release("deployed"), PLACE, other)!;
      assert.match(
        message,
        /^release todo-app in namespace todo-app of minikube \(deployed\) is not/,
      );
      assert.match(message, /pulumi config set todo:namespace todo-app-2$/m);
      assert.match(
        message,
        /helm uninstall todo-app --kube-context minikube --namespace todo-app$/m,
      );
    }
  });

  it("sends to recover where it is pending, whosever it is", () => {
    for (const known of [state("todo-app/todo-app"), ""])
      assert.match(
        inTheWay(release("pending-upgrade"), PLACE, known)!,
        /is pending-upgrade: a run was cut off\. Nothing was changed\. Run: make recover$/,
      );
  });
});
