import assert from "node:assert/strict";
import { deployedImages, naming } from "../../cli/watch/imageRollout";
import type { State } from "../../components/process/stackState";
import { deployed, dockerfileOf, type Made, nameOf, write } from "../support/editedSource";
import { ownCheckout } from "../support/standIn";

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
