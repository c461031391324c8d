import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { takeDown } from "../../cli/down";
import { recover } from "../../cli/recover";
import { withKubeconfig } from "../../cli/stack/movedKubeconfig";
import { deploy } from "../../cli/up";
import { writeRecord } from "../../components/cluster/profileRecord";
import type { Command } from "../../components/process/command";
import { Started } from "../../components/cluster/started";
import { stopCluster } from "../../components/programs/stopCluster";
import { resourcesOf, State } from "../../components/process/stackState";
import { Engine, Minikube, namespaceJson, STOPPED } from "../support/models";
import {
  apiServers,
  given,
  hearing,
  ownCheckout,
  ownHome,
  Reply,
  standIn,
} from "../support/standIn";
import {
  aRecord,
  answered,
  COMMAND,
  NAMESPACE,
  RELEASE,
  SECRET,
  stateOf,
  UUID,
} from "../support/states";
import { answersStack, inProfile, NOTED, OWNER, runsOurs, settings } from "../support/placedStack";

const PROVIDER = "pulumi:providers:kubernetes";

describe("where a stack is", () => {
  const home = ownCheckout();
  const tools = standIn();
  const said = hearing();
  const apiServer = apiServers();
  let minikube: Minikube;
  let state: State;
  const ours = () => runsOurs(minikube, apiServer);
  beforeEach(() => {
    minikube = new Minikube(tools);
    new Engine(tools);
    state = inProfile();
    answersStack(
      tools,
      () => state,
      (written) => (state = written),
    );
  });

  describe("has a kubeconfig of its own in todo:kubeconfig, and", () => {
    let own: string;
    const inUse = () => process.env.KUBECONFIG;
    /** What each of these commands was given as KUBECONFIG. */
    const seen = (what: RegExp, reply: () => Reply = () => ""): (string | undefined)[] => {
      const all: (string | undefined)[] = [];
      tools.answer(what, (_, { env }) => {
        all.push((env ?? process.env).KUBECONFIG);
        return reply();
      });
      return all;
    };
    beforeEach(() => {
      ours();
      own = path.join(process.cwd(), "own");
      fs.copyFileSync(inUse()!, own);
      settings({ kubeconfig: own });
    });
    const stopped = () => {
      minikube.running.clear();
      fs.rmSync(own, { force: true });
      writeRecord("minikube", { ...aRecord(OWNER), stack: "dev", started: false });
    };
    const start = () =>
      seen(/^minikube start --profile minikube/, () => {
        minikube.running.add("minikube");
        return "";
      });

    it("up and down start a profile that is stopped with that, which minikube writes to", async () => {
      for (const command of [() => deploy({}, true), () => takeDown({})]) {
        stopped();
        const started = start();
        await command();
        assert.deepEqual(started, [own]);
      }
    });

    it("no profile that runs is started, for minikube is asked with that", async () => {
      const asked = seen(/^minikube status/, () => (inUse() === own ? "{}" : STOPPED));
      const started = start();
      assert.equal(await deploy({}, true), 0);
      assert.deepEqual([new Set(asked), started], [new Set([own]), []]);
    });

    it("down looks with that also for what the state does not know of", async () => {
      state = stateOf({ name: "cluster-owner", type: UUID, outputs: { result: OWNER } });
      const record = { ...aRecord(OWNER), stack: "dev", started: false };
      writeRecord("minikube", { ...record, namespaces: [NOTED] });
      tools.answer(/get namespace todo-app/, "");
      assert.equal(await takeDown({}), 0);
      const [look] = tools.called(/get namespace todo-app/);
      assert.ok(look!.startsWith(`kubectl --kubeconfig ${own} --context minikube `), look);
    });

    it("commands that are printed run with that", async () => {
      stopped();
      await assert.rejects(recover({}), ({ message }: Error) =>
        message.includes(` Run: KUBECONFIG=${own} minikube start --profile minikube, then: `),
      );
      minikube.running.add("minikube");
      await assert.rejects(takeDown({}), ({ message }: Error) =>
        message.includes(` Run: KUBECONFIG=${own} minikube stop --profile minikube, then: `),
      );
      minikube.running.clear();
      const variables = given({ PROFILE: "minikube", STACK: "dev", OWNER, KUBECONFIG: own });
      const record = { ...aRecord(OWNER), started: false, namespaces: [NOTED] };
      writeRecord("minikube", record);
      await assert.rejects(stopCluster(variables as Command<Started>), ({ message }: Error) =>
        message.includes(` Run: KUBECONFIG=${own} minikube start --profile minikube, then: `),
      );
    });
  });

  describe("has another kubeconfig than at its last up, and", () => {
    const old = "/old/config";
    const here = () => path.join(home.folder, "new-config");
    const environment = () => ({ CONTEXT: "c", PROFILE: "", KUBECONFIG: old });
    const provider = {
      ...{ name: "cluster-provider", type: PROVIDER, id: "p1" },
      ...{ inputs: { context: "c", kubeconfig: old }, outputs: { context: "c", kubeconfig: old } },
    };
    /** @param contexts of the kubeconfig that the settings name. */
    const moved = (contexts: string[]) => {
      apiServer("c", true);
      fs.renameSync(process.env.KUBECONFIG!, here());
      if (!contexts.includes("c")) fs.writeFileSync(here(), JSON.stringify({ contexts: [] }));
      settings({ cluster: "existing", context: "c", kubeconfig: here() });
      state = stateOf(
        { name: "cluster-owner", type: UUID, outputs: { result: OWNER } },
        provider,
        { name: "secrets-namespace", type: NAMESPACE, id: "todo-app" },
        answered("secrets-ownership", NOTED, environment()),
        answered("app-place", NOTED, { ...environment(), KUBECONFIG: "" }),
        { name: "app-release", type: RELEASE, id: "todo-app/todo-app" },
      );
      tools
        .answer(/get namespaces --selector/, JSON.stringify({ items: [] }))
        .answer(/--kubeconfig \/old\/config/, { code: 1, stderr: 'context "c" does not exist' })
        .answer(/get secret/, "");
    };
    /** The kubeconfigs that the state names. */
    const named = () => [
      ...new Set(JSON.stringify(state).match(/(?<="(?:KUBECONFIG|kubeconfig)":")[^"]+/g)),
    ];

    for (const [verb, body] of [
      ["down", () => takeDown({})],
      ["recover", () => recover({})],
      ["up", () => deploy({}, true)],
    ] as const)
      it(`${verb} looks where the settings say, and lets Pulumi look there, once the cluster is known to be the same`, async () => {
        moved(["c"]);
        let then: string[] = [];
        tools.answer(/^pulumi (destroy|refresh|up)/, () => {
          then = named();
          return "";
        });
        assert.equal(await body(), 0, said());
        assert.deepEqual(then, [here()]);
      });

    it("the provider is given no list of files as one path any more, which it could not compare", async () => {
      moved(["c"]);
      const kubeconfig = [old, here()].join(path.delimiter);
      const [owner, , ...others] = resourcesOf(state);
      const [listed] = resourcesOf(
        stateOf({
          ...provider,
          inputs: { context: "c", kubeconfig },
          outputs: { context: "c", kubeconfig },
        }),
      );
      state = { deployment: { resources: [owner!, listed!, ...others] } };
      assert.equal(await deploy({}, true), 0, said());
      assert.deepEqual(named(), [here()]);
    });

    it("nothing is changed where it leads to another cluster, or has no such context either", async () => {
      moved(["c"]);
      tools.answer(/get namespace kube-system/, namespaceJson("kube-system", "c2"));
      for (const body of [() => takeDown({}), () => recover({}), () => deploy({}, true)])
        await assert.rejects(body(), /^Error: context c points to another cluster /);
      moved([]);
      await assert.rejects(takeDown({}), /^Error: c does not answer, /);
      assert.deepEqual(named(), [old]);
    });
  });
});

