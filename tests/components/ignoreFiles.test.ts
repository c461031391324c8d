import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import fc from "fast-check";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { chartFiles, imageHash } from "../../components/image/contentHash";
import { Case, inFolders } from "../ignore/cases";
import { deciding } from "../ignore/ours";
import recorded from "../ignore/recorded.json";

/** What Docker's own code said, `null` where it refused: `make test-ignore RECORD=1` writes it anew. */
const CASES: (Case & { sent: string[] | null })[] = recorded;

describe("a .dockerignore", () => {
  it(`lets in what Docker lets in, in ${CASES.length} recorded cases`, () => {
    inFolders(CASES, (folders) =>
      folders.forEach((folder, index) => {
        const { ignore, sent } = CASES[index]!;
        assert.deepEqual(deciding(folder), sent ?? undefined, JSON.stringify(ignore));
      }),
    );
  });

  it("decides which files are another tag when they change", () => {
    const cases = CASES.filter(({ sent }) => sent).slice(0, 40);
    inFolders(cases, (folders) =>
      folders.forEach((folder, index) => {
        const { ignore, files, sent } = cases[index]!;
        fs.writeFileSync(`${folder}.Dockerfile`, "FROM scratch\n");
        const hash = () =>
          imageHash({
            context: folder,
            dockerfile: `${folder}.Dockerfile`,
            args: {},
            platform: "",
          });
        const before = hash();
        for (const file of files) {
          const full = path.join(folder, file);
          const text = fs.lstatSync(full).isSymbolicLink() ? undefined : "changed";
          if (text === undefined) fs.rmSync(full);
          else fs.writeFileSync(full, text);
          assert.equal(
            hash() !== before,
            sent!.includes(file),
            `${file} by ${JSON.stringify(ignore)}`,
          );
          if (text === undefined) fs.symlinkSync("nowhere", full);
          else fs.writeFileSync(full, "");
        }
      }),
    );
  });

  for (const [line, says] of [
    ["!", /nothing follows the !/],
    ["app/[a", /syntax is wrong.*Close the bracket/],
    ["[a-]", /syntax is wrong/],
    ["b\\", /syntax is wrong.*backslash/],
  ] as const) {
    it(`is refused as Docker refuses it, with file and line: ${line}`, () => {
      inFolders([{ ignore: `a\n${line}\n`, files: ["a"] }], ([folder]) => {
        const inputs = {
          context: folder!,
          dockerfile: `${folder}.Dockerfile`,
          args: {},
          platform: "",
        };
        fs.writeFileSync(inputs.dockerfile, "FROM scratch\n");
        assert.throws(
          () => imageHash(inputs),
          (error: Error) => {
            assert.match(error.message, says);
            assert.ok(
              error.message.startsWith(`${path.join(folder!, ".dockerignore")}: Docker refuses`),
            );
            return error.message.includes(JSON.stringify(line));
          },
        );
      });
    });
  }
});

