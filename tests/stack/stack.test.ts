import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import {
  appImages,
  Checkout,
  Ended,
  get,
  kubectl,
  missing,
  podNames,
  PROFILE,
  STACK,
} from "./checkout";
import { changes } from "../../cli/statusReport";

/** Secrets whose values are looked for everywhere afterwards. */
const SECRETS = {
  jwtSecret: "canary-jwt-4f1c9b7e2d8a6053-of-40-characters",
  cohereApiKey: "canary-cohere-7d3e5a9c1b",
};

const shown = (ended: Ended) => `exit ${ended.code}\n${ended.output}`;
const log: string[] = [];

describe("the stack on a real minikube", function () {
  this.timeout("30m");
  this.bail(true);
  let checkout: Checkout;
  let endpoints: { nodePort: string; ingress: string };
  /** Images of this app that the engine had already, from somebody's own stack. */
  const imagesBefore: string[] = [];
  /** Every line that the commands printed, for the search for secrets. */
  const printed: string[] = [];

  const ok = (ended: Ended): Ended => {
    printed.push(ended.output);
    assert.equal(ended.code, 0, shown(ended));
    return ended;
  };
  const note = (what: string, ended: Ended) => log.push(`${what}: ${ended.seconds.toFixed(1)} s`);
  const preview = async () => changes(ok(await checkout.pulumi("preview", "--json")).output);
  const answers = async () => {
    assert.equal((await get(`${endpoints.nodePort}/`)).status, 200);
    const { hostname } = new URL(endpoints.nodePort);
    assert.equal((await get(`http://${hostname}/`, new URL(endpoints.ingress).host)).status, 200);
  };

  before(function () {
    const reason = missing();
    if (reason) {
      console.log(`    skipped: ${reason}`);
      this.skip();
    }
    imagesBefore.push(...appImages());
    checkout = new Checkout();
  });
  after(async () => {
    if (log.length > 0) console.log(`    ${log.join("\n    ")}`);
    if (!checkout) return;
    await checkout.make("down");
    execFileSync("minikube", ["delete", "--profile", PROFILE], { stdio: "ignore" });
    checkout.remove();
  });

  it("previews before anything is there", async () => {
    const ended = ok(await checkout.make("preview"));
    assert.match(ended.output, /app-release/);
    note("first preview, with npm ci", ended);
  });

  it("comes up with one command, and answers through node and ingress", async () => {
    const ended = ok(await checkout.make("up"));
    note("make up, with minikube and both images from nothing", ended);
    assert.match(ended.output, /The app is up\./);
    const outputs = JSON.parse(ok(await checkout.pulumi("stack", "output", "--json")).output);
    endpoints = outputs.endpoints;
    assert.equal(podNames("backend").length, 1);
    assert.equal(podNames("frontend").length, 1);
    await answers();
    ok(await checkout.make("status"));
  });

  it("leaves the stack's file as it was: no salt in what git tracks", () => {
    const file = checkout.read(`Pulumi.${STACK}.yaml`);
    assert.match(file, new RegExp(`todo:profile: ${PROFILE}`));
    assert.doesNotMatch(file, /encryptionsalt/);
  });

  it("changes nothing the second time", async () => {
    note("preview, nothing changed", ok(await checkout.pulumi("preview", "--expect-no-changes")));
    note("up, nothing changed", ok(await checkout.pulumi("up", "--yes", "--expect-no-changes")));
  });

  it("names exactly what an edited line of the backend touches, and rolls only its pod", async () => {
    const before = { backend: podNames("backend"), frontend: podNames("frontend") };
    checkout.edit("backend/app/__init__.py", (text) => `${text}\n# another line\n`);
    assert.deepEqual(await preview(), ["app-release", "backend-build", "backend-load"]);
    note("up, one line of the backend", ok(await checkout.make("up")));
    assert.notDeepEqual(podNames("backend"), before.backend);
    assert.deepEqual(podNames("frontend"), before.frontend);
    await answers();
  });

  it("sees an edited template in preview", async () => {
    const undo = checkout.edit(
      "helm/todo-app/templates/service-backend.yaml",
      (text) => `${text}# edited\n`,
    );
    assert.deepEqual(await preview(), ["app-release"]);
    undo();
    assert.deepEqual(await preview(), []);
  });

  it("rolls the backend alone when a secret changes", async () => {
    const before = { backend: podNames("backend"), frontend: podNames("frontend") };
    for (const [key, value] of Object.entries(SECRETS))
      await checkout.set(`todo:${key}`, value, true);
    note("up, two secrets", ok(await checkout.run("make", ["up", `STACK=${STACK}`])));
    assert.notDeepEqual(podNames("backend"), before.backend);
    assert.deepEqual(podNames("frontend"), before.frontend);
    const stored = kubectl(
      "-n",
      "todo-app",
      "get",
      "secret",
      "app-secrets",
      "-o",
      "jsonpath={.data.JWT_SECRET}",
    );
    assert.equal(Buffer.from(stored, "base64").toString(), SECRETS.jwtSecret);
  });

  it("shows a secret's value nowhere", async () => {
    const verbose = await checkout.pulumi("up", "--yes", "-v=3", "--logtostderr");
    assert.equal(verbose.code, 0, shown(verbose));
    const [backendImage] = podNames("backend").map((pod) =>
      kubectl("-n", "todo-app", "get", "pod", pod, "-o", "jsonpath={.spec.containers[0].image}"),
    );
    const places: Record<string, string> = {
      "the state": ok(await checkout.pulumi("stack", "export")).output,
      "the log of up -v=3": verbose.output,
      "everything printed": printed.join("\n"),
      "the configuration": checkout.read(`Pulumi.${STACK}.yaml`),
      "helm's values": execFileSync(
        "helm",
        ["--kube-context", PROFILE, "-n", "todo-app", "get", "all", "todo-app"],
        { encoding: "utf8" },
      ),
      "kubectl describe": kubectl("-n", "todo-app", "describe", "all,secret,ingress"),
      "the pods' logs": kubectl(
        "-n",
        "todo-app",
        "logs",
        "-l",
        "app=backend",
        "--all-containers",
        "--tail=-1",
      ),
      "docker history": execFileSync("docker", ["history", "--no-trunc", backendImage!], {
        encoding: "utf8",
      }),
    };
    for (const [place, text] of Object.entries(places)) {
      assert.ok(text.length > 50, `${place} is empty`);
      for (const [key, value] of Object.entries(SECRETS)) {
        const forms = [value, encodeURIComponent(value)];
        // At -v=3 Pulumi's own SDK prints the engine's answers, with a Secret's data as Kubernetes has it.
        if (place !== "the log of up -v=3") forms.push(Buffer.from(value).toString("base64"));
        for (const form of forms) {
          assert.ok(!text.includes(form), `${place} has ${key}`);
        }
      }
    }
  });

  it("takes a wrong setting for nothing to begin with", async () => {
    await checkout.set("todo:host", "localhost");
    const ended = await checkout.make("up");
    assert.notEqual(ended.code, 0);
    assert.match(
      ended.output,
      /todo:host is "localhost".*Run: pulumi config set todo:host todo-app\.local/,
    );
    assert.doesNotMatch(ended.output, /at .*\.ts:\d+/);
    ok(await checkout.pulumi("config", "rm", "todo:host"));
    await answers();
  });

  it("stops a preview that breaks a promise", async () => {
    const undo = checkout.edit("components/appSecrets.ts", (text) =>
      text.replace(
        'pod-security.kubernetes.io/enforce": "restricted"',
        'pod-security.kubernetes.io/enforce": "baseline"',
      ),
    );
    const ended = await checkout.make("preview");
    assert.notEqual(ended.code, 0, shown(ended));
    assert.match(ended.output, /enforce is "baseline": expected restricted/);
    undo();
    assert.match(ok(await checkout.make("preview")).output, /todo-app-promises/);
  });

  it("says when the node does not take an image, and goes on when it does", async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "todo-path-"));
    const real = execFileSync("bash", ["-c", "command -v minikube"], { encoding: "utf8" }).trim();
    const script = `#!/bin/sh\n[ "$1 $2" = "image load" ] && { echo "no space left on device" >&2; exit 80; }\nexec ${real} "$@"\n`;
    fs.writeFileSync(path.join(folder, "minikube"), script, { mode: 0o755 });
    checkout.edit("backend/app/__init__.py", (text) => `${text}\n# a line to load\n`);
    const PATH = `${folder}${path.delimiter}${process.env.PATH}`;
    const ended = await checkout.make("up", { PATH });
    fs.rmSync(folder, { recursive: true });
    assert.notEqual(ended.code, 0);
    assert.match(ended.output, /loading todo-backend:\w+ into minikube profile \S+ failed/);
    assert.match(ended.output, /no space left on device/);
    await answers();
    ok(await checkout.make("up"));
    await answers();
  });

  it("shows the builder's words when a Dockerfile does not build, and goes on when it is mended", async () => {
    const undo = checkout.edit("docker/backend/Dockerfile", (text) =>
      text.replace("USER 1000:1000", "RUN no-such-program"),
    );
    const ended = await checkout.make("up");
    assert.notEqual(ended.code, 0);
    assert.match(ended.output, /no-such-program/);
    await answers();
    undo();
    ok(await checkout.make("up"));
  });

  it("says why a pod does not get ready, undoes the release, and goes on when it is mended", async () => {
    await checkout.set("todo:timeoutSeconds", "60");
    const undo = checkout.edit(
      "backend/main.py",
      (text) => `raise SystemExit("the reason is here")\n${text}`,
    );
    const ended = await checkout.make("up");
    note("up, a backend that crashes", ended);
    assert.notEqual(ended.code, 0);
    assert.match(ended.output, /container backend: (CrashLoopBackOff|failed|Error).*exit code 1/);
    assert.match(ended.output, /the reason is here/);
    await answers();
    undo();
    ok(await checkout.pulumi("config", "rm", "todo:timeoutSeconds"));
    ok(await checkout.make("up"));
    await answers();
  });

  it("goes on after Ctrl-C in the middle of an up", async () => {
    checkout.edit("backend/app/__init__.py", (text) => `${text}\n# and another\n`);
    const cut = await checkout.run("make", ["up", `STACK=${STACK}`], {
      interruptAfter: /backend-load/,
    });
    assert.notEqual(cut.code, 0, shown(cut));
    const again = await checkout.make("up");
    if (again.code !== 0) {
      assert.match(again.output, /make recover/);
      ok(await checkout.make("recover"));
      ok(await checkout.make("up"));
    }
    await answers();
  });

  it("starts a profile again that was stopped by hand, with its data", async () => {
    execFileSync("minikube", ["stop", "--profile", PROFILE], { stdio: "ignore" });
    note("up, minikube stopped by hand", ok(await checkout.make("up")));
    ok(await checkout.pulumi("preview", "--expect-no-changes"));
  });

  it("wakes a profile that was paused by hand", async () => {
    execFileSync("minikube", ["pause", "--all-namespaces", "--profile", PROFILE], {
      stdio: "ignore",
    });
    const ended = ok(await checkout.make("up"));
    assert.match(ended.output, /paused: waking it/);
    await answers();
  });

  const helm = (...args: string[]) =>
    execFileSync("helm", [...args, "--kube-context", PROFILE, "--namespace", "todo-app"], {
      encoding: "utf8",
    });
  const jwtSecret = () => {
    const output = "jsonpath={.data.JWT_SECRET}";
    return kubectl("-n", "todo-app", "get", "secret", "app-secrets", "-o", output);
  };
  const drifts: Record<string, () => unknown> = {
    "a release that was rolled back": () => helm("rollback", "todo-app"),
    "a release that was uninstalled": () => helm("uninstall", "todo-app", "--wait"),
    "a namespace that was removed": () => kubectl("delete", "namespace", "todo-app"),
    "a Secret that was edited": () => {
      const patch = JSON.stringify({ stringData: { JWT_SECRET: "x".repeat(40) } });
      kubectl("-n", "todo-app", "patch", "secret", "app-secrets", "--patch", patch);
    },
  };
  for (const [what, happens] of Object.entries(drifts)) {
    it(`brings back ${what}`, async () => {
      const secret = jwtSecret();
      happens();
      note(`up, ${what}`, ok(await checkout.make("up")));
      assert.equal(jwtSecret(), secret);
      assert.equal(podNames("backend").length, 1);
      const outputs = JSON.parse(ok(await checkout.pulumi("stack", "output", "--json")).output);
      endpoints = outputs.endpoints;
      await answers();
      ok(await checkout.pulumi("preview", "--expect-no-changes"));
    });
  }

  it("brings back images that were pruned from node and engine", async () => {
    const outputs = JSON.parse(ok(await checkout.pulumi("stack", "output", "--json")).output);
    const images: string[] = [outputs.backendImage, outputs.frontendImage];
    kubectl("-n", "todo-app", "scale", "deployment", "--all", "--replicas=0");
    kubectl("-n", "todo-app", "wait", "pod", "-l", "app=backend", "--for=delete");
    for (const image of images) {
      execFileSync("minikube", ["image", "rm", image, "--profile", PROFILE]);
      execFileSync("docker", ["image", "rm", image]);
    }
    const ended = ok(await checkout.make("up"));
    for (const image of images) {
      assert.match(ended.output, new RegExp(`${image} is not in the engine any more: building it`));
      assert.match(ended.output, new RegExp(`${image} is not on the node any more: loading it`));
    }
    kubectl("-n", "todo-app", "scale", "deployment", "--all", "--replicas=1");
    kubectl("-n", "todo-app", "rollout", "status", "deployment/backend", "--timeout=180s");
    kubectl("-n", "todo-app", "rollout", "status", "deployment/frontend", "--timeout=180s");
    await answers();
  });

  it("makes everything again when the profile was deleted by hand", async () => {
    execFileSync("minikube", ["delete", "--profile", PROFILE], { stdio: "ignore" });
    note("up, minikube deleted by hand", ok(await checkout.make("up")));
    const outputs = JSON.parse(ok(await checkout.pulumi("stack", "output", "--json")).output);
    endpoints = outputs.endpoints;
    await answers();
    ok(await checkout.pulumi("preview", "--expect-no-changes"));
  });

  it("goes down without a trace, and a second time without an error", async () => {
    note("make down", ok(await checkout.make("down")));
    assert.deepEqual(
      appImages().filter((image) => !imagesBefore.includes(image)),
      [],
    );
    const profiles = execFileSync("minikube", ["profile", "list", "-o", "json"], {
      encoding: "utf8",
    });
    assert.ok(!profiles.includes(PROFILE), profiles);
    assert.match(ok(await checkout.make("down")).output, /nothing to take away/);
  });
});
