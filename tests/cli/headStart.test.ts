import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { HeadStart } from "../../cli/watch/headStart";
import { deployedImages, naming, setImage } from "../../cli/watch/imageRollout";
import { imageHash } from "../../components/image/contentHash";
import type { State } from "../../components/process/stackState";
import { imagesOnNode, onNode } from "../support/imagesOnNode";
import { ownCheckout } from "../support/standIn";
import { COMMAND, stateOf } from "../support/states";

const IMAGE_TYPE = "docker:index/image:Image";
const DOCKERFILE = "docker/backend/Dockerfile";
const WHERE = { context: "p", kubeconfig: "/k", namespace: "todo-app" };
const PROXY = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

interface Made {
  args?: Record<string, unknown>;
  /** As an input of the tag. */
  platform?: string;
  delivery?: object;
}

/** A source of the backend in the working directory. */
function write(text: string): void {
  for (const [file, content] of [
    [DOCKERFILE, "FROM scratch\n"],
    ["backend/main.py", text],
  ] as const) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content);
  }
}

/** The backend's name for the source as it is now. */
const nameOf = ({ args = { PYTHON_IMAGE: "python" }, platform = "" }: Made = {}) =>
  `todo-backend:${imageHash({
    ...{ context: "./backend", dockerfile: DOCKERFILE, platform },
    args: args as Record<string, string>,
  })}`;

/** The state after it was deployed. */
function deployed(name: string, { args, delivery }: Made = {}): State {
  const build = {
    ...{ context: "./backend", dockerfile: DOCKERFILE, platform: "linux/arm64" },
    args: args ?? { PYTHON_IMAGE: "python" },
  };
  const environment = {
    ...{ OWNER: "a", PROFILE: "p" },
    DELIVERY: JSON.stringify(delivery ?? { kind: "minikube", profile: "p" }),
  };
  return stateOf(
    { name: "backend-build", type: IMAGE_TYPE, inputs: { imageName: name, build } },
    { name: "backend-load", type: COMMAND, inputs: { environment } },
  );
}

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
      ...{ part: "backend", name: "todo-backend:1", context: "./backend", dockerfile: DOCKERFILE },
      ...{ platform: "linux/arm64", args: { PYTHON_IMAGE: "python" }, owner: "a", profile: "p" },
      delivery: { kind: "minikube", profile: "p" },
    });
  });

  it("are none that the nodes pull: only Pulumi's provider pushes", () => {
    const delivery = { kind: "registry", registry: "registry.example.com" };
    assert.deepEqual(known(deployed("todo-backend:1", { delivery })), []);
  });

  it("are none in a state without them", () => assert.deepEqual(known({}), []));

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

describe("the head start of a round", () => {
  ownCheckout();
  const { tools, cluster } = imagesOnNode();
  let before: string;
  let state: State;
  let headStart: HeadStart;
  /** What the Deployment's containers run. */
  let running: { initContainers: string[]; containers: string[] };
  let givenUp: boolean;

  const patches = () =>
    tools.called(/ patch deployment backend /).map((call) => /--patch=(.*)$/.exec(call)![1]!);
  const edit = () => {
    write("two");
    return nameOf();
  };
  const begin = (...names: string[]) => headStart.begin(names, () => givenUp);

  beforeEach(async () => {
    write("one");
    before = nameOf();
    state = deployed(before);
    running = { initContainers: [before], containers: ["proxy:1", before] };
    givenUp = false;
    const spec = () =>
      Object.fromEntries(
        Object.entries(running).map(([kind, images]) => [kind, images.map((image) => ({ image }))]),
      );
    tools
      .answer(/^docker build .*--tag (\S+) /, ([, name]) => {
        cluster.engine.tags.add(name!);
        return "";
      })
      .answer(/ get deployment backend /, () =>
        JSON.stringify({ spec: { template: { spec: spec() } } }),
      )
      .answer(/ patch deployment backend .*--patch=(.*)$/, ([, patch]) => {
        for (const { op, path: at, value } of JSON.parse(patch!)) {
          const [kind, index] = at.split("/").slice(4, 6) as ["containers", string];
          if (op === "replace") running[kind][Number(index)] = value;
        }
        return "";
      });
    headStart = new HeadStart(
      async () => state,
      () => WHERE,
    );
    await headStart.learn();
  });

  it("builds an edited image, brings it to the node, and has its containers follow", async () => {
    const to = edit();
    const end = await begin("backend");
    assert.deepEqual(tools.called(/^docker build/), [
      `docker build --quiet --tag ${to} --file ${DOCKERFILE} --platform linux/arm64 --build-arg PYTHON_IMAGE=python ./backend`,
    ]);
    assert.ok(cluster.engine.tags.has(`${to}-used-by-a`));
    assert.ok(cluster.node.has(onNode(to)));
    assert.deepEqual(running, { initContainers: [to], containers: ["proxy:1", to] });
    await end(true);
    assert.equal(patches().length, 1);
  });

  it("goes on from what it deployed last", async () => {
    const second = edit();
    const end = await begin("backend");
    await end(true);
    assert.equal(running.containers[1], second);
    write("three");
    await begin("backend");
    assert.equal(running.containers[1], nameOf());
  });

  it("changes a container only as long as it runs what the watch knows", async () => {
    const to = edit();
    await begin("backend");
    const [operation] = JSON.parse(patches()[0]!);
    assert.deepEqual(operation, {
      ...{ op: "test", path: "/spec/template/spec/initContainers/0/image", value: before },
    });
    running = { initContainers: [], containers: ["someone-elses:1"] };
    assert.equal(await setImage(WHERE, "backend", { from: before, to }), 0);
    assert.equal(patches().length, 1);
  });

  it("is taken back where the round fails", async () => {
    edit();
    const end = await begin("backend");
    await end(false);
    assert.deepEqual(running, { initContainers: [before], containers: ["proxy:1", before] });
  });

  it("takes nothing back where Helm has done so", async () => {
    edit();
    const end = await begin("backend");
    running = { initContainers: [before], containers: ["proxy:1", before] };
    await end(false);
    assert.equal(patches().length, 1);
  });

  it("ends after the step in which the round is given up", async () => {
    const to = edit();
    tools.answer(/^docker build .*--tag (\S+) /, ([, name]) => {
      givenUp = true;
      cluster.engine.tags.add(name!);
      return "";
    });
    await begin("backend");
    assert.deepEqual([...cluster.node], []);
    assert.ok(!cluster.engine.tags.has(`${to}-used-by-a`));
    assert.deepEqual(patches(), []);
  });

  it("leaves a build that fails to the up, which says why", async () => {
    edit();
    tools.answer(/^docker build/, { code: 1, stderr: "a typo" });
    await begin("backend");
    assert.deepEqual(patches(), []);
  });

  for (const other of ["chart", "settings"])
    it(`does nothing where the ${other} was edited too, and knows the images again afterwards`, async () => {
      const to = edit();
      const end = await begin("backend", other);
      assert.deepEqual(tools.called(/^docker build/), []);
      state = deployed(to);
      running = { initContainers: [to], containers: ["proxy:1", to] };
      await end(true);
      write("three");
      await begin("backend");
      assert.equal(running.containers[1], nameOf());
    });
});
