import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as automation from "@pulumi/pulumi/automation";
import { searchPlace } from "../../tools/secretScan/scan";
import { secretForms } from "../../tools/secretScan/forms";
import { layers } from "../../tools/secretScan/places";
import { clientProxies } from "../../components/image/dockerConfig";
import type { BuildNetwork } from "../../components/image/dockerBuild";
import { imageBuild } from "../../components/image/imageBuild";
import { run } from "../../components/process/shell";
import { OpeningProxy } from "./openingProxy";
import { TinyApp, tinyBackend, tinyFrontend } from "./tinyApps";
import * as tools from "./tools";

const TAG = `proxy-${process.pid}`;
const PARTS = ["backend", "frontend"] as const;
const WITHOUT: BuildNetwork = { proxies: {}, ca: "" };

const inspect = (image: string): { Config: object } =>
  JSON.parse(tools.docker("image", "inspect", image))[0];
/** What builds have put there. */
const filesOf = (image: string) =>
  tools.docker(
    ...["run", "--rm", image, "sh", "-c"],
    `find /opt /app -type f -exec sha256sum {} + | sort`,
  );
const history = (image: string) =>
  tools.docker("history", "--no-trunc", "--format", "{{.CreatedBy}}", image);

describe("a build behind a proxy that opens TLS", function () {
  this.timeout(600_000);
  let folder: string;
  let engine: string;
  let proxy: OpeningProxy;
  let address: string;
  let apps: Record<(typeof PARTS)[number], TinyApp>;

  before(tools.needDocker);
  before(needPulumi);
  before(needOpenssl);
  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "todo-proxy-test-"));
    engine = tools.docker("context", "inspect", "--format", "{{.Endpoints.docker.Host}}");
    const name = `todo-test-${Date.now()}`;
    apps = {
      backend: tinyBackend(folder, `${name}-wheel`),
      frontend: tinyFrontend(folder, `${name}-tarball`),
    };
    proxy = new OpeningProxy((asked) => apps.backend.site(asked) ?? apps.frontend.site(asked));
    const { listen, reach } = roadToHere();
    await proxy.listen(listen);
    address = proxy.address(reach);
  });
  after(() => {
    proxy?.close();
    if (folder) fs.rmSync(folder, { recursive: true });
    const images = tools.docker("images", "--format", "{{.Repository}}:{{.Tag}}").split("\n");
    const own = images.filter((image) => image.endsWith(`:${TAG}`));
    if (own.length > 0) tools.run("docker", ["rmi", "--force", ...own]);
  });

  /** A client's configuration with proxies, and the environment in which docker finds it. */
  function client(name: string, proxies: object) {
    const config = path.join(folder, name);
    fs.mkdirSync(config, { recursive: true });
    const plugins = [path.join(os.homedir(), ".docker", "cli-plugins")];
    fs.writeFileSync(
      path.join(config, "config.json"),
      JSON.stringify({ proxies, cliPluginsExtraDirs: plugins }),
    );
    return { DOCKER_CONFIG: config, DOCKER_HOST: engine };
  }
  const behind = () => client("behind", { default: { httpProxy: address, httpsProxy: address } });

  /** `docker build` as one types it. */
  const byHand = (
    env: NodeJS.ProcessEnv,
    image: string,
    dockerfile: string,
    context: string,
    ...more: string[]
  ) =>
    run("docker", ["build", "--tag", image, "--file", dockerfile, ...more, context], {
      env: { ...process.env, DOCKER_BUILDKIT: "1", ...env },
      step: `docker build of ${image}`,
    });

  /** A stack of images alone. */
  async function stackOf(program: () => void) {
    const work = path.join(folder, "stack");
    fs.mkdirSync(path.join(work, "state"), { recursive: true });
    return automation.LocalWorkspace.createOrSelectStack(
      { stackName: "test", projectName: "proxy", program: async () => program() },
      {
        workDir: work,
        envVars: {
          PULUMI_BACKEND_URL: `file://${path.join(work, "state")}`,
          PULUMI_CONFIG_PASSPHRASE: "test",
          ...client("logins", {}),
        },
      },
    );
  }

  const dockerfileOf = (part: string) => path.join(tools.ROOT, `docker/${part}/Dockerfile`);
  const program = (network: BuildNetwork) => () => {
    for (const part of PARTS)
      imageBuild(`${part}-build`, {
        ...{ imageName: `todo-${part}-tiny:${TAG}`, network, args: {}, push: false },
        ...{ context: apps[part].context, dockerfile: dockerfileOf(part) },
        platform: tools.docker("version", "--format", "{{.Server.Os}}/{{.Server.Arch}}"),
      });
  };

  it("fails without the proxy's authority, and shows no password", async () => {
    const refused = PARTS.map((part) => {
      const image = `todo-${part}-untrusting:${TAG}`;
      const build = byHand(behind(), image, dockerfileOf(part), apps[part].context);
      return assert.rejects(build, (error: Error & { words: string }) => {
        assert.match(error.words, /certificate/i);
        assert.ok(!error.words.includes(proxy.password));
        return true;
      });
    });
    await Promise.all(refused);
    assert.deepEqual(proxy.asked, []);
  });

  describe("of the stack", () => {
    let stack: automation.Stack;
    let said = "";
    before(async () => {
      const proxies = clientProxies(behind());
      stack = await stackOf(program({ proxies, ca: proxy.ca }));
      await stack.up({ onOutput: (text) => (said += text) });
    });

    it("gets its packages from there, with the client's proxies and the authority", () => {
      const files = proxy.asked.filter((asked) => /\.(whl|tgz)$/.test(asked));
      assert.equal(files.length, 2, proxy.asked.join("\n"));
    });

    for (const part of PARTS) {
      it(`is the image that \`docker build\` makes of the ${part}`, async () => {
        const [ours, other] = [`todo-${part}-tiny:${TAG}`, `todo-${part}-by-hand:${TAG}`];
        const ca = ["--build-arg", `BUILD_CA=${proxy.ca}`];
        await byHand(behind(), other, dockerfileOf(part), apps[part].context, ...ca);
        assert.equal(filesOf(ours), filesOf(other));
        assert.deepEqual(inspect(ours).Config, inspect(other).Config);
        assert.equal(history(ours), history(other));
      });

      it(`leaves no trace of proxy and authority in the image of the ${part}`, async () => {
        const image = `todo-${part}-tiny:${TAG}`;
        const { port, host } = new URL(address);
        const secrets = { host, password: proxy.password, ca: proxy.ca.split("\n")[1]! };
        for (const text of [history(image), JSON.stringify(inspect(image))]) {
          for (const value of [...Object.values(secrets), `:${port}`, "BUILD_CA", "_PROXY"])
            assert.ok(!text.includes(value), value);
        }
        const { hits, streams } = await searchPlace(layers(image), secretForms(secrets));
        assert.deepEqual(hits, []);
        assert.ok(streams > 3);
      });
    }

    it("shows no password in what it prints, in its state and in its history", async () => {
      const state = path.join(folder, "stack", "state");
      const files = fs.readdirSync(state, { recursive: true, withFileTypes: true });
      const texts = files
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => fs.readFileSync(path.join(parentPath, name), "utf8"));
      assert.ok(
        texts.some((text) => text.includes("HTTPS_PROXY")),
        "no file of the state names a proxy",
      );
      for (const text of [said, ...texts]) assert.ok(!text.includes(proxy.password));
    });

    for (const [what, network] of Object.entries<BuildNetwork>({
      "another proxy": { proxies: { HTTP_PROXY: "http://192.0.2.1:1" }, ca: "" },
      "no proxy": WITHOUT,
    })) {
      it(`is not done again for ${what}`, async () => {
        const again = await stackOf(program(network));
        const { summary } = await again.up();
        assert.deepEqual(Object.keys(summary.resourceChanges ?? {}), ["same"]);
      });
    }
  });

  describe("has the environment that `docker build` gives it", () => {
    const ONE = "http://one.example:3128";
    const CONFIGURATIONS: Record<string, object> = {
      none: {},
      "default alone": { default: { httpProxy: ONE, noProxy: "localhost,.corp" } },
      "every kind": {
        default: {
          ...{ httpProxy: ONE, httpsProxy: "http://u:p%40ss@two.example:1" },
          ...{ noProxy: "*", ftpProxy: "ftp://f.example", allProxy: "socks5://a.example:1080" },
        },
      },
      "another engine's": { "tcp://192.0.2.1:2375": { httpProxy: ONE } },
      "field names in another case": { default: { HTTPPROXY: ONE } },
      "an entry that is empty": { default: { httpProxy: "" } },
    };
    const cases = () => ({
      ...CONFIGURATIONS,
      "this engine's before the default": {
        default: { httpProxy: ONE, noProxy: ".corp" },
        [engine]: { httpProxy: "http://own.example:1" },
      },
    });
    const nameOf = (what: string, kind: string) =>
      `todo-environment-${kind}-${what.replaceAll(/\W+/g, "-")}:${TAG}`;
    let environments: Record<string, { ours: string; theirs: string }>;

    before(async () => {
      const context = path.join(folder, "environment");
      fs.mkdirSync(context);
      const dockerfile = path.join(context, "Dockerfile");
      // Proxies are not in the cache's key: each build has its own line.
      fs.writeFileSync(
        dockerfile,
        "FROM node:24-alpine\nARG RUN\nRUN echo $RUN > /dev/null; env | grep -i _proxy= | sort > /env; true\n",
      );
      const clients = Object.entries(cases()).map(
        ([what, proxies]) => [what, client(what, proxies)] as const,
      );
      const stack = await stackOf(() => {
        for (const [what, env] of clients)
          imageBuild(what.replaceAll(/\W+/g, "-"), {
            ...{ imageName: nameOf(what, "ours"), context, dockerfile, push: false },
            args: { RUN: `ours ${what} ${TAG}` },
            network: { proxies: proxiesAt(env), ca: "" },
          });
      });
      await stack.up();
      environments = {};
      for (const [what, env] of clients) {
        const run = ["--build-arg", `RUN=theirs ${what} ${TAG}`];
        await byHand(env, nameOf(what, "theirs"), dockerfile, context, ...run);
        const seen = (kind: string) =>
          tools.docker("run", "--rm", nameOf(what, kind), "cat", "/env");
        environments[what] = { ours: seen("ours"), theirs: seen("theirs") };
      }
    });

    /** The client's proxies, where its engine is in DOCKER_HOST. */
    function proxiesAt(env: { DOCKER_HOST: string; DOCKER_CONFIG: string }) {
      const before = process.env.DOCKER_HOST;
      process.env.DOCKER_HOST = env.DOCKER_HOST;
      try {
        return clientProxies(env);
      } finally {
        if (before === undefined) delete process.env.DOCKER_HOST;
        else process.env.DOCKER_HOST = before;
      }
    }

    for (const what of [...Object.keys(CONFIGURATIONS), "this engine's before the default"]) {
      it(`with ${what}`, () => {
        const { ours, theirs } = environments[what]!;
        assert.equal(ours, theirs);
      });
    }

    it("which is one where there are proxies", () => {
      assert.match(environments["default alone"]!.theirs, /^HTTP_PROXY=http:\/\/one\.example/m);
      assert.equal(environments.none!.theirs, "");
    });
  });

  /** Where this machine listens for what builds ask, and how they name it. */
  function roadToHere(): { listen: string; reach: string } {
    // Engines elsewhere run in a virtual machine, which has a name for this one.
    if (process.platform !== "linux") return { listen: "127.0.0.1", reach: "host.docker.internal" };
    const format = "{{(index .IPAM.Config 0).Gateway}}";
    const gateway = tools.docker("network", "inspect", "bridge", "--format", format);
    return { listen: gateway, reach: gateway };
  }
});

function needPulumi(this: Mocha.Context): void {
  need(this, "pulumi", "https://www.pulumi.com/docs/install/");
}

function needOpenssl(this: Mocha.Context): void {
  need(this, "openssl", "it makes the proxy's certificates");
}

function need(context: Mocha.Context, tool: string, remark: string): void {
  if (tools.run(tool, ["version"]).status === 0) return;
  console.log(`    skipped: ${tool} is not on PATH (${remark})`);
  context.skip();
}
