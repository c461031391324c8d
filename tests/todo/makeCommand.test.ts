import assert from "node:assert/strict";
import { BY_MAKE, makeCommand } from "../../todo/configCommand";
import { sourceTexts } from "../support/sourceTexts";

/** One that works on a stack, as the next step of a user. */
const NEXT =
  /(?:[Rr]un|[Tt]hen|and|or|[:,(])[: ]+make (?:up|down|recover|status|preview|logs|config)\b|^make (?:up|down|recover)$/;

describe("a command of make's that is printed", () => {
  const before = process.env.STACK;
  afterEach(() => {
    if (before === undefined) delete process.env.STACK;
    else process.env.STACK = before;
  });

  const cases = [
    ["test", "up", undefined, "make up STACK=test"],
    ["test", "recover", "GONE=1", "make recover GONE=1 STACK=test"],
    ["it's", "down", undefined, "make down STACK='it'\\''s'"],
    ["dev", "up", undefined, "make up"],
    ["", "up", undefined, "make up"],
    [undefined, "up", undefined, "make up"],
  ] as const;
  for (const [stack, target, variable, printed] of cases) {
    it(`is ${printed} for stack ${stack}`, () => {
      if (stack === undefined) delete process.env.STACK;
      else process.env.STACK = stack;
      assert.equal(makeCommand(target, { variable }), printed);
    });
  }

  it("is for the stack as make calls it, in a program that the state gives its name before a rename", () => {
    process.env.STACK = "dev";
    process.env[BY_MAKE] = "prod";
    try {
      assert.equal(makeCommand("down"), "make down STACK=prod");
    } finally {
      delete process.env[BY_MAKE];
    }
  });

  it("is put together in one place: no source writes one itself, which would work on stack dev", () => {
    /** The command of a criterion is that of a checkout as it was cloned. */
    const KNOWN = ["tools/verify/criteria.ts: make up", "tools/verify/criteria.ts: make up"];
    assert.deepEqual(sourceTexts(NEXT), KNOWN);
  });
});
