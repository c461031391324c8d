import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { Run, Versions } from "../../tools/compatibility/records";
import { aRun } from "../support/compatibilityRecord";
import { read } from "../support/documents";

describe("the document of compatibility", () => {
  let folder: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "todo-compatibility-"));
    for (const file of ["compatibility.mjs", "compatibility.md"])
      fs.writeFileSync(path.join(folder, file), read(`docs/${file}`));
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  const write = (runs: Run[], ...args: string[]) => {
    const notRun = [{ what: "macOS", why: "no such machine" }];
    fs.writeFileSync(path.join(folder, "compatibility.json"), JSON.stringify({ runs, notRun }));
    const script = path.join(folder, "compatibility.mjs");
    return spawnSync(process.execPath, [script, ...args], { encoding: "utf8" });
  };
  const document = () => fs.readFileSync(path.join(folder, "compatibility.md"), "utf8");

  const DEPLOYED: Versions = {
    ...{ system: "Debian 12, x64", node: "24.21.0", pulumi: "3.260.0", minikube: "1.38.1" },
    ...{ kubectl: "1.34.4", helm: "4.3.1", docker: "29.1.0", dockerClient: "29.1.0" },
    ...{ imageStore: "containerd, overlayfs", kubernetes: "1.34.0", runtime: "containerd 2.1.5" },
  };

  it("has a row for each deployment, and says what is not known", () => {
    write([aRun(DEPLOYED, { settings: { cpus: "2", memoryMiB: "3072" } })]);
    const row =
      "| 2026-11-28 | 1.34.0, containerd 2.1.5 | 1.38.1 | 29.1.0 (containerd, overlayfs) | 4.3.1 | 1.34.4 |" +
      " 3.260.0 | 24.21.0 | unknown | Debian 12, x64 | 200 s, with `cpus=2`, `memoryMiB=3072` | passed |\n";
    assert.ok(document().includes(row), document());
  });

  it("has the newest first, and of one day what was noted last", () => {
    const days: [date: string, helm: string][] = [
      ["2026-11-28", "1.0.1"],
      ["2026-11-29", "1.0.2"],
      ["2026-11-28", "1.0.3"],
    ];
    write(days.map(([date, helm]) => aRun({ helm }, { date })));
    assert.deepEqual(document().match(/1\.0\.\d/g), ["1.0.2", "1.0.3", "1.0.1"]);
  });

  it("has the tool's words as they are, and no Markdown of theirs", () => {
    write([aRun({}, { result: "make up failed: a | b <c> *d* [e](f)" })]);
    assert.ok(
      document().includes(String.raw`make up failed: a \| b \<c\> \*d\* \[e\](f)`),
      document(),
    );
  });

  it("has the tests with what they were run, and what was not run with its reason", () => {
    const steps = [{ name: "npx mocha 'tests/chart*.test.ts'", seconds: 9, code: 0 }];
    const counts = { passed: 9, failed: 0, skipped: 1 };
    write([aRun({ helm: "4.3.1", system: "Debian 12, x64" }, { kind: "chart", steps, counts })]);
    const row =
      "| chart | Helm 4.3.1 | Debian 12, x64 | `npx mocha 'tests/chart*.test.ts'` | 9 passed, 0 failed, 1 skipped |" +
      " passed | 2026-11-28 |\n";
    assert.ok(document().includes(row), document());
    assert.ok(document().includes("| macOS | no such machine |\n"));
    assert.match(document(), /## Deployments\n[^]*None yet\.[^]*## Tests/);
  });

  it("is told to be out of date, and left as it is, by --check", () => {
    write([]);
    const before = document();
    const { status, stderr } = write([aRun(DEPLOYED)], "--check");
    assert.equal(status, 1);
    assert.match(stderr, /not up to date\. Run: node docs\/compatibility\.mjs/);
    assert.equal(document(), before);
    write([aRun(DEPLOYED)]);
    assert.equal(write([aRun(DEPLOYED)], "--check").status, 0);
  });
});
