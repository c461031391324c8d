import assert from "node:assert/strict";
import { deploy } from "../cli/up";
import { writeRecord } from "../components/profileRecord";
import { keepProfile, Minikube, namespaceJson } from "./models";
import { apiServers, hearing, ownCheckout, standIn } from "./standIn";
import {
  aRecord,
  answered,
  NAMESPACE,
  RELEASE,
  recorded,
  SECRET,
  stateOf,
  urnOf,
  UUID,
} from "./states";

const IMAGE = "docker:index/image:Image";
const STATE = stateOf(
  { name: "cluster-owner", type: UUID, outputs: { result: "a" } },
  answered("cluster-profile", { started: true, addons: [] }),
  { name: "backend-build", type: IMAGE, outputs: { imageName: "todo-backend:1" } },
  { name: "frontend-build", type: IMAGE, outputs: { imageName: "todo-frontend:2" } },
  { name: "secrets-namespace", type: NAMESPACE, id: "todo-app" },
  recorded("secrets-ownership", { name: "todo-app", uid: "n1", created: true, cluster: "c1" }),
  { name: "secrets-app", type: SECRET, id: "todo-app/app-secrets" },
  { name: "app-release", type: RELEASE, id: "todo-app/todo-app" },
);

describe("from what is there to what is wanted", () => {
  ownCheckout();
  const tools = standIn();
  const apiServer = apiServers();
  const said = hearing();
  const node = ["todo-backend:1", "todo-frontend:2"];
  const pulumiCalls = () => tools.called(/^pulumi (up|preview)/);

  beforeEach(() => {
    new Minikube(tools);
    keepProfile("minikube");
    writeRecord("minikube", aRecord("a"));
    apiServer("minikube", true);
    tools
      .answer(/^pulumi stack export/, JSON.stringify(STATE))
      .answer(/^pulumi (up|preview)/, "")
      .answer(/^docker image/, "")
      .answer(/get namespace kube-system/, namespaceJson("kube-system", "c1"))
      .answer(/get namespace todo-app/, namespaceJson("todo-app", "n1"))
      .answer(/^helm .*list|^helm list/, JSON.stringify([{ name: "todo-app", status: "deployed" }]))
      .answer(/image ls/, () => JSON.stringify([{ repoTags: node }]));
    node.splice(0, 2, "todo-backend:1", "todo-frontend:2");
  });

  it("shows with preview what would change, held to the promises, and changes nothing", async () => {
    assert.equal(await deploy({}, false), 0);
    assert.deepEqual(pulumiCalls(), [
      "pulumi preview --stack dev --diff --policy-pack policy --refresh",
    ]);
    assert.deepEqual(tools.called(/minikube (start|image load)/), []);
  });

  it("changes it with up, after a look at what is there", async () => {
    assert.equal(await deploy({}, true, ["--parallel=1"]), 0);
    assert.deepEqual(pulumiCalls(), [
      "pulumi up --stack dev --yes --skip-preview --suppress-outputs --refresh --parallel=1",
    ]);
  });

  it("builds the very image again that engine and node have lost, and no other", async () => {
    tools.answer(/^docker image inspect todo-frontend/, { code: 1 });
    node.splice(1);
    await deploy({}, true);
    const [build] = pulumiCalls();
    assert.match(build!, /^pulumi up/);
    assert.ok(build!.endsWith(` --target-replace ${urnOf(IMAGE, "frontend-build")}`), build);
    assert.match(said(), /todo-frontend:2 is not in the engine any more: building it/);
  });

  for (const [why, break_, words] of [
    [
      "a namespace that took the place of its own",
      () => void tools.answer(/get namespace todo-app/, namespaceJson("todo-app", "n2")),
      /namespace todo-app of minikube is not the one .*\n.*Run: make recover/,
    ],
    [
      "another cluster in the profile",
      () => void tools.answer(/get namespace kube-system/, namespaceJson("kube-system", "c2")),
      /profile minikube is another cluster .*\nRun: make recover/,
    ],
    [
      "a release that is not its own",
      () =>
        void tools.answer(
          /^pulumi stack export/,
          JSON.stringify(stateOf({ name: "cluster-owner", type: UUID, outputs: { result: "a" } })),
        ),
      /release todo-app in namespace todo-app .* is not in the stack's state/,
    ],
  ] as [string, () => void, RegExp][])
    it(`stops before ${why}, and has changed nothing`, async () => {
      break_();
      await assert.rejects(deploy({}, true), words);
      assert.deepEqual(pulumiCalls(), []);
    });

  it("says how to go on where Pulumi does not get there", async () => {
    tools.answer(/^pulumi up/, { code: 255 });
    assert.equal(await deploy({}, true), 255);
    assert.match(said(), /run: make up\n.*make recover/);
  });
});
