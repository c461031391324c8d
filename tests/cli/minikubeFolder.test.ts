import assert from "node:assert/strict";
import { execSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { takeDown } from "../../cli/down";
import { recover } from "../../cli/recover";
import { refuseOtherHome } from "../../cli/stack/place";
import { deploy } from "../../cli/up";
import { clusterIsGone } from "../../components/cluster/gone";
import { startCluster } from "../../components/programs/startCluster";
import { Started } from "../../components/cluster/started";
import { stopCluster } from "../../components/programs/stopCluster";
import { resourcesOf, State } from "../../components/process/stackState";
import { Engine, Minikube } from "../support/models";
import { apiServers, given, hearing, ownCheckout, standIn } from "../support/standIn";
import { answersStack, inProfile, isKept, OWNER, runsOurs } from "../support/placedStack";

describe("where a stack is", () => {
  const home = ownCheckout();
  const tools = standIn();
  hearing();
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
  const names = () => resourcesOf(state).map(({ urn }) => urn.split("::").at(-1));

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
          const start = `profile minikube is in ${then}, but that folder does not exist. Nothing was changed. `;
          assert.ok(message.startsWith(start), message);
          return message;
        };
        const here = await refused(home.folder);
        assert.match(
          here,
          /Was it moved, , set MINIKUBE_HOME to its new place, then run the same command again/,
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
});
