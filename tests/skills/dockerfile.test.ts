import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

const ROOT = path.resolve(__dirname, "../..");
const SKILL = path.join(ROOT, ".claude/skills/generate-dockerfile");

interface Score {
  score: number;
  pass: boolean;
  findings: { rule: string; points: number; line: number; text: string; fix: string }[];
}

function script(name: string, ...args: string[]) {
  return spawnSync(process.execPath, [path.join(SKILL, "scripts", name), ...args], {
    encoding: "utf8",
  });
}

let folder: string;
before(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "skills-"));
});
after(() => fs.rmSync(folder, { recursive: true, force: true }));

/** A folder with these files. */
function app(files: Record<string, string>): string {
  const dir = fs.mkdtempSync(path.join(folder, "app-"));
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(dir, name)), { recursive: true });
    fs.writeFileSync(path.join(dir, name), text);
  }
  return dir;
}

function score(file: string, ...args: string[]): Score {
  const run = script("score.mjs", file, "--json", ...args);
  assert.equal(run.stderr, "");
  return JSON.parse(run.stdout);
}

const GOOD = `FROM python:3.11-slim AS builder
COPY requirements.txt /tmp/
RUN --mount=type=cache,target=/c pip install --require-hashes -r /tmp/requirements.txt
FROM python:3.11-slim
WORKDIR /app
COPY --from=builder /opt /opt
COPY . .
USER 1000:1000
EXPOSE 8000
HEALTHCHECK CMD ["python", "-c", "pass"]
CMD ["python", "main.py"]
`;
const IGNORE = ".git\n.venv\n.env\n";
const scoreText = (dockerfile: string, files: Record<string, string> = {}) =>
  score(
    path.join(app({ Dockerfile: dockerfile, ".dockerignore": IGNORE, ...files }), "Dockerfile"),
  );

