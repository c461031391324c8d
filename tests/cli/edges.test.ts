import assert from "node:assert/strict";
import * as fs from "node:fs";
import { stopCluster } from "../../components/programs/stopCluster";
import { startCluster } from "../../components/programs/startCluster";
import { deliverImage } from "../../components/programs/deliverImage";
import { removeImages } from "../../components/programs/removeImages";
import { pendingObjects } from "../../cli/cluster/pendingCreates";
import { reach, takeDown } from "../../cli/down";
import { recover } from "../../cli/recover";
import { withoutNamespace } from "../../cli/stack/state";
import { OWNER_LABEL, STACK_LABEL } from "../../components/cluster/clusterObjects";
import {
  profileFolder,
  profileIsKept,
  readRecord,
  writeRecord,
  removeRecord,
} from "../../components/cluster/profileRecord";
import { Engine, keepProfile, Minikube, namespaceJson } from "../support/models";
import { apiServers, given, hearing, ownCheckout, standIn } from "../support/standIn";
import * as st from "../support/states";

describe("at the edges of what is the stack's own,", () => {
  ownCheckout();
  const tools = standIn();
  const apiServer = apiServers();
  const said = hearing();
  for (const text of ["null", "{}", "[]", '"x"'])
    it(`a record of ${text} is an error with the way out`, async () => {
      keepProfile("p");
      fs.writeFileSync(`${profileFolder("p")}/stack-a.json`, text);
      assert.throws(() => readRecord("p", "a"), /rm /);
    });
  it("a profile that another user makes while our start fails stays", async () => {
    new Minikube(tools);
    tools
      .answer(/^docker info/, "8 34359738368")
      .answer(/current-context/, "")
      .answer(/^minikube start/, () => {
        keepProfile("p", { UUID: "" });
        return { code: 80, stderr: "locked" };
      });
    await assert.rejects(
      startCluster(
        given({ PROFILE: "p", STACK: "dev", OWNER: "a", CPUS: "2", MEMORY_MIB: "2048" }),
      ),
    );
    assert.ok(profileIsKept("p"));
  });
  it("kagent's namespace is not forgotten with the app's", () => {
    const state = st.stateOf(
      { name: "secrets-namespace", type: st.NAMESPACE, id: "todo-app" },
      { name: "kagent-namespace", type: st.NAMESPACE, id: "kagent" },
      { name: "kagent-release", type: st.RELEASE, id: "kagent/kagent" },
    );
    assert.deepEqual(withoutNamespace(state, { name: "todo-app", uid: "n2" }).forgotten, [
      "secrets-namespace",
    ]);
  });
  it("kagent's namespace of a run that was cut off is taken over", async () => {
    tools.answer(
      /get namespace kagent/,
      namespaceJson("kagent", "k1", { [OWNER_LABEL]: "a", [STACK_LABEL]: "dev" }),
    );
    const urn = st.urnOf(st.NAMESPACE, "kagent-namespace");
    const state = {
      deployment: {
        ...st.stateOf({ name: "cluster-owner", type: st.UUID, outputs: { result: "a" } })
          .deployment,
        pending_operations: [{ type: "creating", resource: { urn, type: st.NAMESPACE } }],
      },
    };
    assert.deepEqual(
      await pendingObjects({ context: "c", kubeconfig: "/k", namespace: "todo-app" }, state),
      [{ urn, type: st.NAMESPACE, id: "kagent" }],
    );
  });
  it("images of a docker.io registry are known by docker's short names", async () => {
    const engine = new Engine(tools);
    const reg = "docker.io/me/todo-backend";
    const short = "me/todo-backend";
    // Docker lists familiar names
    const norm = (n: string) => n.replace(/^docker\.io\//, "");
    tools
      .answer(/^docker image tag (\S+) (\S+)$/, ([, a, b]) => {
        if (engine.tags.has(norm(a!))) engine.tags.add(norm(b!));
        return "";
      })
      .answer(/^docker image rm (\S+)$/, ([, a]) =>
        engine.tags.delete(norm(a!)) ? "" : { code: 1, stderr: "No such image" },
      )
      .answer(/^docker image ls --format \S+(?: (\S+))?$/, ([, r]) =>
        [...engine.tags].filter((t) => !r || t.startsWith(norm(r) + ":")).join("\n"),
      )
      .answer(/^kubectl/, JSON.stringify({ items: [] }));
    engine.tags.add(`${short}:1`);
    engine.tags.add(`${short}:2`).add(`${short}:3`);
    const v = (image: string) => ({
      IMAGE: image,
      OWNER: "a",
      DELIVERY: JSON.stringify({ kind: "registry", registry: "docker.io/me" }),
      CONTEXT: "c",
    });
    let last = await deliverImage(given(v(`${reg}:1`)));
    last = await deliverImage(given(v(`${reg}:2`), last));
    last = await deliverImage(given(v(`${reg}:3`), last));
    assert.deepEqual(last.images, [`${reg}:3`, `${reg}:2`]);
    assert.ok(engine.tags.has(`${short}:3`), [...engine.tags].join());
  });
  it("another stack's image of a docker.io registry stays", async () => {
    const engine = new Engine(tools);
    const norm = (n: string) => n.replace(/^docker\.io\//, "");
    tools
      .answer(/^docker image rm (\S+)$/, ([, a]) =>
        engine.tags.delete(norm(a!)) ? "" : { code: 1, stderr: "No such image" },
      )
      .answer(/^docker image ls --format \S+(?: (\S+))?$/, ([, r]) =>
        [...engine.tags].filter((t) => !r || t.startsWith(norm(r) + ":")).join("\n"),
      )
      .answer(/^kubectl/, JSON.stringify({ items: [] }));
    engine.tags.add("me/x:1").add("me/x:1-used-by-b");
    await removeImages(
      given({
        IMAGE: "docker.io/me/x:1",
        OWNER: "a",
        CONTEXT: "c",
        DELIVERY: JSON.stringify({ kind: "registry", registry: "docker.io/me" }),
      }),
    );
    assert.ok(engine.tags.has("me/x:1"));
  });
  it("a context in which nothing was made need not answer", async () => {
    apiServer("c", false);
    await reach(
      { context: "c", kubeconfig: process.env.KUBECONFIG!, namespace: "todo-app" },
      {},
      async () => {},
    );
  });
  it("an orderly end is said once", async () => {
    new Minikube(tools).runs("minikube", { UUID: "a" });
    new Engine(tools);
    writeRecord("minikube", st.aRecord("a"));
    writeRecord("minikube", st.aRecord("b"));
    const state = st.stateOf(
      { name: "cluster-owner", type: st.UUID, outputs: { result: "a" } },
      st.answered("cluster-profile", { started: true, addons: [] }),
    );
    tools
      .answer(/^pulumi stack ls --json/, JSON.stringify([{ name: "dev" }]))
      .answer(/^pulumi stack export --stack dev/, JSON.stringify(state))
      .answer(/^pulumi stack rm/, "")
      .answer(/wait --for=delete/, "")
      .answer(/get secret app-secrets/, "")
      .answer(/get namespaces/, JSON.stringify({ items: [] }))
      .answer(/^pulumi destroy/, () => {
        removeRecord("minikube", st.aRecord("a"));
        return "";
      });
    apiServer("minikube", true);
    await takeDown({});
    assert.doesNotMatch(said(), /ownership record for it is missing/);
  });
  it("another's pending release is not rolled back", async () => {
    new Minikube(tools).runs("minikube");
    apiServer("minikube", true);
    const state = st.stateOf({ name: "cluster-owner", type: st.UUID, outputs: { result: "a" } });
    tools
      .answer(/^pulumi/, "")
      .answer(/^pulumi stack ls --json/, JSON.stringify([{ name: "dev" }]))
      .answer(/^pulumi stack export --stack dev/, JSON.stringify(state))
      .answer(/get namespace/, namespaceJson("todo-app", "n9"))
      .answer(/^helm/, "")
      .answer(
        /^helm list/,
        JSON.stringify([{ name: "todo-app", revision: "3", status: "pending-upgrade" }]),
      );
    await recover({});
    assert.deepEqual(tools.called(/rollback/), []);
  });
  it("a profile that bears the stack's id is its own, also where the record was lost", async () => {
    new Minikube(tools).runs("p", { UUID: "a" });
    assert.deepEqual(
      await stopCluster(
        given(
          { PROFILE: "p", STACK: "dev", OWNER: "a" },
          { profile: "p", started: true, addons: [], address: "" },
        ),
      ),
      { profile: "p", deleted: true },
    );
  });
});
