import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import {
  buildArgs,
  decidingArgs,
  dockerBuild,
  recordedBuild,
} from "../../components/image/dockerBuild";
import { valueOf } from "../support/mocks";
import { standIn } from "../support/standIn";

const NOTHING = { proxies: {}, ca: "" };

/** Each argument's value, and the names of those that are secrets. */
async function seen(args: Record<string, pulumi.Input<string>>) {
  const values: Record<string, string> = {};
  const secrets: string[] = [];
  for (const [name, value] of Object.entries(args)) {
    values[name] = await valueOf(pulumi.output(value));
    if (await pulumi.isSecret(pulumi.output(value))) secrets.push(name);
  }
  return { values, secrets };
}

const stagesOf = (part: string) =>
  fs
    .readFileSync(`docker/${part}/Dockerfile`, "utf8")
    .split(/^FROM /m)
    .slice(1);

describe("the arguments of a build", () => {
  it("are the image's own where the network needs none", async () => {
    const own = { BASE: "python:3.11-slim" };
    assert.deepEqual(buildArgs(own, NOTHING), own);
  });

  it("hold proxies as secrets and all else in the open", async () => {
    const network = { proxies: { HTTP_PROXY: "http://u:p@proxy:1" }, ca: "PEM" };
    const { values, secrets } = await seen(buildArgs({ BASE: "b" }, network));
    assert.deepEqual(values, { HTTP_PROXY: "http://u:p@proxy:1", BUILD_CA: "PEM", BASE: "b" });
    assert.deepEqual(secrets, ["HTTP_PROXY"]);
  });

  it("put the image's own before a proxy of the client's, as `docker build --build-arg` does", async () => {
    const network = { proxies: { HTTP_PROXY: "http://client:1" }, ca: "" };
    const { values } = await seen(buildArgs({ HTTP_PROXY: "http://own:1" }, network));
    assert.deepEqual(values, { HTTP_PROXY: "http://own:1" });
  });

  it("are told apart again in a state: those that decide the image, and no others", async () => {
    const own = { BASE: "b", HTTP_PROXY: "http://own:1" };
    const network = { proxies: { HTTP_PROXY: "http://client:1", NO_PROXY: "a" }, ca: "PEM" };
    const all = Object.entries(buildArgs(own, network)).map(async ([name, value]) => {
      // As pulumi exports it.
      const isSecret = await pulumi.isSecret(pulumi.output(value));
      return [name, isSecret ? { ciphertext: "x" } : value];
    });
    const { args } = recordedBuild({
      imageName: "web:1",
      build: {
        ...{ context: ".", dockerfile: "Dockerfile" },
        args: Object.fromEntries(await Promise.all(all)),
      },
    })!;
    assert.deepEqual(args, { BUILD_CA: "PEM", ...own });
    assert.deepEqual(decidingArgs(args), own);
  });

  for (const part of ["backend", "frontend"]) {
    it(`that leave no trace are declared in no stage that is the image of the ${part}`, () => {
      const stages = stagesOf(part);
      const declaring = (name: RegExp) =>
        stages.flatMap((stage, index) => (name.test(stage) ? [index] : []));
      assert.deepEqual(declaring(/^ARG BUILD_CA$/m), [0]);
      assert.deepEqual(declaring(/^(ARG|ENV) \w+_PROXY/im), []);
      assert.ok(stages.length > 1);
      // A later stage that began from the first would have its history.
      const [, first] = /AS (\w+)/.exec(stages[0]!)!;
      for (const stage of stages.slice(1)) assert.ok(!stage.startsWith(`${first} `), stage);
    });

    // Pulumi's provider packs a Dockerfile from outside the context into it, under another name each time.
    it(`and no file of one build alone, in the image of the ${part}`, () => {
      const stages = stagesOf(part).filter((stage) => /^COPY \. /m.test(stage));
      assert.equal(stages.length, 1);
      assert.match(
        stages[0]!,
        /^(\S+) AS source\n[^]*^RUN rm -f \.dockerfile\.\* \.dockerignore\b/m,
      );
    });

    // The tag counts the executable bit alone; tests/cluster/images.test.ts builds under another umask.
    it(`and no mode of a checkout's, in the image of the ${part}`, () => {
      const [source] = stagesOf(part).filter((stage) => /^COPY \. /m.test(stage));
      assert.match(source!, /^ && chmod -R u\+rwX,go=rX \.( \\)?$/m);
    });
  }
});

describe("docker build", () => {
  const tools = standIn();
  const BUILD = {
    context: "./backend",
    dockerfile: "./Dockerfile",
    args: { A: "1", B: "two words" },
  };

  it("is told what Pulumi's provider is told", async () => {
    const environments: NodeJS.ProcessEnv[] = [];
    tools.answer(/^docker build/, (_, { env }) => {
      environments.push(env!);
      return "";
    });
    await dockerBuild("web:1", BUILD);
    await dockerBuild("web:1", { ...BUILD, platform: "linux/arm64" });
    const args = "--build-arg A=1 --build-arg B=two words ./backend";
    const name = "docker build --quiet --tag web:1 --file ./Dockerfile";
    assert.deepEqual(tools.calls, [`${name} ${args}`, `${name} --platform linux/arm64 ${args}`]);
    const [{ DOCKER_BUILDKIT, BUILDX_BUILDER, BUILDX_NO_DEFAULT_ATTESTATIONS, PATH } = {}] =
      environments;
    assert.deepEqual(
      [DOCKER_BUILDKIT, BUILDX_BUILDER, BUILDX_NO_DEFAULT_ATTESTATIONS, PATH],
      ["1", "default", "1", process.env.PATH],
    );
  });

  it("says which image it was that was not built", async () => {
    tools.answer(/^docker build/, { code: 1, stderr: "no space left on device" });
    await assert.rejects(dockerBuild("web:1", BUILD), /building web:1 failed[^]*no space left/);
  });
});