describe("the score of a Dockerfile", () => {
  it("is 100 for one that does everything right", () => {
    assert.deepEqual(scoreText(GOOD).findings, []);
    assert.equal(scoreText(GOOD).score, 100);
  });

  const faults: [string, string, string, string, number][] = [
    ["secrets", "a password in ENV", "WORKDIR /app", "WORKDIR /app\nENV DB_PASSWORD=x", 6],
    ["secrets", "a token as a build argument", "WORKDIR /app", "ARG NPM_TOKEN\nWORKDIR /app", 5],
    [
      "secrets",
      "a connection with its password",
      "EXPOSE 8000",
      "ENV URL=postgresql://u:pass@db/x",
      9,
    ],
    ["secrets", "a key file in the image", "COPY . .", "COPY . .\nCOPY tls.key /etc/", 8],
    ["secrets", "a secret in a continued line", "EXPOSE 8000", "ENV A=1 \\\n    API_KEY=abc", 9],
    ["non-root", "root by name", "USER 1000:1000", "USER root", 8],
    ["non-root", "root by number", "USER 1000:1000", "USER 0", 8],
    ["non-root", "no user", "USER 1000:1000\n", "", 4],
    ["numeric-user", "a user by name", "USER 1000:1000", "USER app", 8],
    ["exact-base", "a base without version", "FROM python:3.11-slim\n", "FROM python:slim\n", 4],
    ["exact-base", "the latest base", "FROM python:3.11-slim AS", "FROM python:latest AS", 1],
    ["exact-base", "a base from a bare argument", "FROM python:3.11-slim\n", "FROM ${BASE}\n", 4],
    ["healthcheck", "no health check", 'HEALTHCHECK CMD ["python", "-c", "pass"]\n', "", 4],
    [
      "healthcheck",
      "a health check without its tool",
      '["python", "-c", "pass"]',
      "curl -f http://x",
      10,
    ],
    ["exec-form", "CMD in shell form", 'CMD ["python", "main.py"]', "CMD python main.py", 11],
    ["exec-form", "npm before the program", '["python", "main.py"]', '["npm", "start"]', 11],
    ["dependencies-first", "code before packages", "COPY requirements.txt /tmp/", "COPY . .", 2],
    [
      "locked-versions",
      "unlocked packages",
      "--require-hashes -r /tmp/requirements.txt",
      "flask",
      3,
    ],
    ["cache-mounts", "no cache mount", "--mount=type=cache,target=/c ", "", 3],
    ["no-add", "ADD from the network", "EXPOSE 8000", "ADD https://x.example/y /y", 9],
    [
      "no-pipe-to-shell",
      "a script from the network",
      "EXPOSE 8000",
      "RUN curl https://x.example | sh",
      9,
    ],
    [
      "lean-system-packages",
      "recommended packages",
      "EXPOSE 8000",
      "RUN apt-get install -y tini",
      9,
    ],
    ["no-build-tools", "a compiler that stays", "EXPOSE 8000", "RUN apk add --no-cache gcc", 9],
    ["rights", "rights for everybody", "EXPOSE 8000", "RUN chmod -R 777 /app", 9],
    ["workdir", "no folder", "WORKDIR /app\n", "", 4],
    ["high-port", "a port below 1024", "EXPOSE 8000", "EXPOSE 80", 9],
  ];
  for (const [rule, name, good, bad, line] of faults) {
    it(`is lower for ${name}, and names the line`, () => {
      assert.ok(GOOD.includes(good));
      const { score: points, findings } = scoreText(GOOD.replace(good, bad));
      assert.ok(findings.length > 0);
      for (const finding of findings) {
        assert.deepEqual([finding.rule, finding.line], [rule, line], finding.text);
        assert.notEqual(finding.fix, "");
      }
      assert.equal(points, 100 - findings[0]!.points);
    });
  }

  it("is lower for packages installed in the image that runs", () => {
    const single = GOOD.split("\n").filter((line) => !/AS builder|--from/.test(line));
    const lines = ["FROM python:3.11-slim", ...single.filter((line) => !line.startsWith("FROM"))];
    assert.deepEqual(
      scoreText(lines.join("\n")).findings.map((finding) => finding.rule),
      ["multi-stage"],
    );
  });

  it("is lower for a .dockerignore that lets secrets or the history in", () => {
    const rules = (ignore: string) =>
      scoreText(GOOD, { ".dockerignore": ignore, ".git/HEAD": "" }).findings.map((f) => f.text);
    assert.match(rules(".git\n.venv\n")[0]!, /lacks .env/);
    assert.match(rules(".env\nnode_modules\n")[0]!, /lacks .git/);
    assert.deepEqual(rules("*\n!main.py\n"), []);
  });

  it("counts what a stage inherits from the one it is built on", () => {
    const inherited = GOOD.replace("FROM python:3.11-slim\n", "FROM python:3.11-slim AS Base\n");
    assert.deepEqual(scoreText(`${inherited}FROM base\nEXPOSE 8000\n`).findings, []);
  });

  it("reads build arguments, comments, heredocs and the exec form over several lines", () => {
    const awkward = GOOD.replaceAll("FROM python:3.11-slim", "FROM --platform=linux/amd64 ${B:-x}")
      .replace(/^/, "ARG B=python:3.11-slim\n# FROM nothing\n")
      .replace("EXPOSE 8000", "RUN <<EOT\nUSER root\nEOT\nEXPOSE 8000")
      .replace('CMD ["python", "main.py"]', 'CMD ["python", \\\n  # why\n  "main.py"]');
    assert.deepEqual(scoreText(awkward).findings, []);
  });

  it("decides the exit code by the threshold", () => {
    const file = path.join(
      app({ Dockerfile: GOOD.replace("EXPOSE 8000", "EXPOSE 80") }),
      "Dockerfile",
    );
    assert.equal(score(file).score, 89);
    assert.equal(script("score.mjs", file).status, 0);
    assert.equal(script("score.mjs", file, "--threshold", "95").status, 1);
    assert.match(script("score.mjs", file).stdout, /89 of 100 .*\n {2}-3 +line 9 +high-port: /);
  });

  it("says what it cannot read", () => {
    const empty = path.join(app({ Dockerfile: "# nothing\n" }), "Dockerfile");
    assert.match(script("score.mjs", empty).stderr, /no FROM/);
    assert.equal(script("score.mjs", path.join(folder, "none")).status, 2);
    assert.match(script("score.mjs").stderr, /expected one Dockerfile, got 0/);
    assert.match(
      script("score.mjs", empty, "--threshold", "x").stderr,
      /--threshold is x: expected/,
    );
  });

  for (const part of ["backend", "frontend"]) {
    it(`is good enough for the product's ${part}`, function () {
      const file = path.join(ROOT, "docker", part, "Dockerfile");
      if (!fs.existsSync(path.join(ROOT, part))) {
        console.log(`    skipped: there is no ${part}/ beside docker/${part}`);
        this.skip();
      }
      const { pass, score: points, findings } = score(file, "--context", path.join(ROOT, part));
      assert.ok(pass, `${points}: ${findings.map((finding) => finding.text)}`);
    });
  }
});

