import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/** Targets of the Makefile with their recipes. */
const targets = fs
  .readFileSync("Makefile", "utf8")
  .split(/\n(?=[\w./$()-]+:(?!=))/)
  .slice(1)
  .map((text) => ({ rule: text.split("\n")[0]!, recipe: text.split("\n").slice(1).join("\n") }));

describe("the Makefile", () => {
  const programs = targets.filter(({ recipe }) => /^\t.*\$\(TS\)/m.test(recipe));

  it("has the programs that it runs from TypeScript", () => {
    assert.ok(programs.length > 15, `${programs.length}`);
  });
  for (const { rule } of programs) {
    it(`installs what runs them: ${rule.split(":")[0]}`, () => {
      assert.match(rule.split("##")[0]!, /[: ]node_modules\/\.made/);
    });
  }
});

describe("the Makefile's Python", () => {
  // A version manager's shim would not find itself on another PATH.
  const real = execFileSync("python3", ["-c", "import sys; print(sys.executable)"], {
    encoding: "utf8",
  }).trim();
  let bin: string;

  beforeEach(() => {
    bin = fs.mkdtempSync(path.join(os.tmpdir(), "todo-python-"));
    for (const tool of ["bash", "make", "sed", "node"]) {
      const file = execFileSync("bash", ["-c", `command -v ${tool}`], { encoding: "utf8" }).trim();
      fs.symlinkSync(file, path.join(bin, tool));
    }
  });
  afterEach(() => fs.rmSync(bin, { recursive: true }));

  /** A Python that is this machine's and says that it is another one. */
  function python(name: string, version: string, lacks?: string): void {
    const about = `import sys, venv, ensurepip; sys.version_info = (${version.replaceAll(".", ", ")}); sys.modules.update({${lacks ? `'${lacks}': None` : ""}})`;
    const script = `#!${bin}/bash\nexec ${real} -c "${about}; exec(sys.argv[1])" "$2"\n`;
    fs.writeFileSync(path.join(bin, name), script, { mode: 0o755 });
  }

  const make = (...args: string[]) =>
    spawnSync(path.join(bin, "make"), ["--no-print-directory", ...args], {
      env: { PATH: bin },
      encoding: "utf8",
    });

  const machines: [
    what: string,
    pythons: [name: string, version: string, lacks?: string][],
    taken: string,
  ][] = [
    ["the image's", [["python3.11", "3.11.2"]], "python3.11"],
    [
      "the image's beside a later one",
      [
        ["python3", "3.14.0"],
        ["python3.14", "3.14.0"],
        ["python3.11", "3.11.9"],
      ],
      "python3.11",
    ],
    [
      "Homebrew's",
      [
        ["python3.13", "3.13.5"],
        ["python3", "3.13.5"],
      ],
      "python3.13",
    ],
    ["one that is only called python3", [["python3", "3.12.3"]], "python3"],
    ["one that is only called python", [["python", "3.14.1"]], "python"],
    [
      "a later one beside a system's own",
      [
        ["python3", "3.9.6"],
        ["python3.12", "3.12.1"],
      ],
      "python3.12",
    ],
    ["the next one", [["python3", "3.15.0"]], "python3"],
    [
      "one that can make virtual environments",
      [
        ["python3.13", "3.13.5", "ensurepip"],
        ["python3", "3.12.3"],
      ],
      "python3",
    ],
    [
      "none that is too old",
      [
        ["python3", "3.10.12"],
        ["python", "2.7.18"],
      ],
      "",
    ],
    ["none without venv", [["python3", "3.12.3", "venv"]], ""],
  ];
  for (const [what, pythons, taken] of machines) {
    it(`is ${what}`, () => {
      for (const one of pythons) python(...one);
      const { stdout } = make("--eval=print: ; @echo $(PYTHON)", "print");
      assert.equal(stdout.trim(), taken && path.join(bin, taken));
    });
  }

  it("is not blamed where uv fails for another reason", () => {
    python("python3.11", "3.11.9");
    const uv = `#!${bin}/bash\necho "no space left on device" >&2\nexit 2\n`;
    fs.writeFileSync(path.join(bin, "uv"), uv, { mode: 0o755 });
    const { status, stderr } = make(
      "--assume-new=backend/requirements-dev.txt",
      "backend/.venv/.made",
    );
    assert.notEqual(status, 0);
    assert.match(stderr, /no space left on device/);
    assert.doesNotMatch(stderr, /There is no Python/);
  });

  it("is missed with the commands that install one, before anything is made", () => {
    python("python3", "3.10.12");
    const { status, stderr, stdout } = make("--always-make", ".tools/uv/bin/uv");
    assert.notEqual(status, 0);
    assert.match(
      stderr,
      /no Python 3\.11 or later.*brew install python .*sudo apt install python3 python3-venv/,
    );
    assert.equal(stdout, "");
  });
});
