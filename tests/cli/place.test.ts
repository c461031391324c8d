import assert from "node:assert/strict";
import * as fs from "node:fs";
import { takeDown } from "../../cli/down";
import { recover } from "../../cli/recover";
import { needlessTools, place, presentPlace } from "../../cli/stack/place";
import { pulumiEnvironment } from "../../cli/stack/stack";
import { deploy } from "../../cli/up";
import { profileIsKept } from "../../components/cluster/profileRecord";
import { resourcesOf, State } from "../../components/process/stackState";
import { Engine, Minikube, namespaceJson } from "../support/models";
import { apiServers, hearing, ownCheckout, standIn } from "../support/standIn";
import { answered, COMMAND, recorded, stateOf, urnOf } from "../support/states";
import {
  answersStack,
  inContext,
  inProfile,
  isKept,
  NOTED,
  runsOurs,
  settings,
} from "../support/placedStack";

const PROVIDER = "pulumi:providers:kubernetes";

describe("where a stack is", () => {
  ownCheckout();
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
  const names = () => resourcesOf(state).map(({ urn }) => urn.split("::").at(-1));

  it("is not looked for under a name with the organization, which Pulumi takes: its settings are elsewhere", async () => {
    tools.answer(/^pulumi/, "");
    for (const [whole, fix] of Object.entries({
      "acme/prod": "Run: pulumi org set-default acme, then the same command with STACK=prod",
      "acme/todo/prod": "Run: pulumi org set-default acme, then the same command with STACK=prod",
      "organization/todo/dev": "Run again what was run here, with STACK=dev",
    })) {
      process.env.STACK = whole;
      const message =
        `STACK is "${whole}": expected the stack's name without its organization. ` +
        `Nothing was changed. ${fix}`;
      // What every command asks first.
      assert.throws(() => needlessTools(), { message });
      assert.throws(() => place(), { message });
      await assert.rejects(pulumiEnvironment(), { message });
    }
    assert.deepEqual(tools.calls, []);
  });

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

    it("neither calls an existing cluster gone, because there is no profile", async () => {
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
            assert.match(message, /To move, without the app's data: make down, then: make up$/);
            return true;
          });
        assert.deepEqual(tools.called(/^(minikube|kubectl|pulumi (up|preview))/), []);
        assert.equal(said(), "");
      });
  });

  describe("in a context that was renamed is reached again by its former name, which", () => {
    const rename = () =>
      `KUBECONFIG=${process.env.KUBECONFIG} kubectl config rename-context prod c`;
    beforeEach(() => {
      state = inContext();
      settings({ cluster: "existing", context: "prod" });
      apiServer("prod", true);
    });

    it("up says, where no kubeconfig has that any more", async () => {
      await assert.rejects(deploy({}, true), ({ message }: Error) => {
        assert.deepEqual(message.split("\n").slice(1), [
          `No kubeconfig has c any more. Is it prod now, run: ${rename()} && make config SET=context=c`,
          "To move, without the app's data: make down, then: make up",
        ]);
        return true;
      });
    });

    it("down and recover say", async () => {
      tools.answer(/get --raw \/version/, { code: 1, stderr: "context was not found" });
      for (const body of [() => takeDown({}), () => recover({})])
        await assert.rejects(body, ({ message }: Error) => {
          assert.match(message, /^c does not answer, /);
          assert.ok(
            message.endsWith(`\nIf only the context was renamed, run: ${rename()}`),
            message,
          );
          return true;
        });
      assert.deepEqual(tools.called(/^pulumi (destroy|cancel)/), []);
    });

    it("it is not said where the first is there still, or the settings name none that is", async () => {
      apiServer("c", true);
      await assert.rejects(deploy({}, true), /\nTo stay there, run: make config SET=context=c\n/);
      fs.rmSync(process.env.KUBECONFIG!);
      await assert.rejects(deploy({}, true), /\nTo stay there, run: make config SET=context=c\n/);
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
