import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { selectorOf } from "../../tools/client/pods";
import { appImages, helm, jwtSecret, kubectl, PROFILE, profiles, STACK } from "./checkout";
import { Deployment, inOrder, pods, skipWithoutTools } from "./deployment";
import { commandLines, foundIn, formsOf } from "./secrecy";

/** Secrets whose values are looked for everywhere afterwards. */
const SECRETS = {
  jwtSecret: "canary-jwt-4f1c9b7e2d8a6053-of-40-characters",
  cohereApiKey: "canary-cohere-7d3e5a9c1b",
};

describe("the stack on a real minikube", function () {
  this.timeout("30m");
  inOrder(this);
  let stack: Deployment;
  /** Images of this app that the engine had already, from somebody's own stack. */
  const imagesBefore: string[] = [];

  before(skipWithoutTools);
  before(() => {
    imagesBefore.push(...appImages());
    stack = new Deployment();
  });
  after(() => stack?.end());

  it("previews before anything is there", async () => {
    const ended = await stack.checkout.make("preview");
    assert.match(stack.timed("first preview, with npm ci", ended).output, /app-release/);
  });

  it("comes up with one command, and answers through node and ingress", async () => {
    const ended = await stack.fixed("make up, with minikube and both images from nothing");
    assert.match(ended.output, /The app is up\./);
    assert.deepEqual([pods().backend.length, pods().frontend.length], [1, 1]);
    stack.ok(await stack.checkout.make("status"));
  });

  it("leaves the stack's file as it was: no salt in what git tracks", () => {
    const file = stack.checkout.read(`Pulumi.${STACK}.yaml`);
    assert.match(file, new RegExp(`todo:profile: "?${PROFILE}`));
    assert.doesNotMatch(file, /encryptionsalt/);
  });

  it("changes nothing the second time", async () => {
    const { checkout } = stack;
    const preview = await checkout.pulumi("preview", "--expect-no-changes");
    stack.timed("preview, nothing changed", preview);
    const up = await checkout.pulumi("up", "--yes", "--expect-no-changes");
    stack.timed("up, nothing changed", up);
  });

  it("names exactly what an edited line of the backend touches, and rolls only its pod", async () => {
    const before = pods();
    stack.checkout.edit("backend/app/__init__.py", (text) => `${text}\n# another line\n`);
    assert.deepEqual(await stack.preview(), ["app-release", "backend-build", "backend-load"]);
    await stack.fixed("up, one line of the backend");
    assert.notDeepEqual(pods().backend, before.backend);
    assert.deepEqual(pods().frontend, before.frontend);
  });

  it("sees an edited template in preview", async () => {
    const undo = stack.checkout.edit(
      "helm/todo-app/templates/service-backend.yaml",
      (text) => `${text}# edited\n`,
    );
    assert.deepEqual(await stack.preview(), ["app-release"]);
    undo();
    assert.deepEqual(await stack.preview(), []);
  });

  it("rolls the backend alone when a secret changes, and shows it to no other process", async () => {
    const before = pods();
    for (const [key, value] of Object.entries(SECRETS))
      await stack.checkout.set(`todo:${key}`, value, true);
    const { seen, stop } = commandLines();
    await stack.fixed("up, two secrets");
    stop();
    assert.ok(seen.size > 20, "no process was seen");
    assert.match([...seen].join("\n"), /pulumi.* up /);
    for (const value of Object.values(SECRETS))
      assert.deepEqual(foundIn([...seen].join("\n"), formsOf(value)), []);
    assert.notDeepEqual(pods().backend, before.backend);
    assert.deepEqual(pods().frontend, before.frontend);
    assert.equal(Buffer.from(jwtSecret(), "base64").toString(), SECRETS.jwtSecret);
  });

  it("shows a secret's value nowhere", async () => {
    const { checkout } = stack;
    const verbose = stack.ok(await checkout.pulumi("up", "--yes", "-v=3", "--logtostderr"));
    const image = (await stack.outputs()).backendImage;
    const logs = ["-n", "todo-app", "logs", selectorOf("backend"), "--all-containers", "--tail=-1"];
    const places: Record<string, string> = {
      "the state": stack.ok(await checkout.pulumi("stack", "export")).output,
      "the log of up -v=3": verbose.output,
      "everything printed": stack.printed.filter((text) => text !== verbose.output).join("\n"),
      "the configuration": checkout.read(`Pulumi.${STACK}.yaml`),
      "helm's values": helm("get", "all", "todo-app"),
      "kubectl describe": kubectl("-n", "todo-app", "describe", "all,secret,ingress"),
      "the pods' logs": kubectl(...logs),
      "docker history": execFileSync("docker", ["history", "--no-trunc", image], {
        encoding: "utf8",
      }),
    };
    for (const [place, text] of Object.entries(places)) {
      assert.ok(text.length > 50, `${place} is empty`);
      for (const [key, value] of Object.entries(SECRETS)) {
        // A search that finds nothing anywhere proves nothing: it has to find what is planted.
        for (const form of formsOf(value))
          assert.ok(foundIn(`${text.slice(0, 40)}${form}${text.slice(40)}`, [form]).length, place);
        // From -v=3 on Pulumi's own SDK prints the engine's answers, with a Secret's data as Kubernetes has it;
        // at -v=9 the engine prints the configuration too (docs/security.md).
        const forms = place.startsWith("the log of") ? [value] : formsOf(value);
        assert.deepEqual(foundIn(text, forms), [], `${place} has ${key}`);
      }
    }
  });

  it("goes down without a trace, and a second time without an error", async () => {
    const { checkout } = stack;
    stack.timed("make down", await checkout.make("down"));
    assert.deepEqual(
      appImages().filter((image) => !imagesBefore.includes(image)),
      [],
    );
    assert.ok(!profiles().includes(PROFILE), profiles());
    assert.match(stack.ok(await checkout.make("down")).output, /nothing to remove/);
  });
});
