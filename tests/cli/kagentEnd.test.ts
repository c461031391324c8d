import assert from "node:assert/strict";
import * as fs from "node:fs";
import { deploy } from "../../cli/up";
import { resourcesOf, State } from "../../components/process/stackState";
import { Engine, Minikube, namespaceJson } from "../support/models";
import { apiServers, hearing, ownCheckout, standIn } from "../support/standIn";
import { answered, CRD, marked, recorded, RELEASE, SECRET, stateOf, UUID } from "../support/states";
import {
  hasKagent,
  nameKagentLeft,
  refuseKagentLoss,
  uninstallKagent,
} from "../../cli/cluster/kagentEnd";
import { takeDown } from "../../cli/down";
import { answersRemoval, uses } from "../support/removal";
import { stackThatIsUp, STATE } from "../support/stackThatIsUp";

describe("from what is there to what is wanted", () => {
  const { tools, said, pulumiCalls } = stackThatIsUp();

  describe("without kagent any more", () => {
    let theirs: string;
    const KINDS = marked([CRD, "agents.kagent.dev", "", "kagent-crds", "kagent"]);
    beforeEach(() => {
      theirs = "";
      const kagent = [
        { name: "kagent-crds", type: RELEASE, id: "kagent/kagent-crds" },
        { name: "kagent-release", type: RELEASE, id: "kagent/kagent" },
      ];
      const resources = [...resourcesOf(STATE), ...resourcesOf(stateOf(...kagent))];
      tools
        .answer(/^pulumi stack export/, JSON.stringify({ deployment: { resources } }))
        .answer(/get customresourcedefinitions --all/, KINDS)
        .answer(/get customresourcedefinitions,clusterroles/, "")
        .answer(/get agents\.kagent\.dev --all-namespaces/, () => theirs);
    });

    it("stops where objects that the stack did not make would go with its kinds, with the way to keep it", async () => {
      theirs = marked(["Agent", "mine", "my-space"]);
      await assert.rejects(deploy({}, true), (error: Error) => {
        assert.match(error.message, /agent\.kagent\.dev\/mine in namespace my-space\. Nothing was/);
        assert.match(error.message, /^To keep kagent: make config SET=kagent=true$/m);
        assert.match(error.message, /\nThen: make up$/);
        return true;
      });
      assert.deepEqual(pulumiCalls(), []);
      fs.writeFileSync("Pulumi.dev.yaml", JSON.stringify({ config: { "todo:kagent": true } }));
      tools.answer(/get namespace kagent/, "").answer(/get secret/, "");
      assert.equal(await deploy({}, true), 0);
    });

    it("names what Helm has left of it in the whole cluster", async () => {
      tools
        .answer(/^helm list .*--namespace kagent/, "[]")
        .answer(
          /get customresourcedefinitions,clusterroles/,
          marked(["ClusterRole", "kagent-writer", "", "kagent", "kagent"]),
        );
      assert.equal(await deploy({}, true), 0);
      assert.match(said(), /kubectl .* delete clusterrole\/kagent-writer$/m);
    });

    it("looks for none of it where it stays, was never there, or Pulumi did not get to its end", async () => {
      const looked = async (changes: boolean, code: number) => {
        tools.answer(/^pulumi (up|preview)/, { code });
        assert.equal(await deploy({}, changes), code);
        return tools.called(/get customresourcedefinitions,clusterroles/).length;
      };
      assert.equal(await looked(false, 0), 0);
      assert.equal(await looked(true, 1), 0);
      assert.equal(await looked(true, 0), 1);
      tools.calls.length = 0;
      fs.writeFileSync("Pulumi.dev.yaml", JSON.stringify({ config: { "todo:kagent": true } }));
      tools.answer(/get namespace kagent/, "").answer(/get secret/, "");
      assert.equal(await looked(true, 0), 0);
      fs.rmSync("Pulumi.dev.yaml");
      tools.answer(/^pulumi stack export/, JSON.stringify(STATE));
      assert.equal(await looked(true, 0), 0);
    });
  });
});

