/** A deployment of an earlier version: a preview, an up and a down of today's. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { Load } from "../../tools/faultInjection/load";
import { appImages, kubectl, minikube, PROFILE, profiles, startProfile } from "./checkout";
import { Deployment, inOrder, skipWithoutTools } from "./deployment";

/** The last commit that knew a stack by its name. */
const BEFORE_OWNERSHIP = "b6e1af2";
/** The last one whose components were not a package. */
const BEFORE_PACKAGE = "179cbf1";

/** Skips a suite where the history does not go back so far, as in a shallow clone. */
function needHistory(context: Mocha.Context, commit: string): void {
  try {
    execFileSync("git", ["cat-file", "-e", `${commit}^{commit}`], { stdio: "ignore" });
  } catch {
    console.log(`    skipped: commit ${commit} is not here. To have it: git fetch --unshallow`);
    context.skip();
  }
}

/** What a preview would replace or delete, but images: those are built under another name. */
function lossesIn(preview: string): string[] {
  const { steps } = JSON.parse(preview.slice(preview.indexOf("{")));
  return steps
    .filter(({ op }: { op: string }) => /replace|delete/.test(op))
    .map(({ op, urn }: { op: string; urn: string }) => `${op} ${urn}`)
    .filter((loss: string) => !loss.includes("docker:index/image:Image"));
}

for (const [commit, whose] of [
  [BEFORE_OWNERSHIP, "its own"],
  [BEFORE_OWNERSHIP, "another user's"],
  [BEFORE_PACKAGE, "its own"],
] as const) {
  describe(`an upgrade from ${commit} in a profile of ${whose}`, function () {
    this.timeout("30m");
    inOrder(this);
    let stack: Deployment;
    const imagesBefore = appImages();
    const adopted = whose !== "its own";

    before(skipWithoutTools);
    before(function () {
      needHistory(this, commit);
    });
    before(async () => {
      stack = new Deployment({}, { commit });
      if (adopted) startProfile();
      await stack.fixed(`up, ${commit}`);
    });
    after(() => stack?.end());

    it("would replace and delete nothing", async () => {
      stack.checkout.takeFiles();
      stack.ok(await stack.checkout.make("preview"));
      const { output } = stack.ok(await stack.checkout.pulumi("preview", "--json"));
      assert.deepEqual(lossesIn(output), []);
    });

    it("loses no write, and makes nothing anew that has data", async () => {
      const uids = () =>
        kubectl(
          ...["get", "namespace/todo-app", "-n", "todo-app", "-o", "jsonpath={.metadata.uid}"],
        ) +
        kubectl("-n", "todo-app", "get", "pvc,service", "-o", "jsonpath={.items[*].metadata.uid}");
      const before = uids();
      const { nodePort } = (await stack.outputs()).endpoints;
      const load = await Load.start({ url: nodePort }, 2);
      const ended = await stack.fixed("up, this version");
      assert.equal(uids(), before);
      await load.stop();
      const { acknowledged, lost } = await load.lost();
      console.log(
        `      ${acknowledged} deeds acknowledged, ${lost.length} lost, refused: ` +
          JSON.stringify(load.since(0).failures),
      );
      await load.leave();
      assert.ok(acknowledged > 20, ended.output);
      assert.deepEqual(lost, []);
      stack.ok(await stack.checkout.pulumi("preview", "--expect-no-changes"));
    });

    it("goes down without a trace", async () => {
      stack.timed("down", await stack.checkout.make("down"));
      assert.deepEqual(
        appImages().filter((image) => !imagesBefore.includes(image)),
        [],
      );
      if (!adopted) return assert.ok(!profiles().includes(PROFILE), profiles());
      assert.doesNotMatch(kubectl("get", "namespaces", "-o", "name"), /todo-app/);
      assert.doesNotMatch(minikube("image", "ls"), /todo-(backend|frontend)/);
    });
  });
}
