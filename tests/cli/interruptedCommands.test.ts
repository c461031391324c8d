import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/** Each: the command, what is running when the user stops it, how that ends, and what must not follow. */
const INTERRUPTED: [verb: string, running: string, code: number, not: RegExp][] = [
  ["down", "^minikube start", 0, /^pulumi destroy/m],
  ["down", "^pulumi destroy", 255, /^pulumi stack rm|still there/m],
  ["recover", "^pulumi refresh", 0, /is repaired/],
  ["up", "wait --for=delete", 0, /^minikube image load|^pulumi up/m],
  ["up", "^pulumi up", 255, /The deployment did not finish/],
];

describe("a user who stops", () => {
  let home: string;
  beforeEach(() => (home = fs.mkdtempSync(path.join(os.tmpdir(), "todo-interrupted-"))));
  afterEach(() => fs.rmSync(home, { recursive: true }));

  for (const [verb, running, code, not] of INTERRUPTED)
    it(`make ${verb} while it runs ${running} is told how to go on, and nothing else is begun`, () => {
      const args = [
        "--import",
        "tsx",
        "tests/support/interrupted.ts",
        verb,
        running,
        `${code}`,
        home,
      ];
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
      const said = `${stdout}\n${stderr}`;
      assert.equal(status, 130, said);
      assert.match(said, new RegExp(running, "m"));
      assert.match(stderr, new RegExp(`Interrupted\\. To continue, run: make ${verb}\n$`));
      assert.doesNotMatch(said, not);
    });
});
