import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { PROGRAMS, seenFrom } from "../../components/process/commandProgram";
import { run } from "../../components/process/shell";

describe("the programs of command resources", () => {
  const root = path.resolve(__dirname, "../..");
  // Not the folder of temporary files itself: the checkout may lie in there.
  const elsewhere = fs.mkdtempSync(path.join(os.tmpdir(), "todo-programs-"));
  after(() => fs.rmSync(elsewhere, { recursive: true }));

  it("are named from the program's own folder, so that two checkouts have one state", () => {
    const [compiler, file] = seenFrom(root, PROGRAMS);
    assert.equal(compiler, "tsx");
    assert.equal(file("startCluster"), "components/programs/startCluster.ts");
  });

  it("are found from any other folder, and so is what compiles them", async () => {
    for (const folder of [
      elsewhere,
      path.join(root, "tests"),
      path.join(root, "components", "image"),
    ]) {
      const [compiler, file] = seenFrom(folder, PROGRAMS);
      assert.equal(file("startCluster"), path.join(PROGRAMS, "startCluster.ts"));
      assert.ok(path.isAbsolute(fileURLToPath(compiler)), compiler);
    }
    const [compiler, file] = seenFrom(elsewhere, PROGRAMS);
    const { stdout } = await run(
      "node",
      [
        "--import",
        compiler,
        "--eval",
        `require(${JSON.stringify(file("startCluster"))}); console.log("read")`,
      ],
      {
        cwd: elsewhere,
      },
    );
    assert.equal(stdout, "read\n");
  });
});