describe("the Dockerfile that is generated", () => {
  const examples: [string, ...string[]][] = [
    ["fastapi"],
    ["nextjs"],
    ["node-server"],
    ["python-worker", "--heartbeat", "/tmp/alive"],
  ];
  for (const [name, ...options] of examples) {
    it(`for ${name} is the one in examples, and scores 100`, () => {
      const example = path.join(SKILL, "examples", name);
      const out = app({});
      const run = script("generate.mjs", "--app", example, "--out", out, ...options);
      assert.equal(run.status, 0, run.stderr);
      for (const file of ["Dockerfile", ".dockerignore"]) {
        const [written, kept] = [out, example].map((dir) =>
          fs.readFileSync(path.join(dir, file), "utf8"),
        );
        assert.equal(written, kept);
      }
      assert.equal(score(path.join(example, "Dockerfile")).score, 100);
    });
  }

  it("has a stage of its own for a build step, and scores 100", () => {
    const manifest = {
      main: "dist/server.js",
      scripts: { build: "tsc" },
      devDependencies: { x: "1" },
    };
    const dir = app({ "package.json": JSON.stringify(manifest), "package-lock.json": "{}" });
    assert.equal(script("generate.mjs", "--app", dir, "--out", dir).status, 0);
    const text = fs.readFileSync(path.join(dir, "Dockerfile"), "utf8");
    assert.match(text, /AS deps[^]*--omit=dev[^]*AS builder[^]*npm run build[^]*AS runner/);
    assert.match(text, /CMD \["node", "dist\/server.js"\]\n$/);
    assert.deepEqual(score(path.join(dir, "Dockerfile")).findings, []);
  });

  it("takes entry, port, health, base and user from the options", () => {
    const dir = app({ "main.py": "", "requirements.txt": "flask==3\n" });
    const { stdout } = script(
      ...(["generate.mjs", "--app", dir, "--entry", "serve.py", "--port", "9000"] as const),
      ...["--health", "/up", "--base", "python:3.12-alpine", "--user", "1234"],
    );
    for (const part of [
      "ARG BASE_IMAGE=python:3.12-alpine",
      "USER 1234:1234",
      "EXPOSE 9000",
      "http://127.0.0.1:9000/up",
      'CMD ["python", "serve.py"]',
    ]) {
      assert.ok(stdout.includes(part), part);
    }
  });

  it("does not overwrite a file that differs, unless it is told to", () => {
    const dir = app({ "main.py": "", Dockerfile: "FROM mine:1\n" });
    const refused = script("generate.mjs", "--app", dir, "--out", dir);
    assert.equal(refused.status, 2);
    assert.match(refused.stderr, /Dockerfile in .* would be overwritten\. Add --force/);
    assert.equal(fs.readFileSync(path.join(dir, "Dockerfile"), "utf8"), "FROM mine:1\n");
    assert.equal(script("generate.mjs", "--app", dir, "--out", dir, "--force").status, 0);
  });

  const python = { "main.py": "" };
  const refused: [string, Record<string, string>, string[], RegExp][] = [
    ["an empty folder", {}, [], /neither package.json nor .*: name its --kind/],
    [
      "an unknown kind",
      python,
      ["--kind", "ruby"],
      /--kind is ruby: expected one of python-fastapi/,
    ],
    ["a base without version", python, ["--base", "python"], /--base is python: expected an image/],
    ["root", python, ["--user", "0"], /--user is 0: expected a number from 1/],
    ["a low port", python, ["--port", "80"], /--port is 80: expected a whole number from 1024/],
    ["port and heartbeat", python, ["--port", "8080", "--heartbeat", "/x"], /leave out --port/],
    ["a relative heartbeat", python, ["--heartbeat", "x"], /--heartbeat is x: expected a file/],
    [
      "a health address",
      python,
      ["--health", "http://x"],
      /--health is http:\/\/x: expected a path/,
    ],
    ["another lock", { ...python, "uv.lock": "" }, [], /Run: uv export/],
    ["no entry", { "requirements.txt": "" }, [], /name it, as --entry worker.py/],
    ["no FastAPI()", { "requirements.txt": "fastapi\n" }, [], /--entry main:app/],
    [
      "no lock",
      { "package.json": '{"dependencies":{"x":"1"}}' },
      [],
      /npm install --package-lock-only/,
    ],
    [
      "Next.js that is not standalone",
      { "package.json": '{"dependencies":{"next":"16"}}', "package-lock.json": "{}" },
      [],
      /output: "standalone"/,
    ],
  ];
  for (const [name, files, options, message] of refused) {
    it(`is refused for ${name}, with the fix`, () => {
      const run = script("generate.mjs", "--app", app(files), ...options);
      assert.equal(run.status, 2);
      assert.match(run.stderr, message);
    });
  }
});