describe("taking a stack away", () => {
  ownCheckout();
  const tools = standIn();
  const said = hearing();
  const apiServer = apiServers();
  let minikube: Minikube;
  let state: State;
  beforeEach(() => {
    minikube = new Minikube(tools);
    new Engine(tools);
    state = stateOf({ name: "cluster-owner", type: UUID, outputs: { result: "a" } });
    answersRemoval(tools, () => state);
  });

  describe("of kagent", () => {
    const NOTE = { name: "kagent", uid: "k1", created: true, cluster: "c1" };
    const KINDS = "get customresourcedefinitions --all-namespaces";
    const MINE = "kagent-crds\tkagent";
    let theirs: string[][];
    let left: string[][];
    beforeEach(() => {
      [theirs, left] = [[], []];
      minikube.runs("minikube");
      apiServer("minikube", true);
      tools
        .answer(/get namespace kagent/, namespaceJson("kagent", "k1"))
        .answer(/get namespace kube-system/, namespaceJson("kube-system", "c1"))
        .answer(/^helm list .*--namespace kagent/, "[]")
        .answer(/^helm uninstall/, "")
        .answer(
          new RegExp(KINDS),
          marked(
            [CRD, "agents.kagent.dev", "", ...MINE.split("\t")],
            [CRD, "modelconfigs.kagent.dev", "", ...MINE.split("\t")],
            [CRD, "others.kagent.dev", "", "kagent-crds", "ai"],
            [CRD, "kept.kagent.dev", "", "kagent", "kagent"],
          ),
        )
        .answer(/get agents\.kagent\.dev,modelconfigs\.kagent\.dev --all-namespaces/, () =>
          marked(...theirs),
        )
        .answer(/get customresourcedefinitions,clusterroles,clusterrolebindings --all/, () =>
          marked(...left),
        );
    });
    /** @param deletedWith as in a profile that the stack started. */
    const down = (created = true, deletedWith?: string) => {
      const inProfile = deletedWith ? { deletedWith } : {};
      state = stateOf(
        { name: "cluster-owner", type: UUID, outputs: { result: "a" } },
        answered("cluster-profile", { started: Boolean(deletedWith), addons: [] }),
        recorded("kagent-ownership", { ...NOTE, created }),
        { name: "kagent-crds", type: RELEASE, id: "kagent/kagent-crds", ...inProfile },
        { name: "kagent-release", type: RELEASE, id: "kagent/kagent", ...inProfile },
      );
      return takeDown({});
    };

    it("stops where objects that the stack did not make would go with its kinds, with the commands", async () => {
      theirs = [
        ["Agent", "mine", "my-space"],
        ["ModelConfig", "cheap", "my-space"],
        ["Agent", "yours", "your-space"],
        ["Agent", "ui", "kagent"],
      ];
      await assert.rejects(down(), (error: Error) => {
        assert.match(
          error.message,
          /: agent\.kagent\.dev\/mine, modelconfig\.kagent\.dev\/cheap in namespace my-space; agent\.kagent\.dev\/yours in namespace your-space\. Nothing was changed\.\n/,
        );
        assert.match(
          error.message,
          /: kubectl .* get agents\.kagent\.dev,modelconfigs\.kagent\.dev --all-namespaces --output=yaml\n/,
        );
        assert.match(
          error.message,
          /: kubectl .* --namespace my-space delete agent\.kagent\.dev\/mine modelconfig\.kagent\.dev\/cheap && kubectl .* --namespace your-space delete agent\.kagent\.dev\/yours\nThen: make down$/,
        );
        return true;
      });
      assert.deepEqual(tools.called(/^pulumi (destroy|stack rm)|^helm uninstall/), []);
      // With the profile they go in any case.
      uses("a");
      assert.equal(await down(true, "cluster-provider"), 0);
    });

    it("stops so in its own namespace where that is external, but not before what it brought along", async () => {
      theirs = [
        ["Agent", "k8s-agent", "kagent", "kagent", "kagent"],
        ["Agent", "ui", "kagent"],
      ];
      await assert.rejects(down(false), /: agent\.kagent\.dev\/ui in namespace kagent\. Nothing/);
      assert.equal(await down(true), 0);
      theirs = theirs.slice(0, 1);
      assert.equal(await down(false), 0);
    });

    it("stops where the objects cannot be listed", async () => {
      tools.answer(new RegExp(KINDS), { code: 1, stderr: "Forbidden" });
      await assert.rejects(down(), /listing customresourcedefinitions of minikube[^]*Forbidden/);
      assert.deepEqual(tools.called(/^pulumi destroy/), []);
    });

    it("uninstalls the releases that Pulumi leaves to a profile which stays for another stack", async () => {
      uses("a");
      uses("b", { started: false });
      assert.equal(await down(true, "cluster-provider"), 0);
      const helms = tools.called(/^helm uninstall/);
      assert.deepEqual(
        helms.map((call) => /^helm uninstall (\S+) --ignore-not-found /.exec(call)?.[1]),
        ["kagent", "kagent-crds"],
      );
      assert.match(helms[0]!, /--namespace kagent .*--kube-context minikube$/);
      const order = [/^helm uninstall/, /^pulumi destroy/].map((what) =>
        tools.calls.findIndex((call) => what.test(call)),
      );
      assert.ok(order[0]! < order[1]!, `${order}`);
    });

    it("leaves to Pulumi what that deletes, and to a profile what goes with that", async () => {
      assert.equal(await down(), 0);
      uses("a");
      assert.equal(await down(true, "cluster-provider"), 0);
      assert.deepEqual(tools.called(/^helm uninstall/), []);
    });

    it("names what is left in the whole cluster where its namespace was deleted, and deletes none of it", async () => {
      left = [
        [CRD, "agents.kagent.dev", "", "kagent-crds", "kagent"],
        ["ClusterRole", "kagent-writer", "", "kagent", "kagent"],
        ["ClusterRole", "theirs", "", "kagent", "ai"],
        ["ClusterRole", "view", ""],
      ];
      tools.answer(/get namespace kagent/, "");
      assert.equal(await down(), 0);
      assert.match(
        said(),
        /kubectl .* --context minikube delete customresourcedefinition\/agents\.kagent\.dev clusterrole\/kagent-writer$/m,
      );
      assert.deepEqual(tools.called(/kubectl .* delete /), []);
    });

    it("names it too where a refresh has forgotten the releases since, as make recover does", async () => {
      left = [["ClusterRole", "kagent-writer", "", "kagent", "kagent"]];
      tools.answer(/get namespace kagent/, "");
      state = stateOf(
        { name: "cluster-owner", type: UUID, outputs: { result: "a" } },
        answered("cluster-profile", { started: false, addons: [] }),
        recorded("kagent-ownership", NOTE),
      );
      assert.equal(await takeDown({}), 0);
      assert.match(said(), /delete clusterrole\/kagent-writer$/m);
    });

    it("names nothing of a release that is there, which another user has made since", async () => {
      left = [["ClusterRole", "kagent-writer", "", "kagent", "kagent"]];
      tools.answer(
        /^helm list .*--namespace kagent/,
        JSON.stringify([{ name: "kagent", status: "deployed", revision: "1" }]),
      );
      assert.equal(await down(), 0);
      assert.doesNotMatch(said(), /kagent-writer/);
    });

    it("goes on where listing is not allowed, with the command that does", async () => {
      tools.answer(/get customresourcedefinitions,/, { code: 1, stderr: "Forbidden" });
      assert.equal(await down(), 0);
      assert.match(
        said(),
        /kubectl .* get customresourcedefinitions,clusterroles,\S+\n[^]*Forbidden/,
      );
    });
  });
});