describe("a .helmignore", () => {
  let chart: string;
  const file = (name: string, text = "") => {
    fs.mkdirSync(path.dirname(path.join(chart, name)), { recursive: true });
    fs.writeFileSync(path.join(chart, name), text);
  };
  const ignoring = (lines: string) => {
    file(".helmignore", lines);
    return chartFiles(chart).filter((name) => !OWN.includes(name));
  };
  const OWN = [".helmignore", "Chart.yaml"];

  beforeEach(() => {
    chart = fs.mkdtempSync(path.join(os.tmpdir(), "todo-chart-"));
    file("Chart.yaml", "apiVersion: v2\nname: some\nversion: 1.0.0\n");
  });
  afterEach(() => fs.rmSync(chart, { recursive: true }));

  for (const [lines, left] of [
    ["a", ["b/c"]],
    ["/a", ["b/a", "b/c"]],
    ["b/", ["a"]],
    ["b/a", ["a", "b/c"]],
    ["b/?", ["a"]],
    ["[a-b]", []],
    ["\\a", ["b/c"]],
    ["# a\n\n  a  ", ["b/c"]],
    ["/b/c\r\n", ["a", "b/a"]],
    // All that is not b, and so what lies in b too.
    ["!b", []],
    ["A", ["a", "b/a", "b/c"]],
  ] as [string, string[]][]) {
    it(`is read by Helm's rules: ${JSON.stringify(lines)}`, () => {
      for (const name of ["a", "b/a", "b/c"]) file(name);
      assert.deepEqual(ignoring(lines), left);
    });
  }

  it("leaves out what Helm leaves out of every chart: dot files beside the templates", () => {
    for (const name of ["templates/.x.swp", "templates/x.yaml", "files/.x"]) file(name);
    assert.deepEqual(ignoring(""), ["files/.x", "templates/x.yaml"]);
  });

  it("counts a link for what it leads to, as Helm does", () => {
    file("elsewhere/a", "1");
    file("elsewhere/folder/b");
    fs.symlinkSync("elsewhere/a", path.join(chart, "link"));
    fs.symlinkSync("elsewhere/folder", path.join(chart, "links"));
    assert.deepEqual(ignoring("elsewhere"), ["link", "links/b"]);
  });

  for (const [line, says] of [
    ["**/a", /Helm has no \*\*/],
    ["[a", /Close the bracket/],
  ] as const) {
    it(`is refused as Helm refuses it, with file and line: ${line}`, () => {
      assert.throws(() => ignoring(line), says);
      assert.throws(
        () => ignoring(line),
        (error: Error) => error.message.includes(JSON.stringify(line)),
      );
    });
  }

  it("lets in what Helm packs, in 40 random cases", function () {
    if (spawnSync("helm", ["version"]).status !== 0) {
      console.log("    skipped: helm is not on PATH (https://helm.sh/docs/intro/install/)");
      this.skip();
    }
    this.timeout(120_000);
    const name = fc.constantFrom("a", "ab", "b", "x.md", "x.yaml", ".env", "a b", "#a#", "(a)");
    const part = fc.oneof(name, fc.constantFrom("*.md", "a*", "[a-b]", "[^C]", ".*", "\\#*", "A"));
    const line = fc
      .tuple(
        fc.constantFrom("", "", "", "", "/", "/", "*/", "?/", "!"),
        fc.array(part, { minLength: 1, maxLength: 2 }).map((parts) => parts.join("/")),
        fc.constantFrom("", "", "/"),
      )
      .map((parts) => parts.join(""));
    const lines = fc.array(line, { minLength: 1, maxLength: 3 });
    const files = fc.array(fc.array(name, { minLength: 1, maxLength: 3 }), {
      minLength: 3,
      maxLength: 8,
    });
    let compared = 0;
    for (const [rules, paths] of fc.sample(fc.tuple(lines, files), { numRuns: 40, seed: 1 })) {
      fs.rmSync(chart, { recursive: true });
      // Where Helm must find it, whatever the rules say of other names.
      file("Chart.yaml", "apiVersion: v2\nname: some\nversion: 1.0.0\n");
      for (const parts of paths) {
        try {
          file(parts.join("/"));
        } catch {
          // A file there is a folder here: one of them is enough.
        }
      }
      file(".helmignore", rules.join("\n"));
      const packed = packedByHelm(chart);
      if (!packed) continue;
      assert.deepEqual(chartFiles(chart).sort(), packed, JSON.stringify(rules));
      compared += 1;
    }
    assert.ok(compared >= 20, `only ${compared} were charts`);
  });
});

/** The files of the archive that Helm makes; undefined where the rules leave it no chart. */
function packedByHelm(chart: string): string[] | undefined {
  const { status, stderr } = spawnSync(
    "helm",
    ["package", chart, "--destination", `${chart}-out`],
    {
      encoding: "utf8",
    },
  );
  try {
    if (status !== 0) {
      assert.match(stderr, /Chart.yaml file is missing/);
      return undefined;
    }
    const archive = path.join(`${chart}-out`, "some-1.0.0.tgz");
    const names = execFileSync("tar", ["-tzf", archive], { encoding: "utf8" })
      .trimEnd()
      .split("\n");
    return names.map((name) => name.replace(/^some\//, "")).sort();
  } finally {
    fs.rmSync(`${chart}-out`, { recursive: true, force: true });
  }
}
