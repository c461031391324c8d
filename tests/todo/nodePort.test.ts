import assert from "node:assert/strict";
import { nodePort } from "../../todo/nodePort";
import { standIn } from "../support/standIn";

describe("the node's port of a Service", () => {
  const tools = standIn();
  const asked = () => nodePort({ kubeconfig: "/k", context: "c", namespace: "n" }, "page");

  it("is what the cluster says", async () => {
    tools.answer(/^kubectl/, "30123");
    assert.equal(await asked(), 30123);
    assert.deepEqual(tools.calls, [
      "kubectl --kubeconfig /k --context c --namespace n get service page --ignore-not-found --output=jsonpath={.spec.ports[0].nodePort}",
    ]);
  });

  it("is none where the Service has none, or is not there", async () => {
    tools.answer(/^kubectl/, "");
    assert.equal(await asked(), undefined);
  });

  it("is an error where the cluster does not say", async () => {
    tools.answer(/^kubectl/, { code: 1, stderr: "i/o timeout" });
    await assert.rejects(asked(), /asking c for the address of page failed [^]*i\/o timeout/);
  });
});
