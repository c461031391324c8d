import assert from "node:assert/strict";
import { type Counts, mocha, nodeTest, pytest, vitest } from "../../tools/report/counts.mjs";

describe("counts of tests", () => {
  const printed: [what: string, count: (output: string) => Counts, output: string, of: number[]][] =
    [
      [
        "mocha's",
        mocha,
        "  ✔ says 7 passing\n  812 passing (2m)\n  3 pending\n  1 failing",
        [812, 1, 3],
      ],
      ["mocha's of the last run", mocha, "  1 passing (1s)\n  9 passing (2s)", [9, 0, 0]],
      ["mocha's without an end", mocha, "Error: x", [0, 0, 0]],
      ["pytest's", pytest, "...\n= 1 failed, 3 passed, 2 skipped, 2 errors in 4.20s =", [3, 3, 2]],
      ["quiet pytest's", pytest, "431 passed in 95.02s (0:01:35)", [431, 0, 0]],
      ["pytest's without an end", pytest, "ImportError: x", [0, 0, 0]],
      [
        "vitest's",
        vitest,
        " Test Files  2 passed (2)\n      Tests  1 failed | 30 passed (31)",
        [30, 1, 0],
      ],
      [
        "vitest's with some to do",
        vitest,
        "      Tests  3 passed | 1 skipped | 2 todo (6)",
        [3, 0, 3],
      ],
      ["node's", nodeTest, "ℹ pass 51\nℹ fail 1\nℹ cancelled 2\nℹ skipped 3", [51, 3, 3]],
      [
        "node's without a terminal",
        nodeTest,
        "# pass 51\n# fail 0\n# cancelled 0\n# skipped 0",
        [51, 0, 0],
      ],
    ];
  for (const [what, count, output, [passed, failed, skipped]] of printed) {
    it(`are ${what}`, () => assert.deepEqual(count(output), { passed, failed, skipped }));
  }
});