describe("a kubeconfig that was moved", () => {
  const home = ownHome();
  /** A kubeconfig with these contexts. */
  const file = (name: string, ...contexts: string[]) => {
    const full = path.join(home.folder, name);
    fs.writeFileSync(full, JSON.stringify({ contexts: contexts.map((name) => ({ name })) }));
    return full;
  };
  const provider = (inputs: object, type = "pulumi:providers:kubernetes") =>
    stateOf({ name: "cluster-provider", type, inputs, outputs: inputs });
  const command = (environment?: object) =>
    stateOf({ name: "app-place", type: COMMAND, inputs: { environment, triggers: [1] } });
  const moved = (state: State, kubeconfig = file("now", "c")) =>
    withKubeconfig(state, { context: "c", kubeconfig });

  it("takes the place of the old one, and of nothing beside it", () => {
    const now = file("now", "c");
    const then = { CONTEXT: "c", KUBECONFIG: "/gone", OWNER: "a" };
    const present = { CONTEXT: "c", KUBECONFIG: now, OWNER: "a" };
    assert.deepEqual(moved(command(then)), command(present));
    const [old, other] = [{ context: "c", kubeconfig: "/gone", namespace: "n" }, file("other")];
    const renewed = { ...old, kubeconfig: now };
    assert.deepEqual(moved(provider(old)), provider(renewed));
    assert.deepEqual(moved(provider({ ...old, kubeconfig: other })), provider(renewed));
  });

  it("is read from KUBECONFIG alone by a provider where there are several", () => {
    const both = [file("now", "c"), file("users")].join(path.delimiter);
    const state = moved(provider({ context: "c", kubeconfig: "/gone" }), both);
    const [{ inputs } = {}] = resourcesOf(state!) as { inputs?: object }[];
    assert.deepEqual(inputs, { context: "c", kubeconfig: "" });
  });

  it("is none where the noted one has the context still, was none, or another context's", () => {
    for (const KUBECONFIG of [file("then", "c"), file("now", "c"), "", undefined]) {
      assert.equal(moved(command({ CONTEXT: "c", KUBECONFIG })), undefined);
      assert.equal(moved(provider({ context: "c", kubeconfig: KUBECONFIG })), undefined);
    }
    // What Pulumi keeps encrypted is no path.
    assert.equal(moved(provider({ context: "c", kubeconfig: { ciphertext: "x" } })), undefined);
    assert.equal(moved(command({ CONTEXT: "d", KUBECONFIG: "/gone" })), undefined);
    assert.equal(moved(provider({ context: "d", kubeconfig: "/gone" })), undefined);
    assert.equal(moved(provider({ context: "c", kubeconfig: "/gone" }, SECRET)), undefined);
    assert.equal(moved(command()), undefined);
    assert.equal(moved(stateOf({ name: "cluster-provider", type: COMMAND })), undefined);
    const bare = stateOf({ name: "cluster-provider", type: "pulumi:providers:kubernetes" });
    assert.equal(moved(bare), undefined);
  });

  it("is not taken where it lacks the context too", () => {
    const state = provider({ context: "c", kubeconfig: "/gone" });
    assert.equal(moved(state, file("now", "d")), undefined);
  });
});
