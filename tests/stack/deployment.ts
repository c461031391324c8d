import assert from "node:assert/strict";
import { changes } from "../../cli/cluster/statusReport";
import { Checkout, deleteProfile, Ended, get, missing, podNames } from "./checkout";

/** A command's end as a failed test shows it. */
export const shown = (ended: Ended) => `exit ${ended.code}\n${ended.output}`;

/** The same command's end, if it ended well. */
export function wentWell(ended: Ended): Ended {
  assert.equal(ended.code, 0, shown(ended));
  return ended;
}

/** A checkout of a suite's own, what is deployed from it, and what was printed and measured on the way. */
export class Deployment {
  readonly checkout: Checkout;
  /** Every line that the commands printed, for the search for secrets. */
  readonly printed: string[] = [];
  readonly times: string[] = [];

  /**
   * @param settings of the stack, without `todo:`.
   * @param commit an earlier one, to be deployed instead of this checkout.
   * @param beside whether the tests' profile is in use, and stays as it is.
   */
  constructor(
    settings: Record<string, string> = {},
    { commit, beside = false }: { commit?: string; beside?: boolean } = {},
  ) {
    // What a run that was killed has left: the profile is nobody's but these tests'.
    if (!beside) deleteProfile();
    this.checkout = new Checkout(settings, commit);
  }

  /** The same command's end, if it ended well; what it printed is kept. */
  ok(ended: Ended): Ended {
    this.printed.push(ended.output);
    return wentWell(ended);
  }

  /** The same command's end, if it failed in words for people. */
  failed(ended: Ended, ...words: RegExp[]): Ended {
    this.printed.push(ended.output);
    assert.notEqual(ended.code, 0, shown(ended));
    for (const expected of words) assert.match(ended.output, expected);
    assert.doesNotMatch(ended.output, /\n\s+at .*:\d+:\d+/, "a stack trace");
    return ended;
  }

  /** The same, and its time is told at the end. */
  timed(what: string, ended: Ended): Ended {
    this.times.push(`${what}: ${ended.seconds.toFixed(1)} s`);
    return this.ok(ended);
  }

  /** Names of what a preview would change. */
  async preview(): Promise<string[]> {
    const { output } = this.ok(await this.checkout.pulumi("preview", "--json"));
    return changes(output, "pulumi preview --json");
  }

  async outputs() {
    const ended = this.ok(await this.checkout.pulumi("stack", "output", "--json"));
    return JSON.parse(ended.output) as {
      endpoints: { nodePort: string; ingress: string };
      backendImage: string;
      frontendImage: string;
    };
  }

  /** The page answers at the node's port and through the ingress. */
  async answers(): Promise<void> {
    const { nodePort, ingress } = (await this.outputs()).endpoints;
    assert.equal((await get(`${nodePort}/`)).status, 200);
    const { hostname } = new URL(nodePort);
    assert.equal((await get(`http://${hostname}/`, new URL(ingress).host)).status, 200);
  }

  /** The command ends well, if need be after the one that it names. */
  async goesOn(target: "up" | "down"): Promise<void> {
    const again = await this.checkout.make(target);
    if (again.code === 0) return;
    assert.match(again.output, /make recover/, shown(again));
    this.ok(await this.checkout.make("recover"));
    this.ok(await this.checkout.make(target));
  }

  /** Up again, and all is well. */
  async fixed(what: string): Promise<Ended> {
    const ended = this.timed(what, await this.checkout.make("up"));
    await this.answers();
    return ended;
  }

  /** Nothing is left of it, whatever became of it. */
  async end(): Promise<void> {
    if (this.times.length > 0) console.log(`    ${this.times.join("\n    ")}`);
    await this.checkout.make("down");
    deleteProfile();
    this.checkout.remove();
  }
}

/**
 * Each test of a suite goes on from the one before it: after one that failed, the rest is skipped. Mocha's own
 * `bail` would keep every later suite from running too.
 */
export function inOrder(suite: Mocha.Suite): void {
  suite.beforeEach(function () {
    if (suite.tests.some(({ state }) => state === "failed")) this.skip();
  });
}

/** Skips a suite, with the reason, where the stack cannot be tested. */
export function skipWithoutTools(this: Mocha.Context): void {
  const reason = missing();
  if (!reason) return;
  console.log(`    skipped: ${reason}`);
  this.skip();
}

/** Pods of both parts, to see which of them an `up` replaces. */
export const pods = () => ({ backend: podNames("backend"), frontend: podNames("frontend") });
