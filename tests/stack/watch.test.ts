import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import { kubectl, type Running } from "./checkout";
import { Deployment, inOrder, pods, skipWithoutTools } from "./deployment";

const HEALTH = "backend/app/health/endpoints.py";

describe("make watch on a real minikube", function () {
  this.timeout("30m");
  inOrder(this);
  let stack: Deployment;
  let watching: Running;

  before(skipWithoutTools);
  before(() => {
    stack = new Deployment();
  });
  after(async () => {
    watching?.kill();
    await stack?.end();
  });

  /** What the backend says of its health. */
  const health = (): string =>
    kubectl(
      ...["get", "--raw"],
      "/api/v1/namespaces/todo-app/services/backend-service:8000/proxy/health",
    );

  const edit = (from: string, to: string) =>
    stack.checkout.edit(HEALTH, (text) => text.replace(from, to));

  /**
   * Saves something, and waits until it is served, and for what the watch says of it.
   *
   * @param isServed asked until it is so; left out: what answers meanwhile cannot be told apart.
   * @returns what was said.
   */
  async function saved(
    what: string,
    save: () => void,
    says: RegExp,
    isServed?: () => boolean | Promise<boolean>,
  ): Promise<string> {
    const [since, begin] = [watching.heard(), Date.now()];
    const seconds = () => ((Date.now() - begin) / 1000).toFixed(1);
    save();
    const said = watching.says(says, since);
    // Once the round has ended the answer may still be the old one: the node's rules follow the pods.
    for (const end = begin + 120_000; isServed && !(await isServed()); await setTimeout(100))
      assert.ok(Date.now() < end, `${what}: not served`);
    const served = isServed ? `served after ${seconds()} s, ` : "";
    const round = (await said).trimEnd().split("\n").at(-1);
    stack.times.push(`${what}: ${served}said after ${seconds()} s (${round})`);
    return said;
  }

  it("comes up, and watches", async () => {
    watching = stack.checkout.begin("make", stack.checkout.target("watch"));
    await watching.says(/Watching backend, frontend/);
    assert.match(health(), /"healthy"/);
  });

  it("serves an edit of the backend, and rolls its pod alone", async () => {
    const before = pods();
    await saved(
      "from the save of a backend file to its answer",
      () => edit('"healthy"] = "healthy"', '"edited"] = "edited"'),
      /backend: ready after/,
      () => /"edited"/.test(health()),
    );
    assert.notDeepEqual(pods().backend, before.backend);
    assert.deepEqual(pods().frontend, before.frontend);
  });

  it("gives the reason of a pod that crashes, serves on, and gives that round up for the edit that fixes it", async () => {
    const undo = edit("router = ", 'raise SystemExit("a typo")\nrouter = ');
    await watching.says(/a typo/, watching.heard());
    assert.match(health(), /"edited"/);
    const said = await saved("from the save that fixes it", undo, /backend: ready after/);
    assert.match(said, /backend: stopped after .* because of a newer edit/);
    assert.match(health(), /"edited"/);
  });

  it("serves an edit of the page", async () => {
    const { nodePort } = (await stack.outputs()).endpoints;
    const layout = "frontend/app/layout.tsx";
    const title = /title: "([^"]*)"/.exec(stack.checkout.read(layout))?.[1];
    assert.ok(title, "the page's title is not where it was");
    await saved(
      "from the save of a frontend file to its page",
      () =>
        stack.checkout.edit(layout, (text) => text.replace(`title: "${title}"`, 'title: "Edited"')),
      /frontend: ready after/,
      async () => /<title>Edited/.test(await (await fetch(nodePort)).text()),
    );
  });

  it("ends with Ctrl-C: what was served stays, and is what an up of the source would leave", async () => {
    watching.interrupt();
    // The exit code is make's own: it was interrupted too.
    const { output } = await watching.ended;
    assert.match(output, /Stopped watching\. .* run: make watch/);
    assert.match(health(), /"edited"/);
    assert.deepEqual(await stack.preview(), []);
    stack.ok(await stack.checkout.make("status"));
  });
});
