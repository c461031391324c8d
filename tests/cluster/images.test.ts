import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { searchPlace } from "../../tools/secretScan/scan";
import { secretForms } from "../../tools/secretScan/forms";
import { layers } from "../../tools/secretScan/places";
import * as tools from "./tools";

const TAG = `images-${process.pid}`;
/** Megabytes that an image may add to its base, the goal of each. */
const IMAGES = {
  backend: { base: "python:3.11-slim", megabytes: 190, port: 8000, ready: "/health" },
  frontend: { base: "node:24-alpine", megabytes: 60, port: 3000, ready: "/" },
};

interface Inspected {
  Id: string;
  Size: number;
  Config: { User: string; Env: string[]; Healthcheck?: object; ExposedPorts: object };
}

const inspect = (image: string): Inspected =>
  JSON.parse(tools.docker("image", "inspect", image))[0];

describe("the app's images", function () {
  this.timeout(600_000);
  before(tools.needDocker);

  for (const [part, { base, megabytes, port, ready }] of Object.entries(IMAGES)) {
    describe(`of the ${part}`, () => {
      const image = `todo-${part}:${TAG}`;
      const container = `todo-${part}-${TAG}`;
      const build = () =>
        tools.docker("build", "--tag", image, "--file", `docker/${part}/Dockerfile`, part);
      before(build);
      after(() => {
        tools.run("docker", ["rm", "--force", container]);
        tools.run("docker", ["rmi", "--force", image]);
      });

      it("is the same one when nothing has changed", () => {
        const before = inspect(image).Id;
        build();
        assert.equal(inspect(image).Id, before);
      });

      it("has the same files, by mode too, from a checkout that others may not read", () => {
        // Python's compiled files differ from build to build.
        const list = "find /app ! -name '*.pyc' ! -type l -exec stat -c '%a %s %n' {} + | sort";
        const files = () => tools.docker("run", "--rm", "--entrypoint", "sh", image, "-c", list);
        const before = files();
        assert.match(before, /^\d44 .*\.(py|js)$/m);
        const folder = fs.mkdtempSync(path.join(os.tmpdir(), "todo-umask-"));
        const isSource = (file: string) => !/\/(node_modules|\.venv|\.next)$/.test(file);
        try {
          fs.cpSync(part, folder, { recursive: true, filter: isSource });
          execFileSync("chmod", ["-R", "go-rwx", folder]);
          tools.docker(...["build", "--tag", image, "--file", `docker/${part}/Dockerfile`, folder]);
          assert.equal(files(), before);
        } finally {
          fs.rmSync(folder, { recursive: true });
        }
      });

      it("has a user without rights, a health check and one port", () => {
        const { Config: config } = inspect(image);
        assert.equal(config.User, "1000:1000");
        assert.ok(config.Healthcheck);
        assert.deepEqual(Object.keys(config.ExposedPorts), [`${port}/tcp`]);
        for (const variable of config.Env) {
          assert.doesNotMatch(variable, /SECRET|PASSWORD|TOKEN|API_KEY|DATABASE_URL/i);
        }
      });

      it(`adds ${megabytes} MB at most to its base`, () => {
        const added = (inspect(image).Size - inspect(base).Size) / 1e6;
        console.log(`      adds ${added.toFixed(0)} MB to ${base}`);
        assert.ok(added < megabytes, `${added.toFixed(0)} MB`);
      });

      it("is healthy on a read-only root, without rights, and stops when told to", async () => {
        tools.docker(
          ...["run", "--detach", "--name", container, "--read-only", "--tmpfs", "/tmp"],
          ...["--cap-drop", "ALL", "--security-opt", "no-new-privileges"],
          ...["--env", `JWT_SECRET=${"j".repeat(40)}`, "--env", "BACKEND_URL=http://127.0.0.1:9"],
          ...["--env", "DATABASE_URL=postgresql://nobody:nothing@127.0.0.1:9/todo"],
          image,
        );
        const probe = [
          "python",
          "-c",
          `import urllib.request as r; r.urlopen("http://127.0.0.1:${port}${ready}")`,
        ];
        const fetch = `fetch("http://127.0.0.1:${port}${ready}").then(r=>process.exit(r.ok?0:1),()=>process.exit(1))`;
        const look = part === "backend" ? probe : ["node", "-e", fetch];
        const { status, stderr } = await tools.eventually(
          60,
          () => tools.run("docker", ["exec", container, ...look]),
          (answer) => answer.status === 0,
        );
        assert.equal(status, 0, `${stderr}${tools.run("docker", ["logs", container]).stderr}`);
        assert.equal(tools.docker("exec", container, "id", "-u"), "1000");
        tools.docker("stop", "--time", "20", container);
        const code = tools.docker("inspect", "--format", "{{.State.ExitCode}}", container);
        assert.ok(["0", "143"].includes(code), `exit code ${code}`);
      });
    });
  }

  it("are where the audit finds a secret, also one that a later layer hides", async () => {
    const secret = `planted-${Math.random().toString(36).slice(2)}-${process.pid}`;
    const image = `todo-planted:${TAG}`;
    const dockerfile = [
      "FROM node:24-alpine",
      `RUN echo ${Buffer.from(`key=${secret}`).toString("base64")} > /tmp/key`,
      "RUN rm /tmp/key",
    ].join("\n");
    tools.output("docker", ["build", "--quiet", "--tag", image, "-"], dockerfile);
    try {
      const wanted = secretForms({ planted: secret });
      const { hits, streams } = await searchPlace(layers(image), wanted);
      assert.ok(hits.some(({ form }) => form === "base64"));
      assert.ok(streams > 3);
      const clean = await searchPlace(layers("node:24-alpine"), wanted);
      assert.deepEqual(clean.hits, []);
    } finally {
      tools.run("docker", ["rmi", "--force", image]);
    }
  });
});
