import assert from "node:assert/strict";
import { recover } from "../../cli/recover";
import { deploy } from "../../cli/up";
import { resourcesOf, State } from "../../components/process/stackState";
import { Engine, Minikube, namespaceJson } from "../support/models";
import { answersStack, inProfile, NOTED, runsOurs, settings } from "../support/placedStack";
import { apiServers, hearing, ownCheckout, standIn } from "../support/standIn";
import { NAMESPACE, recorded, RELEASE, SECRET, stateOf } from "../support/states";

const PROVIDER = "urn:pulumi:dev::todo::pulumi:providers:kubernetes::cluster-provider::1";

describe("a move to another namespace that did not end", () => {
  ownCheckout();
  const tools = standIn();
  const said = hearing();
  const apiServer = apiServers();
  let state: State;
  const there = { ...NOTED, name: "elsewhere", uid: "n2" };
  const object = (type: string, name: string, id: string, more = {}) => ({
    ...{ type, name, id, provider: PROVIDER, ...more },
  });
  const left = { delete: true };
  /** The namespace and the Secret are in both places, the release is where it was. */
  const moving = () =>
    [
      object(NAMESPACE, "secrets-namespace", "elsewhere", { outputs: { metadata: { uid: "n2" } } }),
      recorded("secrets-ownership", there, { CONTEXT: "minikube", PROFILE: "minikube" }),
      object(SECRET, "secrets-app", "elsewhere/app-secrets"),
      object(RELEASE, "app-release", "todo-app/todo-app"),
      object(NAMESPACE, "secrets-namespace", "todo-app", left),
      {
        ...recorded("secrets-ownership", NOTED, { CONTEXT: "minikube", PROFILE: "minikube" }),
        ...left,
      },
      object(SECRET, "secrets-app", "todo-app/app-secrets", left),
    ] as Parameters<typeof stateOf>;
  const stateWith = (...resources: Parameters<typeof stateOf>): State => ({
    deployment: {
      resources: [
        ...resourcesOf(inProfile({ CONTEXT: "minikube" })).filter(({ urn }) =>
          /::cluster-/.test(urn),
        ),
        ...resourcesOf(stateOf(...resources)),
      ],
    },
  });
  /** What is the stack's, and what goes at the end of the next up. */
  const shown = (isLeft: boolean) =>
    resourcesOf(state)
      .filter((one) => (one.delete ?? false) === isLeft && !/::cluster-/.test(one.urn))
      .map(({ urn, id, outputs }) =>
        urn.endsWith("-ownership") ? `note of ${JSON.parse(outputs.stdout).name}` : id,
      )
      .sort();

  beforeEach(() => {
    new Engine(tools);
    runsOurs(new Minikube(tools), apiServer);
    state = stateWith(...moving());
    answersStack(
      tools,
      () => state,
      (written) => (state = written),
    );
    tools
      .answer(/get namespace elsewhere/, namespaceJson("elsewhere", "n2"))
      .answer(/get persistentvolumeclaim/, "");
  });

  it("is not gone back on by make up, which would make anew what is still there", async () => {
    await assert.rejects(deploy({}, true), ({ message }: Error) => {
      assert.equal(
        message,
        "the move of stack dev from namespace todo-app, Secret app-secrets in namespace todo-app of minikube was " +
          "interrupted, and its settings now point there again. Nothing was changed.\n" +
          "To go back: make recover, then: make up\n" +
          "To continue the move, without the app's data: make config SET=namespace=elsewhere && make up",
      );
      return true;
    });
    assert.deepEqual(tools.called(/^pulumi up/), []);
  });

  it("goes on where the settings still ask for it", async () => {
    settings({ namespace: "elsewhere" });
    const before = state;
    assert.equal(await recover({}), 0);
    assert.equal(state, before);
  });

  it("is taken back by make recover: what was left is the stack's, and the new goes", async () => {
    assert.equal(await recover({}), 0);
    assert.deepEqual(shown(false), [
      ...["note of todo-app", "todo-app", "todo-app/app-secrets", "todo-app/todo-app"],
    ]);
    assert.deepEqual(shown(true), ["elsewhere", "elsewhere/app-secrets", "note of elsewhere"]);
    assert.match(
      said(),
      /^keeping what an interrupted move was about to delete: namespace todo-app, Secret app-secrets in namespace todo-app$/m,
    );
    const [write, refresh] = [/^pulumi stack import/, /^pulumi refresh/].map((what) =>
      tools.calls.findIndex((call) => what.test(call)),
    );
    assert.ok(write! < refresh!);
    const taken = state;
    assert.equal(await recover({}), 0);
    assert.deepEqual(state, taken);
  });

  it("is taken back where the new objects are forgotten already", async () => {
    state = stateWith(...moving().filter(({ delete: isLeft }) => isLeft));
    assert.equal(await recover({}), 0);
    assert.deepEqual(shown(true), []);
  });

  it("is not taken back out of another cluster", async () => {
    state = stateWith(
      object(SECRET, "secrets-app", "elsewhere/app-secrets", { provider: "another" }),
      object(SECRET, "secrets-app", "todo-app/app-secrets", left),
      recorded("secrets-ownership", there, { CONTEXT: "minikube", PROFILE: "minikube" }),
      { ...recorded("secrets-ownership", NOTED, { CONTEXT: "big", PROFILE: "big" }), ...left },
    );
    const before = state;
    assert.equal(await recover({}), 0);
    assert.equal(state, before);
  });

  it("is the same of kagent's provider, whose Secret goes when the release is there", async () => {
    const key = (provider: string, more = {}) =>
      object(SECRET, "kagent-key", `kagent/kagent-${provider}`, more);
    settings({ kagent: "true", kagentProvider: "openAI" });
    state = stateWith(key("anthropic"), key("openai", left));
    tools.answer(/get namespace kagent/, "").answer(/get customresourcedefinitions/, "");
    await assert.rejects(
      deploy({}, true),
      /the move of stack dev from Secret kagent-openai in namespace kagent of /,
    );
    assert.equal(await recover({}), 0);
    assert.deepEqual(
      [shown(false), shown(true)],
      [["kagent/kagent-openai"], ["kagent/kagent-anthropic"]],
    );
    settings({ kagent: "false", kagentProvider: "anthropic" });
    const before = state;
    assert.equal(await recover({}), 0);
    assert.equal(state, before);
  });
});
