import assert from "node:assert/strict";
import * as fs from "node:fs";
import { runProgram } from "./mocks";
import { standIn } from "./standIn";

/** A cluster of another's, as kubectl knows it. */
const KUBECONFIG = JSON.stringify({
  contexts: [{ name: "work", context: { cluster: "work", user: "work" } }],
  clusters: [{ name: "work", cluster: { server: "https://192.0.2.1" } }],
  users: [{ name: "work", user: {} }],
});
const REGISTRY = { imageDelivery: "registry", imageRegistry: "ghcr.io/me" };
const COMMAND = { imageDelivery: "command", imageLoadCommand: "bring {image}" };
const KIND = { imageDelivery: "kind", context: "kind-work" };

describe("an image", () => {
  const tools = standIn();

  /** Its name and platform, on a machine whose engine builds for a platform by itself. */
  async function built(engine: string, config: Record<string, string>) {
    tools.answer(/^kubectl /, "").answer(/^docker version/, `${engine}\n`);
    const there = { cluster: "existing", context: "work", ...config };
    const ran = await runProgram({
      config: config.cluster === "minikube" ? config : there,
      prepare: () =>
        fs.writeFileSync(
          process.env.KUBECONFIG!,
          KUBECONFIG.replaceAll('"work"', `"${there.context}"`),
        ),
    });
    const { imageName, build } = ran.one("backend-build").inputs;
    return { imageName, platform: build.platform };
  }

  for (const [way, config] of Object.entries({ "a registry": REGISTRY, "a command": COMMAND })) {
    it(`that goes to nodes elsewhere by ${way} has another name where it is built for another platform`, async () => {
      const [one, other] = [await built("linux/amd64", config), await built("linux/arm64", config)];
      assert.deepEqual([one.platform, other.platform], ["linux/amd64", "linux/arm64"]);
      assert.notEqual(one.imageName, other.imageName);
    });

    it(`that goes by ${way} has one name on all machines where todo:platform says for which it is`, async () => {
      const asked = { ...config, platform: "linux/amd64" };
      const one = await built("linux/amd64", asked);
      assert.deepEqual(await built("linux/arm64", asked), one);
      // Nor is that another image than the one of a machine that is of this platform.
      assert.deepEqual(await built("linux/amd64", config), one);
    });
  }

  for (const [cluster, config] of Object.entries({
    minikube: { cluster: "minikube" },
    kind: KIND,
  })) {
    it(`for ${cluster} on this machine has the same name whatever this machine is`, async () => {
      const [one, other] = [await built("linux/amd64", config), await built("linux/arm64", config)];
      assert.equal(one.imageName, other.imageName);
    });
  }
});
