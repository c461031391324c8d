import assert from "node:assert/strict";
import { heldBack } from "../cli/terminating";
import { kubectlTo } from "../cli/place";

const PLACE = { context: "minikube", namespace: "todo-app", kubeconfig: "other.yaml" };

describe("a namespace that is being deleted and does not go", () => {
  it("is named with what holds it, and how to look at that", () => {
    const conditions = [
      { type: "NamespaceDeletionContentFailure", status: "False", message: "All content deleted" },
      { type: "NamespaceFinalizersRemaining", status: "True", message: "a/b in 1 resource" },
      { type: "NamespaceContentRemaining", status: "True" },
    ];
    const metadata = { name: "todo-app", deletionTimestamp: "2026-11-01T12:00:00Z" };
    const lines = heldBack({ metadata, status: { conditions } }, PLACE).split("\n");
    assert.match(lines[0]!, /^namespace todo-app of minikube is being deleted and does not go/);
    assert.equal(lines[1], "  a/b in 1 resource");
    assert.match(
      lines[2]!,
      /kubectl --kubeconfig other\.yaml --context minikube get .* -n todo-app$/,
    );
    assert.equal(lines.length, 4);
    assert.equal(heldBack({ metadata }, PLACE).split("\n").length, 3);
  });
});

describe("a kubectl command that is to be typed", () => {
  it("names the file only where kubectl would look in another one", () => {
    assert.equal(kubectlTo(PLACE, PLACE.kubeconfig), "kubectl --context minikube");
    assert.match(kubectlTo(PLACE, "config.yaml"), /--kubeconfig other\.yaml/);
  });
});
