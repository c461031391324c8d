import assert from "node:assert/strict";
import { awaitLeaving, awaitTerminating, heldBack } from "../../cli/cluster/terminating";
import { kubectlTo } from "../../components/cluster/commandLine";
import { standIn } from "../support/standIn";

const PLACE = { context: "minikube", namespace: "todo-app", kubeconfig: "other.yaml" };

describe("a namespace that is being deleted, but still exists", () => {
  it("is named with what holds it, and how to look at that", () => {
    const conditions = [
      { type: "NamespaceDeletionContentFailure", status: "False", message: "All content deleted" },
      { type: "NamespaceFinalizersRemaining", status: "True", message: "a/b in 1 resource" },
      { type: "NamespaceContentRemaining", status: "True" },
    ];
    const metadata = { name: "todo-app", deletionTimestamp: "2026-11-01T12:00:00Z" };
    const lines = heldBack({ metadata, status: { conditions } }, PLACE).split("\n");
    assert.match(lines[0]!, /^namespace todo-app of minikube is being deleted, but still exists/);
    assert.equal(lines[1], "  a/b in 1 resource");
    assert.match(
      lines[2]!,
      /kubectl --kubeconfig other\.yaml --context minikube get .* -n todo-app$/,
    );
    assert.equal(lines.length, 4);
    assert.equal(heldBack({ metadata }, PLACE).split("\n").length, 3);
  });
});

describe("before anything is made in a namespace", () => {
  const tools = standIn();
  const KUBECTL = "kubectl --kubeconfig other.yaml --context minikube";
  const LEAVING = JSON.stringify({
    metadata: { name: "todo-app", deletionTimestamp: "2026-11-01T12:00:00Z" },
  });
  const STAYING = JSON.stringify({ metadata: { name: "todo-app" } });
  let said: string[];
  beforeEach(() => void (said = []));
  const wait = () => awaitTerminating(PLACE, (what) => said.push(what));
  /** What is seen at first, and after the wait. */
  const seen = (before: string, after: string) =>
    tools
      .answer(/get namespace/, () => (tools.called(/ wait /).length === 0 ? before : after))
      .answer(/ wait /, { code: 1, stderr: "timed out" });

  it("does not wait for one that stays, is not there, or cannot be looked at", async () => {
    for (const shown of [STAYING, "", { code: 1, stdout: LEAVING, stderr: "i/o timeout" }]) {
      tools.answer(/get namespace/, shown);
      await wait();
    }
    assert.deepEqual(tools.called(/ wait /), []);
    assert.deepEqual(said, []);
    assert.equal(
      tools.calls[0],
      `${KUBECTL} get namespace todo-app --output=json --ignore-not-found`,
    );
  });

  it("one that is being deleted is waited for, which is said", async () => {
    for (const after of ["", STAYING]) {
      tools.calls.length = 0;
      seen(LEAVING, after);
      await wait();
      assert.deepEqual(tools.called(/ wait /), [
        `${KUBECTL} wait --for=delete namespace/todo-app --timeout=120s`,
      ]);
    }
    assert.match(
      said[0]!,
      /namespace todo-app is being deleted: waiting until it no longer exists/,
    );
  });

  it("one that does not go is an error that says what holds it", async () => {
    seen(LEAVING, LEAVING);
    await assert.rejects(
      wait(),
      /namespace todo-app of minikube is being deleted, but still exists/,
    );
  });

  it("pods that leave are waited for where the release was, and left to the cluster after that", async () => {
    tools.answer(/ wait /, { code: 1, stderr: "timed out" });
    await awaitLeaving(PLACE);
    assert.equal(tools.calls.length, 1);
    assert.match(
      tools.calls[0]!,
      /^kubectl --kubeconfig other\.yaml --context minikube wait --for=delete --namespace todo-app pods --selector\S* ?\S* --timeout=120s$/,
    );
  });
});

describe("a kubectl command that is to be typed", () => {
  it("names the file only where kubectl would look in another one", () => {
    const place = { ...PLACE, kubeconfig: "/k/other.yaml" };
    assert.equal(
      kubectlTo(place, [], { KUBECONFIG: "/k/other.yaml" }),
      "kubectl --context minikube",
    );
    assert.match(
      kubectlTo(place, [], { KUBECONFIG: "/k/config.yaml" }),
      /--kubeconfig \/k\/other\.yaml/,
    );
  });
});
