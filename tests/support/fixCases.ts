/** What is broken, and what the first finding about it has to say and to do. */
import assert from "node:assert/strict";
import {
  diagnose,
  Evidence,
} from "../../.claude/skills/troubleshoot-k8s-deployment/scripts/lib/patterns.mjs";
import { evidence } from "./brokenApps";
import { brokenPlaces, spoken } from "./fixes";

export interface Case {
  objects: object[];
  beside?: Partial<Evidence>;
  /** Kinds of all findings; one if it is a word. */
  finds: string | string[];
  cause: RegExp;
  /** Commands that the first finding's fix runs, without context and namespace; [] where there is none. */
  runs: (string | RegExp)[];
  note?: RegExp;
}

function fits({ objects, beside, finds, cause, runs, note }: Case): void {
  const found = diagnose(evidence(objects, beside));
  assert.deepEqual(
    found.map((finding) => finding.kind),
    [finds].flat(),
    JSON.stringify(found, undefined, 1),
  );
  const [first] = found;
  assert.match(first!.cause, cause);
  assert.match(first!.note, note ?? /^/);
  const commands = spoken(first!.fix);
  assert.equal(commands.length, runs.length, `${commands.join("\n")}\n${first!.note}`);
  for (const [index, expected] of runs.entries()) {
    if (typeof expected === "string") assert.equal(commands[index], expected);
    else assert.match(commands[index]!, expected);
  }
  // A placeholder is always spoken of.
  for (const placeholder of first!.fix.match(/<[A-Z:]+>/g) ?? [])
    assert.match(`${first!.note}`, new RegExp(placeholder), first!.note);
  assert.deepEqual(brokenPlaces(first!.fix, objects), []);
}

/** A test for each of them. @param suite the tests' suite. */
export function fixes(suite: string, cases: Record<string, Case>): void {
  describe(suite, function () {
    this.timeout(10_000);
    for (const [name, one] of Object.entries(cases)) it(`fits ${name}`, () => fits(one));
  });
}
