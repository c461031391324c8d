import assert from "node:assert/strict";
import * as fs from "node:fs";

// Of another kind than the tests.
const LIST = "../mutation/code.mjs";

describe("the code that is mutated", () => {
  it("is where the list says, and so are its tests: Stryker passes over a file that is not there", async () => {
    const { CODE, ALONE, TESTS } = await import(LIST);
    const files: string[] = [
      ...CODE,
      ...Object.keys(ALONE),
      ...Object.values(ALONE).flat(),
      ...TESTS,
    ];
    assert.ok(files.length > 50);
    assert.deepEqual(
      files.filter((file) => !fs.existsSync(file)),
      [],
    );
  });
});
