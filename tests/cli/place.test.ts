import assert from "node:assert/strict";
import { execSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { takeDown } from "../../cli/down";
import { recover } from "../../cli/recover";
import { presentPlace, refuseOtherHome } from "../../cli/stack/place";
import { deploy } from "../../cli/up";
import { clusterIsGone } from "../../components/cluster/gone";
import { profileIsKept, readRecord, writeRecord } from "../../components/cluster/profileRecord";
import type { Command } from "../../components/process/command";
import { startCluster } from "../../components/programs/startCluster";
import { Started } from "../../components/cluster/started";
import { stopCluster } from "../../components/programs/stopCluster";
import { resourcesOf, State } from "../../components/process/stackState";
import { Engine, Minikube, namespaceJson } from "../support/models";
import { apiServers, given, hearing, ownCheckout, Reply, standIn } from "../support/standIn";
import {
  aRecord,
  answered,
  COMMAND,
  NAMESPACE,
  recorded,
  RELEASE,
  stateOf,
  urnOf,
  UUID,
} from "../support/states";

const OWNER = "00000000-0000-4000-8000-00000000000a";
const NOTED = { name: "todo-app", uid: "n1", created: true, cluster: "c1" };
const PROVIDER = "pulumi:providers:kubernetes";

describe("where a stack is", () => {
  const home = ownCheckout();
  const tools = standIn();
  const said = hearing();
  const apiServer = apiServers();
  let minikube: Minikube;
  let state: State;
  const settings = (config: Record<string, string>) => {
    const keys = Object.entries(config).map(([key, value]) => [`todo:${key}`, value]);
    const text = JSON.stringify({ config: Object.fromEntries(keys) });
    fs.writeFileSync("Pulumi.dev.yaml", text);
  };
  const inProfile = (environment: object = {}) =>
    stateOf(
      { name: "cluster-owner", type: UUID, outputs: { result: OWNER } },
      answered(
        "cluster-profile",
        { profile: "minikube", started: true, addons: [] },
        { IDENTITY: "i", PROFILE: "minikube", ...environment },
      ),
      { name: "secrets-namespace", type: NAMESPACE, id: "todo-app" },
      recorded("secrets-ownership", NOTED),
      { name: "app-release", type: RELEASE, id: "todo-app/todo-app" },
    );
  const inContext = () =>
    stateOf(
      { name: "cluster-owner", type: UUID, outputs: { result: OWNER } },
      answered("secrets-ownership", NOTED, { CONTEXT: "c", PROFILE: "" }),
      { name: "app-release", type: RELEASE, id: "todo-app/todo-app" },
    );
  const ours = () => {
    minikube.runs("minikube", { UUID: OWNER });
    writeRecord("minikube", { ...aRecord(OWNER), stack: "dev", namespaces: [NOTED] });
    apiServer("minikube", true);
  };
  beforeEach(() => {
    minikube = new Minikube(tools);
    new Engine(tools);
    state = inProfile();
    tools
      .answer(/^pulumi stack ls --json/, JSON.stringify([{ name: "dev" }]))
      .answer(/^pulumi stack export --stack dev/, () => JSON.stringify(state))
      .answer(/^pulumi stack import/, (_, { input }) => {
        state = JSON.parse(input!);
        return "";
      })
      .answer(/^pulumi (destroy|stack rm|cancel|refresh|up)/, "")
      .answer(/^helm list/, "[]")
      .answer(/wait --for=delete/, "")
      .answer(/get namespaces/, JSON.stringify({ items: [] }))
      .answer(/get secret/, "")
      .answer(/get namespace kube-system/, namespaceJson("kube-system", "c1"))
      .answer(/get namespace todo-app/, namespaceJson("todo-app", "n1"));
  });
  const isKept = () => profileIsKept("minikube") && readRecord("minikube", OWNER) !== undefined;
  const names = () => resourcesOf(state).map(({ urn }) => urn.split("::").at(-1));

  describe("is known by its state, whatever the settings say since:", () => {
    for (const [what, change] of Object.entries<Record<string, string>>({
      "a profile that is not there": { profile: "big" },
      "a context": { cluster: "existing", context: "c" },
      "the same with blanks around it": { profile: " minikube " },
    })) {
      it(`down takes the stack out of its profile, though they name ${what}`, async () => {
        ours();
        settings(change);
        assert.equal(await takeDown({}), 0);
        assert.equal(isKept(), false);
      });

      it(`recover forgets nothing of that profile, though they name ${what}`, async () => {
        ours();
        settings(change);
        assert.equal(await recover({}), 0);
        assert.equal(isKept(), true);
        assert.ok(names().includes("app-release"));
        assert.equal(tools.called(/^pulumi refresh/).length, 1);
      });
    }

    it("neither takes a profile that runs under another name for what the stack's became", async () => {
      ours();
      settings({ profile: "theirs" });
      minikube.runs("theirs", { UUID: "" });
      apiServer("theirs", true);
      tools.answer(/--context theirs /, namespaceJson("kube-system", "c2"));
      assert.equal(await recover({}), 0);
      assert.equal(await takeDown({}), 0);
      assert.equal(isKept(), false);
      assert.equal(profileIsKept("theirs"), true);
      assert.deepEqual(tools.called(/--context theirs/), []);
    });

    it("neither calls a cluster that somebody else runs gone, because there is no profile", async () => {
      state = inContext();
      apiServer("c", false);
      await assert.rejects(takeDown({}), /^Error: c does not answer, .*GONE=1/);
      await assert.rejects(recover({}), /^Error: c does not answer, .*GONE=1/);
      assert.ok(names().includes("app-release"));
    });
  });

  describe("is not another place after up, which refuses before anything is done", () => {
    for (const [is, change, back] of [
      [inProfile(), { profile: "big" }, "make config SET=profile=minikube"],
      [
        inProfile(),
        { cluster: "existing", context: "c" },
        "make config SET=cluster=minikube && make config SET=profile=minikube",
      ],
      [
        inContext(),
        { profile: "big" },
        "make config SET=cluster=existing && make config SET=context=c",
      ],
      [inContext(), { cluster: "existing", context: "d" }, "make config SET=context=c"],
    ] as [State, Record<string, string>, string][])
      it(`from ${presentPlace(is).context} to ${JSON.stringify(change)}: with the command that goes back`, async () => {
        ours();
        state = is;
        settings(change);
        for (const changes of [true, false])
          await assert.rejects(deploy({}, changes), ({ message }: Error) => {
            assert.match(message, /^stack dev is in .* Nothing was changed\.\n/);
            assert.ok(message.includes(`\nTo stay there, run: ${back}\n`), message);
            assert.match(message, /To move, without its data: make down, then: make up$/);
            return true;
          });
        assert.deepEqual(tools.called(/^(minikube|kubectl|pulumi (up|preview))/), []);
        assert.equal(said(), "");
      });
  });

  describe("is in minikube's folder at its last up, and", () => {
    const commands: [string, () => Promise<unknown>][] = [
      ["make up", () => deploy({}, true)],
      ["make preview", () => deploy({}, false)],
      ["make down", () => takeDown({})],
      ["make recover", () => recover({})],
      [
        "make up",
        () => {
          const last = { folder: `${home.folder}/.minikube`, profile: "minikube" } as Started;
          return startCluster(given({ PROFILE: "minikube", OWNER, STACK: "dev" }, last));
        },
      ],
    ];
    const inShell = async (folder: string, command: () => Promise<unknown>) => {
      process.env.MINIKUBE_HOME = folder;
      try {
        return await command();
      } finally {
        process.env.MINIKUBE_HOME = home.folder;
      }
    };
    beforeEach(() => {
      ours();
      state = inProfile({ MINIKUBE_HOME: `${home.folder}/.minikube` });
    });

    for (const [index, [words, command]] of commands.entries())
      it(`${words} refuses another one, naming both (${index + 1})`, async () => {
        await assert.rejects(inShell(`${home.folder}/else`, command), ({ message }: Error) => {
          const [then, now] = ["", "/else"].map((folder) => `${home.folder}${folder}/.minikube`);
          assert.ok(
            message.startsWith(`profile minikube is in ${then}, and minikube's folder is ${now} `),
          );
          assert.ok(
            message.endsWith(` Nothing was changed. Run: MINIKUBE_HOME=${then} ${words}`),
            message,
          );
          return true;
        });
        assert.deepEqual(
          tools.called(/^(minikube|kubectl|pulumi (up|preview|destroy|refresh|stack (import|rm)))/),
          [],
        );
      });

    for (const [index, [words, command]] of commands.entries())
      it(`${words} does not take one that is missing for deleted, with the ways on (${index + 1})`, async () => {
        const [then, now] = ["", "/new"].map((folder) => `${home.folder}${folder}/.minikube`);
        fs.mkdirSync("new");
        fs.renameSync(then!, now!);
        const refused = async (elsewhere: string) => {
          const answer = inShell(elsewhere, command);
          const { message } = await answer.then(
            () => assert.fail("it went on"),
            (error: Error) => error,
          );
          const start = `profile minikube is in ${then}, and there is no such folder now. Nothing was changed. `;
          assert.ok(message.startsWith(start), message);
          return message;
        };
        const here = await refused(home.folder);
        assert.match(
          here,
          /Was it moved, set MINIKUBE_HOME to where it is now, and run this again/,
        );
        assert.ok(here.endsWith(`, run: mkdir -p ${then}, then: ${words}`), here);
        const moved = await refused(`${home.folder}/new`);
        assert.ok(moved.endsWith(`, run: mkdir -p ${then}, then: MINIKUBE_HOME=${then} ${words}`));
        assert.deepEqual(tools.called(/^(minikube|pulumi (up|destroy|refresh|stack import))/), []);
        const [, link] = /run: (mkdir -p \S+ && ln -s \S+ \S+), then: /.exec(moved)!;
        execSync(link!);
        assert.ok(isKept());
        refuseOtherHome(state, words);
      });

    it("nor does plain pulumi destroy", async () => {
      fs.renameSync(`${home.folder}/.minikube`, "moved");
      const variables = { PROFILE: "minikube", OWNER, MINIKUBE_HOME: home.folder };
      assert.throws(() => clusterIsGone(given(variables).variable), /there is no such folder now/);
      const last = { folder: `${home.folder}/.minikube` } as Started;
      await assert.rejects(stopCluster(given(variables, last)), /there is no such folder now/);
      fs.mkdirSync(`${home.folder}/.minikube`);
      assert.equal(clusterIsGone(given(variables).variable), true);
    });

    it("the same by another name is no other", async () => {
      fs.symlinkSync(home.folder, "link");
      await inShell(path.join(home.folder, "link"), () => recover({}));
      assert.ok(names().includes("app-release"));
    });

    it("a state of an earlier version, which does not say it, goes on working", async () => {
      state = inProfile();
      assert.equal(await takeDown({}), 0);
      assert.equal(isKept(), false);
    });
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
      const asked = seen(/^minikube status/, () => (inUse() === own ? "{}" : { code: 4 }));
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

    it("nothing is changed where it leads to another cluster, or has no such context either", async () => {
      moved(["c"]);
      tools.answer(/get namespace kube-system/, namespaceJson("kube-system", "c2"));
      for (const body of [() => takeDown({}), () => recover({}), () => deploy({}, true)])
        await assert.rejects(body(), /^Error: context c leads to another cluster /);
      moved([]);
      await assert.rejects(takeDown({}), /^Error: c does not answer, /);
      assert.deepEqual(named(), [old]);
    });
  });

  describe("is read", () => {
    const placed = (...resources: Parameters<typeof stateOf>) => {
      const { profile, context, kubeconfig } = presentPlace(stateOf(...resources));
      return { profile, context, kubeconfig };
    };
    const kubeconfig = () => process.env.KUBECONFIG!;

    it("from the command that starts the profile, with the kubeconfig that it was given", () => {
      const environment = { PROFILE: "p", KUBECONFIG: "/k" };
      assert.deepEqual(placed(answered("cluster-profile", {}, environment)), {
        ...{ profile: "p", context: "p", kubeconfig: "/k" },
      });
    });

    it("from the commands around the namespace, or from the provider, where a cluster exists", () => {
      const context = { profile: undefined, context: "c", kubeconfig: "/k" };
      const environment = { PROFILE: "", CONTEXT: "c", KUBECONFIG: "/k" };
      for (const name of ["secrets-ownership", "app-place"])
        assert.deepEqual(placed(answered(name, {}, environment)), context);
      const provider = { name: "cluster-provider", type: PROVIDER, outputs: { context: "c" } };
      assert.deepEqual(placed(provider), { ...context, kubeconfig: kubeconfig() });
    });

    it("not from what another has taken the place of", () => {
      const [old, now] = ["old", "now"].map((PROFILE) =>
        answered("cluster-profile", {}, { PROFILE }),
      );
      assert.equal(placed({ ...old!, delete: true }, now!).profile, "now");
    });

    it("from what was being made when a run was cut off", () => {
      const urn = urnOf(COMMAND, "cluster-profile");
      const resource = { urn, type: COMMAND, inputs: { environment: { PROFILE: "begun" } } };
      state.deployment = { pending_operations: [{ type: "creating", resource }] };
      assert.equal(presentPlace(state).profile, "begun");
    });

    it("from the settings where the state of an earlier version does not say", () => {
      settings({ profile: "p" });
      const earlier = [
        {},
        stateOf(answered("cluster-profile", { started: true })),
        inContextless(),
      ];
      for (const one of earlier) {
        const { profile, context, kubeconfig: file } = presentPlace(one);
        assert.deepEqual([profile, context, file], ["p", "p", kubeconfig()]);
      }
    });
    const inContextless = () => stateOf(recorded("secrets-ownership", NOTED));
  });
});