describe("the end of kagent", () => {
  const tools = standIn();
  const said = hearing();
  const PLACE = { context: "c", kubeconfig: "/k", namespace: "todo-app" };
  const KINDS = { name: "kagent-crds", type: RELEASE, id: "kagent/kagent-crds" };
  const KAGENT = { name: "kagent-release", type: RELEASE, id: "kagent/kagent" };
  const KEY = { name: "kagent-key", type: SECRET, id: "kagent/kagent-gemini" };
  const refuse = (...resources: Parameters<typeof stateOf>) =>
    refuseKagentLoss(PLACE, stateOf(...resources), "make down");
  const defines = (...kinds: string[][]) =>
    tools.answer(/get customresourcedefinitions --all-namespaces/, marked(...kinds));

  it("is that of its releases alone", async () => {
    const unmade = { ...KAGENT, id: undefined };
    const other = { ...KAGENT, id: "todo-app/todo-app" };
    for (const [one, has] of [
      [KAGENT, true],
      [KEY, false],
      [unmade, false],
      [other, false],
    ] as const)
      assert.equal(hasKagent(stateOf(one)), has, one.name);
    tools.answer(/^helm uninstall/, "");
    const deletedWith = "cluster-provider";
    await uninstallKagent(PLACE, stateOf({ ...KEY, deletedWith }, { ...KAGENT, deletedWith }));
    assert.equal(tools.calls.length, 1);
    assert.match(tools.calls[0]!, /^helm uninstall kagent --ignore-not-found /);
    assert.match(said(), /^uninstalling release kagent, /m);
  });

  it("deletes no external objects where its CRDs stay, or there are none of them", async () => {
    await refuse(KAGENT);
    assert.deepEqual(tools.calls, []);
    defines([CRD, "agents.example.com", "", "", ""]);
    await refuse(KINDS);
    assert.equal(tools.calls.length, 1);
  });

  it("deletes what a user made in its namespace only where the stack noted that it made that", async () => {
    defines([CRD, "agents.kagent.dev", "", "kagent-crds", "kagent"]);
    tools.answer(/get agents\.kagent\.dev --all-namespaces/, marked(["Agent", "ui", "kagent"]));
    await assert.rejects(refuse(KINDS), /: agent\.kagent\.dev\/ui in namespace kagent\. Nothing/);
    const note = { name: "kagent", uid: "k1", created: true, cluster: "c1" };
    await refuse(KINDS, recorded("kagent-ownership", note));
  });

  it("asks for the fields by which objects are told apart", async () => {
    defines();
    await refuse(KINDS);
    assert.deepEqual(tools.calls, [
      "kubectl --kubeconfig /k --context c get customresourcedefinitions --all-namespaces " +
        '--output=jsonpath={range .items[*]}{.kind}{"\\t"}{.metadata.name}{"\\t"}{.metadata.namespace}{"\\t"}' +
        "{.metadata.annotations.meta\\.helm\\.sh/release-name}" +
        '{"\\t"}{.metadata.annotations.meta\\.helm\\.sh/release-namespace}{"\\n"}{end}',
    ]);
  });

  it("leaves nothing to be named where nothing of it is left", async () => {
    tools
      .answer(/^helm list/, "[]")
      .answer(/get customresourcedefinitions,/, marked([CRD, "agents.example.com"]));
    await nameKagentLeft(PLACE);
    assert.equal(said(), "");
  });
});
