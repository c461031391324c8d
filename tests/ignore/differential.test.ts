import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fc from "fast-check";
import * as fs from "node:fs";
import * as path from "node:path";
import { anyCase, Case, inFolders, KNOWN } from "./cases";
import { askDocker, hasGo } from "./oracle";
import { deciding } from "./ours";

const CASES = Number(process.env.CASES ?? 1000);
const BUILDS = Number(process.env.BUILDS ?? 25);
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
/** Cases that `make test` goes by where there is neither Go nor Docker. */
const RECORDED = 200;

/** One file of a case, with its ignore file: enough to see it again. */
const told = ({ ignore }: Case, file: string) => `${file} beside ${JSON.stringify(ignore)}`;
const without = (files: string[], others: string[]) =>
  files.filter((file) => !others.includes(file));

describe(`ignore files, read by us and by Docker (SEED=${SEED})`, function () {
  this.timeout(1_200_000);

  it(`decides a tag by the files that Docker takes, in ${CASES} cases`, function () {
    if (!hasGo()) {
      console.log("    skipped: go is not on PATH (https://go.dev/doc/install)");
      this.skip();
    }
    const cases = [...KNOWN, ...fc.sample(anyCase, { numRuns: CASES, seed: SEED })];
    inFolders(cases, (folders) => {
      const answers = askDocker(folders);
      const stale: string[] = [];
      const needless: string[] = [];
      const onlyOneRefuses: string[] = [];
      const count = { files: 0, sent: 0, refused: 0, provider: 0, ownFile: 0 };
      cases.forEach((one, index) => {
        const { buildkit, tar, refused } = answers[index]!;
        const ours = deciding(folders[index]!);
        count.files += one.files.length + 1;
        if (refused !== undefined || ours === undefined) {
          count.refused += 1;
          if ((refused === undefined) !== (ours !== undefined))
            onlyOneRefuses.push(`${JSON.stringify(one.ignore)}: ${refused ?? "Docker takes it"}`);
          return;
        }
        const sent = [...new Set([...buildkit!, ...tar!])];
        stale.push(...without(sent, ours).map((file) => told(one, file)));
        needless.push(...without(ours, sent).map((file) => told(one, file)));
        count.sent += sent.length;
        count.provider += without(buildkit!, tar!).length;
        count.ownFile += without(tar!, buildkit!).length;
        assert.deepEqual(without(without(tar!, buildkit!), [".dockerignore"]), []);
      });
      console.log(
        `    ${cases.length} cases, ${count.files} files, of which ${count.sent} are sent: ${stale.length} stale, ${needless.length} needless,` +
          ` ${count.refused} ignore files refused by both`,
      );
      console.log(
        `    ${count.provider} files count that docker build sends and the provider does not pack` +
          " (taken back by a wildcard from a folder that is left out),",
      );
      console.log(
        `    ${count.ownFile} that the provider packs and docker build does not send (.dockerignore, which leaves out itself)`,
      );
      assert.deepEqual(
        { stale, needless, onlyOneRefuses },
        { stale: [], needless: [], onlyOneRefuses: [] },
      );

      if (process.env.RECORD) record(cases.slice(0, RECORDED), answers);
    });
  });

  it(`decides a tag by what a build by BuildKit has got, in ${BUILDS} cases`, function () {
    const missing = noBuildKit();
    if (missing) {
      console.log(`    skipped: ${missing}`);
      this.skip();
    }
    const cases = [...KNOWN, ...fc.sample(anyCase, { numRuns: BUILDS, seed: SEED })].slice(-BUILDS);
    inFolders([...KNOWN.slice(0, 10), ...cases], (folders) => {
      for (const folder of folders) {
        const ours = deciding(folder);
        const got = built(folder);
        const ignore = JSON.stringify(fs.readFileSync(path.join(folder, ".dockerignore"), "utf8"));
        if (got === undefined || ours === undefined) assert.deepEqual(ours, got, ignore);
        else
          assert.deepEqual(
            without(ours, [".dockerignore"]),
            without(got, [".dockerignore"]),
            ignore,
          );
      }
    });
  });
});

/** Why no build here can show what BuildKit does; "" where one can. */
function noBuildKit(): string {
  if (spawnSync("docker", ["info"]).status !== 0) return "no Docker engine answers (docker info)";
  if (spawnSync("docker", ["buildx", "version"]).status === 0) return "";
  return "docker has no buildx here (https://docs.docker.com/build/): an older client's matcher is another one";
}

/** The files of an image that is made of all that is sent; undefined where Docker refuses. */
function built(folder: string): string[] | undefined {
  const out = `${folder}-out`;
  const dockerfile = `${folder}-Dockerfile`;
  fs.writeFileSync(dockerfile, "FROM scratch\nCOPY . /\n");
  const args = [
    "buildx",
    "build",
    "--file",
    dockerfile,
    "--output",
    `type=local,dest=${out}`,
    folder,
  ];
  const { status, stderr } = spawnSync("docker", args, { encoding: "utf8" });
  if (status !== 0) {
    assert.match(stderr, /pattern/, `docker ${args.join(" ")}`);
    return undefined;
  }
  return (fs.readdirSync(out, { recursive: true, withFileTypes: true }) as fs.Dirent[])
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(out, path.join(entry.parentPath, entry.name)))
    .sort();
}

function record(cases: Case[], answers: ReturnType<typeof askDocker>): void {
  const lines = cases.map((one, index) => {
    const { buildkit, tar } = answers[index]!;
    const sent = buildkit && [...new Set([...buildkit, ...tar!])].sort();
    return JSON.stringify({ ...one, sent });
  });
  fs.writeFileSync(path.join(__dirname, "recorded.json"), `[\n${lines.join(",\n")}\n]\n`);
}
