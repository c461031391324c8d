import assert from "node:assert/strict";
import { deployedImages, naming, setImage } from "../../cli/watch/imageRollout";
import { resourcesOf, type State } from "../../components/process/stackState";
import { deployed, dockerfileOf, type Made, nameOf, write } from "../support/editedSource";
import { ownCheckout, standIn } from "../support/standIn";

const PROXY = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

describe("the images that a watch knows", () => {
  ownCheckout();
  beforeEach(() => write("one"));
  const known = (state: State) => deployedImages(state, ["backend", "frontend"]);
  const nameNow = (name: string, made?: Made) => {
    const [image] = known(deployed(name, made));
    return image && naming(image)?.();
  };

  it("are those of the state, with all that builds and delivers them", () => {
    const [image, ...others] = known(deployed("todo-backend:1"));
    assert.deepEqual(others, []);
    assert.deepEqual(image, {
      ...{ part: "backend", name: "todo-backend:1", context: "./backend" },
      dockerfile: dockerfileOf("backend"),
      ...{ platform: "linux/arm64", args: { PYTHON_IMAGE: "python" }, owner: "a", profile: "p" },
      delivery: { kind: "minikube", profile: "p" },
    });
  });

  it("are none that the nodes pull: only Pulumi's provider pushes", () => {
    const delivery = { kind: "registry", registry: "registry.example.com" };
    assert.deepEqual(known(deployed("todo-backend:1", { delivery })), []);
  });

  it("are none in a state without them, or with the build or the delivery alone", () => {
    assert.deepEqual(known({}), []);
    for (const one of resourcesOf(deployed("todo-backend:1")))
      assert.deepEqual(known({ deployment: { resources: [one] } }), []);
  });

  it("are not those that are about to be deleted", () => {
    const before = resourcesOf(deployed("todo-backend:1")).map((one) => ({ ...one, delete: true }));
    const resources = [...before, ...resourcesOf(deployed("todo-backend:2"))];
    const names = known({ deployment: { resources } }).map(({ name }) => name);
    assert.deepEqual(names, ["todo-backend:2"]);
  });

  it("have the name that an up would give them", () => {
    const before = nameOf();
    assert.equal(nameNow(before), before);
    const [image] = known(deployed(before));
    const name = naming(image!)!;
    write("two");
    assert.equal(name(), nameOf());
    assert.notEqual(name(), before);
  });

  for (const [what, made] of [
    ["where the platform counts", { platform: "linux/arm64" }],
    ["where the shell's proxies are secrets", { args: { PYTHON_IMAGE: "x", HTTP_PROXY: PROXY } }],
    ["with certificates for the build", { args: { PYTHON_IMAGE: "x", BUILD_CA: "PEM" } }],
  ] as [string, Made][])
    it(`have it ${what}`, () => {
      const counted = made.args ? { args: { PYTHON_IMAGE: "x" } } : made;
      assert.equal(nameNow(nameOf(counted), made), nameOf(counted));
    });

  it("have none where they were deployed from another source", () =>
    assert.equal(nameNow("todo-backend:0123456789abcdef"), undefined));
});

describe("the containers of a Deployment", () => {
  const tools = standIn();
  const WHERE = { context: "p", kubeconfig: "/k", namespace: "todo-app" };
  const [from, to] = ["todo-backend:1", "todo-backend:2"];
  const change = () => setImage(WHERE, "backend", { from, to });
  const runs = (spec: object) =>
    tools.answer(/ get deployment backend /, JSON.stringify({ spec: { template: { spec } } }));

  it("run another image where they ran the one that is known, the init containers too", async () => {
    runs({
      initContainers: [{ image: from }],
      containers: [{ image: "proxy:1" }, { image: from }],
    });
    tools.answer(/ patch deployment backend /, "");
    assert.equal(await change(), 2);
    const patch = ["initContainers/0", "containers/1"].flatMap((container) => {
      const path = `/spec/template/spec/${container}/image`;
      return [
        { op: "test", path, value: from },
        { op: "replace", path, value: to },
      ];
    });
    const [kubectl, place] = [
      "kubectl --kubeconfig /k --context p",
      "--namespace todo-app --request-timeout=30s",
    ];
    assert.deepEqual(tools.calls, [
      `${kubectl} get deployment backend ${place} --output=json`,
      `${kubectl} patch deployment backend ${place} --type=json --patch=${JSON.stringify(patch)}`,
    ]);
  });

  it("are left alone where they run something else", async () => {
    runs({ containers: [{ image: "someone-elses:1" }] });
    assert.equal(await change(), 0);
    assert.equal(tools.calls.length, 1);
  });

  for (const answer of [
    "{}",
    '{ "spec": {} }',
    '{ "spec": { "template": {} } }',
    '{ "spec": { "template": { "spec": {} } } }',
    '{ "spec": { "template": { "spec": { "containers": [{}] } } } }',
  ])
    it(`are not known where kubectl answers ${answer}`, async () => {
      tools.answer(/ get deployment backend /, answer);
      await assert.rejects(
        change(),
        /asking for deployment backend of p failed:\s+field spec\S* is missing, from: kubectl .*get deployment backend/,
      );
    });

  it("are not changed where somebody else changes them at that moment", async () => {
    runs({ containers: [{ image: from }] });
    tools.answer(/ patch deployment backend /, { code: 1, stderr: "test failed" });
    await assert.rejects(
      change(),
      /having deployment backend run todo-backend:2 failed[^]*test failed/,
    );
  });
});
