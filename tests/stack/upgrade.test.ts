/** A deployment of the version before ownership was recorded in the state: an up and a down of today's version. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { Load } from "../../tools/faultInjection/load";
import { appImages, kubectl, minikube, PROFILE, profiles, startProfile } from "./checkout";
import { Deployment, inOrder, skipWithoutTools } from "./deployment";

/** The last commit that knew a stack by its name. */
const BEFORE = "b6e1af2";

/** Skips a suite where the history does not go back so far, as in a shallow clone. */
function needHistory(this: Mocha.Context): void {
  try {
    execFileSync("git", ["cat-file", "-e", `${BEFORE}^{commit}`], { stdio: "ignore" });
  } catch {
    console.log(`    skipped: commit ${BEFORE} is not here. To have it: git fetch --unshallow`);
    this.skip();
  }
}

for (const whose of ["its own", "somebody else's"]) {
  describe(`an upgrade from ${BEFORE} in a profile of ${whose}`, function () {
    this.timeout("30m");
    inOrder(this);
    let stack: Deployment;
    const imagesBefore = appImages();
    const adopted = whose !== "its own";

    before(skipWithoutTools);
    before(needHistory);
    before(async () => {
      stack = new Deployment({}, { commit: BEFORE });
      if (adopted) startProfile();
      await stack.fixed(`up, ${BEFORE}`);
    });
    after(() => stack?.end());

    it("loses no write, and makes nothing anew that has data", async () => {
      const uids = () =>
        kubectl(
          ...["get", "namespace/todo-app", "-n", "todo-app", "-o", "jsonpath={.metadata.uid}"],
        ) +
        kubectl("-n", "todo-app", "get", "pvc,service", "-o", "jsonpath={.items[*].metadata.uid}");
      const before = uids();
      const { nodePort } = (await stack.outputs()).endpoints;
      const load = await Load.start({ url: nodePort }, 2);
      stack.checkout.takeFiles();
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
