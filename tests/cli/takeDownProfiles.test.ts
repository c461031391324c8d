import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { SHELL } from "../../cli/stack/place";
import { takeDown } from "../../cli/down";
import { OWNER_LABEL } from "../../components/cluster/clusterObjects";
import { State } from "../../components/process/stackState";
import {
  profileFolder,
  profileIsKept,
  records,
  writeRecord,
} from "../../components/cluster/profileRecord";
import { Engine, keepProfile, Minikube, namespaceJson } from "../support/models";
import { apiServers, hearing, ownCheckout, Reply, standIn } from "../support/standIn";
import { aRecord, answered, recorded, stateOf, UUID } from "../support/states";
import { answersRemoval, uses } from "../support/removal";

describe("taking a stack away", () => {
  ownCheckout();
  const tools = standIn();
  const said = hearing();
  /** What is said besides the removal's own first and last line. */
  const saidBesides = () =>
    said()
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("Removal of stack dev"));
  const apiServer = apiServers();
  let minikube: Minikube;
  let state: State;
  beforeEach(() => {
    minikube = new Minikube(tools);
    new Engine(tools);
    state = stateOf({ name: "cluster-owner", type: UUID, outputs: { result: "a" } });
    answersRemoval(tools, () => state);
  });

  describe("looks at every profile that tells of the stack, whichever the state or the settings name:", () => {
    const environment = { CONTEXT: "minikube", PROFILE: "minikube" };
    const known = { started: false, addons: [] };
    beforeEach(() => {
      state = stateOf(
        { name: "cluster-owner", type: UUID, outputs: { result: "a" } },
        answered("cluster-profile", known, environment),
      );
      minikube.runs("minikube");
      apiServer("minikube", true);
      fs.writeFileSync("Pulumi.dev.yaml", JSON.stringify({ config: { "todo:profile": "other" } }));
    });

    it("one that a plain up has started before it failed is deleted", async () => {
      keepProfile("big", { UUID: "a" });
      writeRecord("big", aRecord("a"));
      const kubeconfigs: (string | undefined)[] = [];
      tools.answer(/^minikube delete --profile (\S+)/, ([, profile]) => {
        kubeconfigs.push(`${profile} ${process.env.KUBECONFIG}`);
        fs.rmSync(profileFolder(profile!), { recursive: true });
        return "";
      });
      assert.equal(await takeDown({}), 0);
      assert.deepEqual([profileIsKept("big"), profileIsKept("minikube")], [false, true]);
      const { KUBECONFIG = path.join(os.homedir(), ".kube", "config") } = SHELL;
      assert.deepEqual(kubeconfigs, [`big ${KUBECONFIG}`]);
    });

    it("one whose start was cut off is named with the command that deletes it", async () => {
      keepProfile("big", { UUID: "a" });
      assert.equal(await takeDown({}), 0);
      assert.match(
        said(),
        /^profile big: a start by this stack was interrupted\. .*minikube delete --profile big$/m,
      );
      assert.equal(profileIsKept("big"), true);
    });

    it("one that tells of another stack, or that another goes on with, stays without a word", async () => {
      keepProfile("theirs", { UUID: "b" });
      writeRecord("theirs", aRecord("b"));
      keepProfile("left", { UUID: "a" });
      writeRecord("left", aRecord("b"));
      assert.equal(await takeDown({}), 0);
      assert.doesNotMatch(said(), /theirs|left/);
      assert.deepEqual(["theirs", "left"].map(profileIsKept), [true, true]);
    });
  });

  it("deletes a profile that the state does not know of, but its record does", async () => {
    keepProfile("minikube", { UUID: "a" });
    uses("a");
    assert.equal(await takeDown({}), 0);
    assert.equal(profileIsKept("minikube"), false);
  });

  it("deletes one that an earlier version made without an id, by the record alone", async () => {
    keepProfile("minikube");
    uses("a");
    assert.equal(await takeDown({}), 0);
    assert.equal(profileIsKept("minikube"), false);
  });

  for (const runs of [false, true])
    it(`leaves what bears its id and no record knows, which ${runs ? "runs" : "stands still"}, with the command`, async () => {
      keepProfile("minikube", { UUID: "a" });
      if (runs) minikube.running.add("minikube");
      assert.equal(await takeDown({}), 0);
      assert.equal(profileIsKept("minikube"), true);
      assert.match(
        said(),
        /^profile minikube: a start by this stack was interrupted\. .* it is kept\. If nobody uses it, run: minikube delete --profile minikube$/m,
      );
    });

  it("names the stack that uses what a start of its own has left", async () => {
    keepProfile("minikube", { UUID: "a" });
    uses("b");
    assert.equal(await takeDown({}), 0);
    assert.match(
      said(),
      /it is kept, and stack b of \/here uses it\. If nobody uses it, run: minikube delete /,
    );
  });

  it("leaves a profile that is not the stack's, without a word", async () => {
    minikube.runs("minikube", { UUID: "b" });
    uses("b");
    assert.equal(await takeDown({}), 0);
    assert.deepEqual(
      records("minikube").map(({ owner }) => owner),
      ["b"],
    );
    assert.deepEqual(saidBesides(), []);
  });

  it("says which step failed where that cannot be deleted", async () => {
    keepProfile("minikube", { UUID: "a" });
    uses("a");
    tools.answer(/^minikube delete/, { code: 80, stderr: "busy" });
    await assert.rejects(takeDown({}), /deleting minikube profile minikube failed[^]*busy/);
    assert.deepEqual(tools.called(/stack rm/), []);
  });

  it("leaves a profile that bears its id where another stack uses it", async () => {
    keepProfile("minikube", { UUID: "a" });
    uses("b");
    assert.equal(await takeDown({}), 0);
    assert.equal(profileIsKept("minikube"), true);
  });

  it("leaves a profile without an id where the stack has none either", async () => {
    keepProfile("minikube");
    state = {};
    assert.equal(await takeDown({}), 0);
    assert.equal(profileIsKept("minikube"), true);
  });

  it("leaves a profile of its id that destroy has left, whichever command stops it meanwhile", async () => {
    minikube.runs("minikube", { UUID: "a" });
    state = stateOf(
      { name: "cluster-owner", type: UUID, outputs: { result: "a" } },
      answered("cluster-profile", { started: false, addons: [] }),
    );
    apiServer("minikube", true);
    tools.answer(/^pulumi destroy/, () => {
      minikube.running.delete("minikube");
      return "";
    });
    assert.equal(await takeDown({}), 0);
    assert.equal(profileIsKept("minikube"), true);
  });

  it("starts a profile of its own that is stopped only where something in it is to be kept", async () => {
    const note = { name: "todo-app", uid: "n1", created: true, cluster: "" };
    for (const KEEP of ["false", "true"]) {
      keepProfile("minikube", { UUID: "a" });
      minikube.running.clear();
      apiServer("minikube", false);
      uses("a");
      tools.answer(/get namespace /, "");
      state = stateOf(
        { name: "cluster-owner", type: UUID, outputs: { result: "a" } },
        answered("cluster-profile", { started: true, addons: [] }),
        { ...recorded("secrets-ownership", note, { KEEP }), deletedWith: "cluster-provider" },
      );
      assert.equal(await takeDown({}), 0);
      assert.equal(tools.called(/^minikube start/).length, KEEP === "true" ? 1 : 0);
    }
  });

  describe("asks a profile of its own that runs, before Pulumi forgets what goes with it,", () => {
    beforeEach(() => {
      keepProfile("minikube", { UUID: "a" });
      minikube.runs("minikube");
      uses("a");
      tools.answer(/get namespace x /, namespaceJson("x", "n1"));
      state = stateOf(
        { name: "cluster-owner", type: UUID, outputs: { result: "a" } },
        answered("cluster-profile", { started: true, addons: [] }),
        {
          ...recorded("secrets-ownership", { name: "x", uid: "n1", created: true, cluster: "" }),
          deletedWith: "cluster-provider",
        },
      );
    });
    const has = (answer: Reply) => tools.answer(/get namespaces,secrets --all-namespaces/, answer);
    const theirs = { name: "todo-b", uid: "n2", labels: { [OWNER_LABEL]: "b" } };

    for (const answers of [true, false]) {
      it(`whether another stack has something in it, where it ${answers ? "answers" : "is silent"}`, async () => {
        apiServer("minikube", answers);
        has(
          answers
            ? JSON.stringify({ items: [{ kind: "Namespace", metadata: theirs }] })
            : { code: 1, stderr: "i/o timeout" },
        );
        await assert.rejects(
          takeDown({}),
          answers
            ? /profile minikube was .* kept: other stacks use it: namespace todo-b/
            : /profile minikube is kept: it is running, but it is not known [^]*i\/o timeout/,
        );
        assert.deepEqual(tools.called(/^pulumi (destroy|stack (rm|import))|^minikube delete/), []);
      });
    }

    it("and goes on where none has", async () => {
      apiServer("minikube", true);
      has(JSON.stringify({ items: [] }));
      assert.equal(await takeDown({}), 0);
      assert.equal(profileIsKept("minikube"), false);
    });
  });

  it("stops no profile that went, though it had to start it", async () => {
    keepProfile("minikube");
    apiServer("minikube", false);
    uses("a");
    tools.answer(/get namespace /, "");
    state = stateOf(
      { name: "cluster-owner", type: UUID, outputs: { result: "a" } },
      answered("cluster-profile", { started: true, addons: [] }),
      recorded("secrets-ownership", { name: "x", uid: "n1", created: false, cluster: "" }),
    );
    assert.equal(await takeDown({}), 0);
    assert.equal(profileIsKept("minikube"), false);
    assert.deepEqual(tools.called(/^minikube stop/), []);
  });

  for (const [what, fails, words] of [
    ["the removal failed", () => tools.answer(/^pulumi destroy/, { code: 255 }), undefined],
    [
      "it was refused",
      () => tools.answer(/get namespace todo-app/, namespaceJson("todo-app", "n2")),
      /namespace todo-app of minikube is not the one/,
    ],
  ] as const)
    it(`stops a profile again that it had to start though ${what}: the next try starts it again`, async () => {
      keepProfile("minikube");
      apiServer("minikube", false);
      uses("a", { started: false });
      tools
        .answer(/get namespace kube-system/, namespaceJson("kube-system", "c1"))
        .answer(/get namespace todo-app/, namespaceJson("todo-app", "n1"));
      state = stateOf(
        { name: "cluster-owner", type: UUID, outputs: { result: "a" } },
        answered("cluster-profile", { started: false, addons: [] }),
        recorded("secrets-ownership", {
          name: "todo-app",
          uid: "n1",
          created: true,
          cluster: "c1",
        }),
      );
      fails();
      if (words) await assert.rejects(takeDown({}), words);
      else assert.equal(await takeDown({}), 255);
      assert.deepEqual([...minikube.running], []);
      assert.equal(tools.called(/^minikube stop/).length, 1);
      tools.answer(/^minikube stop/, { code: 80, stderr: "busy" });
      if (words) await assert.rejects(takeDown({}), words);
      else assert.equal(await takeDown({}), 255);
      assert.match(said(), /stopping minikube profile minikube failed[^]*busy/);
    });

  it("stops a profile again that it had to start, before the stack goes", async () => {
    keepProfile("minikube");
    apiServer("minikube", false);
    uses("a", { started: false });
    const { deployment } = stateOf(
      { name: "cluster-owner", type: UUID, outputs: { result: "a" } },
      answered("cluster-profile", { started: false, addons: [] }),
    );
    state = { deployment };
    assert.equal(await takeDown({}), 0);
    assert.deepEqual([...minikube.running], []);
    assert.match(said(), /^stopping profile minikube again$/m);
    const order = [/^minikube start/, /^pulumi destroy/, /^minikube stop/, /^pulumi stack rm/].map(
      (what) => tools.calls.findIndex((call) => what.test(call)),
    );
    assert.ok(
      order.every((at, index) => at >= 0 && at > (order[index - 1] ?? -1)),
      `${order}`,
    );

    keepProfile("minikube");
    uses("a", { started: false });
    tools.answer(/^minikube stop/, { code: 80, stderr: "busy" });
    await assert.rejects(takeDown({}), /stopping minikube profile minikube failed[^]*busy/);
    assert.equal(tools.called(/^pulumi stack rm/).length, 1, "not before that is done");
  });

  it("says nothing of a profile that tells nothing of it, or that the state knows", async () => {
    keepProfile("minikube");
    state = {};
    assert.equal(await takeDown({}), 0);
    keepProfile("minikube", { UUID: "a" });
    state = stateOf(
      { name: "cluster-owner", type: UUID, outputs: { result: "a" } },
      answered("cluster-profile", { started: false, addons: [] }, { PROFILE: "minikube" }),
    );
    assert.equal(await takeDown({}), 0);
    assert.doesNotMatch(said(), /cut off/);
  });
});
