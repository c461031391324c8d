import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { docker, eventually, needDocker, run, script, SKILLS } from "./tools";

const EXAMPLES = path.join(SKILLS, "generate-dockerfile/examples");
const APPS = [
  { name: "fastapi", kind: "python-fastapi", options: [] },
  { name: "nextjs", kind: "node-nextjs", options: [], writes: ["/app/.next/cache"] },
  { name: "node-server", kind: "node", options: [] },
  { name: "python-worker", kind: "python", options: ["--heartbeat", "/tmp/alive"] },
];

describe("skill generate-dockerfile, with an engine", function () {
  this.timeout(600_000);
  before(needDocker);

  for (const { name, kind, options, writes = [] } of APPS) {
    describe(`its Dockerfile for ${name}`, () => {
      const tag = `skills-${name}:${process.pid}`;
      const container = `skills-${name}-${process.pid}`;
      let app: string;

      before(() => {
        app = fs.mkdtempSync(path.join(os.tmpdir(), "skills-"));
        fs.cpSync(path.join(EXAMPLES, name), app, { recursive: true });
        for (const file of ["Dockerfile", ".dockerignore"]) fs.rmSync(path.join(app, file));
      });
      after(() => {
        run("docker", ["rm", "--force", container]);
        run("docker", ["rmi", "--force", tag]);
        fs.rmSync(app, { recursive: true, force: true });
      });

      it("is written for the right kind of application, and builds", () => {
        const generated = script(
          ...(["generate-dockerfile/scripts/generate.mjs", "--app", app, "--out", app] as const),
          ...options,
        );
        assert.equal(generated.status, 0, generated.stderr);
        assert.match(generated.stdout, new RegExp(`^${kind}, `));
        docker("build", "--quiet", "--tag", tag, app);
      });

      it("runs as a numbered user without rights on a read-only root, and is healthy", async () => {
        const tmpfs = ["/tmp", ...writes].flatMap((folder) => ["--tmpfs", folder]);
        const bare = ["--read-only", "--cap-drop=ALL", "--security-opt=no-new-privileges"];
        docker(
          ...["run", "--detach", "--name", container, "--health-interval=1s"],
          ...[...bare, ...tmpfs, tag],
        );
        assert.equal(docker("inspect", "--format", "{{.Config.User}}", container), "1000:1000");
        assert.equal(docker("exec", container, "id", "-u"), "1000");
        const health = await eventually(
          60,
          () => docker("inspect", "--format", "{{.State.Health.Status}}", container),
          (status) => status !== "starting",
        );
        assert.equal(health, "healthy", docker("logs", container));
      });

      it("stops when it is told to, and is not killed", () => {
        docker("stop", "--time", "20", container);
        const code = docker("inspect", "--format", "{{.State.ExitCode}}", container);
        // 143: ended by SIGTERM itself, as programs without a handler do.
        assert.ok(["0", "143"].includes(code), `exit code ${code}`);
      });
    });
  }
});
