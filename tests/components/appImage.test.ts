import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { isSecret, runProgram } from "../support/mocks";
import { AUTHORITY } from "../support/pem";
import { Reply, standIn } from "../support/standIn";

/** A cluster of another's, as kubectl knows it. */
const KUBECONFIG = JSON.stringify({
  contexts: [{ name: "work", context: { cluster: "work", user: "work" } }],
  clusters: [{ name: "work", cluster: { server: "https://192.0.2.1" } }],
  users: [{ name: "work", user: {} }],
});
const REGISTRY = { imageDelivery: "registry", imageRegistry: "ghcr.io/me" };
const COMMAND = { imageDelivery: "command", imageLoadCommand: "bring {image}" };
const KIND = { imageDelivery: "kind", context: "kind-work", kindCluster: "work" };

/** An engine that does not answer. */
const SILENT = { code: 1, stderr: "Cannot connect to the Docker daemon" };

describe("an image", () => {
  const tools = standIn();

  /** Its name and platform, on a machine whose engine builds for a platform by itself. */
  async function built(engine: Reply, config: Record<string, string>) {
    tools.answer(/^kubectl /, "").answer(/^docker version/, engine);
    const there = { cluster: "existing", context: "work", ...config };
    const ran = await runProgram({
      tools,
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

  for (const [way, config] of Object.entries({ "a registry": REGISTRY, "a command": COMMAND }))
    it(`that goes by ${way} gets no other name where the engine does not say its platform: the run stops`, async () => {
      const says = "Docker does not report the platform of its builds: ";
      await assert.rejects(built(SILENT, config), ({ message }: Error) => message.includes(says));
      const asked = { ...config, platform: "linux/amd64" };
      assert.deepEqual(await built(SILENT, asked), await built("linux/amd64", asked));
    });

  describe("of a machine behind a proxy", () => {
    const PROXY = "http://someone:hunter2@proxy.example:3128";
    const both = (name: string, value: string) => ({ [name]: value, [name.toLowerCase()]: value });
    const docker = (proxies: object) => () =>
      fs.writeFileSync(
        path.join(process.env.DOCKER_CONFIG!, "config.json"),
        JSON.stringify({ proxies: { default: proxies } }),
      );

    /** Both images as they are built there. */
    async function images(proxies: object, config: Record<string, string> = {}) {
      tools.answer(/^kubectl |^minikube /, "").answer(/^docker version/, "linux/amd64\n");
      const ran = await runProgram({ config, prepare: docker(proxies) });
      return ["backend", "frontend"].map((part) => ran.one(`${part}-build`).inputs);
    }
    const names = (built: { imageName: string }[]) => built.map(({ imageName }) => imageName);

    /** The setting's value: a file with an authority. */
    let ca: string;
    beforeEach(() => {
      ca = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "todo-ca-")), "root.pem");
      fs.writeFileSync(ca, `# the proxy's\n${AUTHORITY}\n`);
    });
    afterEach(() => fs.rmSync(path.dirname(ca), { recursive: true }));

    it("gets the Docker client's proxies as secrets, beside its own arguments", async () => {
      const [backend, frontend] = await images({ httpProxy: PROXY, noProxy: ".corp" });
      const proxies = { ...both("HTTP_PROXY", PROXY), ...both("NO_PROXY", ".corp") };
      for (const [{ build }, base] of [
        [backend!, { PYTHON_IMAGE: "python:3.11-slim" }],
        [frontend!, { NODE_IMAGE: "node:24-alpine" }],
      ] as const) {
        // The mocks' own protocol marks what holds a secret as a whole.
        assert.ok(isSecret(build));
        assert.deepEqual(build.value.args, { ...proxies, ...base });
      }
    });

    it("gets the certificates of todo:buildCa, without what else is in that file", async () => {
      for (const { build } of await images({}, { buildCa: ca }))
        assert.equal(build.args.BUILD_CA, AUTHORITY);
      for (const { build } of await images({})) assert.ok(!("BUILD_CA" in build.args));
    });

    it("has the name that it has without one, whatever proxy and authority are", async () => {
      const without = names(await images({}));
      assert.deepEqual(names(await images({ httpProxy: PROXY })), without);
      assert.deepEqual(names(await images({ allProxy: "socks5://a" }, { buildCa: ca })), without);
    });
  });

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
