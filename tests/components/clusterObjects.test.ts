import assert from "node:assert/strict";
import {
  clusterUid,
  deleteNamespace,
  findNamespace,
  removeLabels,
  secretLabels,
} from "../../components/cluster/clusterObjects";
import { namespaceJson } from "../support/models";
import { standIn } from "../support/standIn";

const PLACE = { context: "c", kubeconfig: "/k" };
const KUBECTL = "kubectl --kubeconfig /k --context c";
const SILENCE = { code: 1, stderr: "i/o timeout" };

describe("a namespace of a cluster", () => {
  const tools = standIn();
  const find = () => findNamespace(PLACE, "todo-app");

  it("is found with its uid and its labels, or with none", async () => {
    tools.answer(/get namespace/, namespaceJson("todo-app", "n1", { a: "b" }));
    assert.deepEqual(await find(), { name: "todo-app", uid: "n1", labels: { a: "b" } });
    tools.answer(/get namespace/, namespaceJson("todo-app", "n1"));
    assert.deepEqual(await find(), { name: "todo-app", uid: "n1", labels: {} });
    assert.equal(
      tools.calls[0],
      `${KUBECTL} get namespace todo-app --output=json --ignore-not-found --request-timeout=30s`,
    );
  });

  it("is not there where the answer is empty, or an empty list", async () => {
    for (const nothing of ["", "\n", '{"kind":"List","items":[]}']) {
      tools.answer(/get namespace/, nothing);
      assert.equal(await find(), undefined);
    }
  });

  it("is not taken for gone where the answer is any other", async () => {
    for (const other of [
      '{"kind":"List","items":[{"metadata":{"name":"todo-app","uid":"n1"}}]}',
      '{"kind":"Status","status":"Failure"}',
      "not JSON",
    ]) {
      tools.answer(/get namespace/, other);
      await assert.rejects(find(), /namespace todo-app of c failed:\n  expected .* from: kubectl /);
    }
  });

  it("tells no cluster where there is no kube-system", async () => {
    tools.answer(/get namespace kube-system/, "");
    assert.equal(await clusterUid(PLACE), "");
  });

  it("loses labels in one step, whose failure says so", async () => {
    tools.answer(/label namespace/, "");
    await removeLabels(PLACE, "todo-app", ["a", "b/c"]);
    assert.deepEqual(tools.calls, [`${KUBECTL} label namespace todo-app a- b/c-`]);
    tools.answer(/label namespace/, SILENCE);
    await assert.rejects(
      removeLabels(PLACE, "todo-app", ["a"]),
      /taking labels off namespace todo-app failed[^]*i\/o timeout/,
    );
  });

  describe("is deleted", () => {
    const remove = () => deleteNamespace(PLACE, { name: "todo-app", uid: "n1" });
    let there: boolean;
    beforeEach(() => {
      there = true;
      tools
        .answer(/get namespace/, () => (there ? namespaceJson("todo-app", "n1") : ""))
        .answer(/--raw/, "");
    });

    it("not where it is gone", async () => {
      there = false;
      assert.equal(await remove(), false);
      assert.equal(tools.calls.length, 1);
    });

    it("and waited for, five minutes and no longer", async () => {
      tools.answer(/ wait /, () => {
        there = false;
        return "";
      });
      assert.equal(await remove(), true);
      assert.deepEqual(tools.called(/ wait /), [
        `${KUBECTL} wait --for=delete namespace/todo-app --timeout=300s`,
      ]);
    });

    it("also where kubectl finds nothing to wait for, or gives up: what is there then counts", async () => {
      tools.answer(/ wait /, { code: 1, stderr: "timed out waiting for the condition" });
      await assert.rejects(remove(), /namespace todo-app of c is still there after five minutes/);
      tools.answer(/ wait /, () => {
        there = false;
        return { code: 1, stderr: 'namespaces "todo-app" not found' };
      });
      assert.equal(await remove(), true);
    });
  });
});

describe("a Secret of a cluster", () => {
  const tools = standIn();
  const labels = () => secretLabels({ ...PLACE, namespace: "todo-app" }, "app-secrets");

  it("is asked for by name, for its labels", async () => {
    tools.answer(/get secret/, JSON.stringify({ metadata: { labels: { a: "b" } } }));
    assert.deepEqual(await labels(), { a: "b" });
    assert.deepEqual(tools.calls, [
      `${KUBECTL} get secret app-secrets --namespace todo-app --ignore-not-found --output=json`,
    ]);
    tools.answer(/get secret/, JSON.stringify({ metadata: {} }));
    assert.deepEqual(await labels(), {});
  });

  it("is not there where the answer is empty, and not known where there is none", async () => {
    for (const nothing of ["", "\n"]) {
      tools.answer(/get secret/, nothing);
      assert.equal(await labels(), undefined);
    }
    tools.answer(/get secret/, SILENCE);
    await assert.rejects(labels(), /asking for Secret app-secrets failed[^]*i\/o timeout/);
  });
});
