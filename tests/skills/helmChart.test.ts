import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parse, parseAllDocuments } from "yaml";
import {
  at,
  containers,
  find,
  get,
  helm,
  Manifest,
  names,
  needHelm,
  pods,
  selectors,
  selects,
} from "../support/chartManifests";

const SKILL = path.resolve(__dirname, "../../.claude/skills/generate-helm-chart");
const SAMPLE = path.join(SKILL, "examples/microservices");

const description = () =>
  JSON.parse(fs.readFileSync(path.join(SKILL, "examples/microservices.json"), "utf8"));

function generate(input: unknown, ...args: string[]) {
  return spawnSync(process.execPath, [path.join(SKILL, "scripts/generate.mjs"), "-", ...args], {
    encoding: "utf8",
    input: JSON.stringify(input),
  });
}

/** Every file of a folder with its text. */
function tree(folder: string): Record<string, string> {
  const files = (fs.readdirSync(folder, { recursive: true }) as string[]).sort();
  const whole = files.map((file) => path.join(folder, file));
  return Object.fromEntries(
    whole
      .filter((file) => fs.statSync(file).isFile())
      .map((file) => [path.relative(folder, file), fs.readFileSync(file, "utf8")]),
  );
}

describe("the chart that is generated", () => {
  let folder: string;
  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "skills-"));
  });
  after(() => fs.rmSync(folder, { recursive: true }));

  it("is the one in examples, each time", () => {
    for (const out of ["first", "second"]) {
      const run = generate(description(), "--out", path.join(folder, out));
      assert.equal(run.status, 0, run.stderr);
      assert.deepEqual(tree(path.join(folder, out)), tree(SAMPLE));
    }
  });

  it("explains every value, once", () => {
    const text = fs.readFileSync(path.join(SAMPLE, "values.yaml"), "utf8");
    const values = parse(text);
    const schema = JSON.parse(fs.readFileSync(path.join(SAMPLE, "values.schema.json"), "utf8"));
    for (const key of Object.keys(values)) assert.match(text, new RegExp(`\n# .*\n${key}:`));
    const keys = Object.keys(values.components.gateway);
    for (const key of keys) {
      assert.equal(text.match(new RegExp(`\n    # .*\n    ${key}:`, "g"))?.length, 1, key);
    }
    const known = schema.properties.components.additionalProperties.properties;
    assert.deepEqual(Object.keys(known).sort(), keys.sort());
  });

  it("does not go into a folder that has files, unless it is told to", () => {
    const out = path.join(folder, "first");
    assert.match(generate(description(), "--out", out).stderr, /has files\. Add --force/);
    assert.equal(generate(description(), "--out", out, "--force").status, 0);
  });

  const refused: [string, (d: ReturnType<typeof description>) => void, RegExp][] = [
    ["name", (d) => (d.name = "My Shop"), /name is "My Shop": expected lower-case letters/],
    ["version", (d) => (d.version = "1"), /version is "1": expected three numbers/],
    ["colour", (d) => (d.colour = 1), /colour is not known: expected one of name/],
    ["components", (d) => (d.components = {}), /components is {}: expected one component or more/],
    ["latest", (d) => (d.components.worker.image = "x:latest"), /worker.image is "x:latest"/],
    ["port", (d) => (d.components.orders.port = 0), /orders.port is 0: expected a whole number/],
    ["root", (d) => (d.components.orders.user = 0), /orders.user is 0: .* root is refused/],
    ["calls", (d) => (d.components.orders.calls = ["nobody"]), /calls is \["nobody"\]/],
    ["calls of no port", (d) => (d.components.orders.calls = ["worker"]), /that have a port/],
    [
      "a secret value",
      (d) => (d.components.orders.env.API_KEY = "s3cr3t"),
      /name it under secrets/,
    ],
    [
      "secrets",
      (d) => (d.components.orders.secrets.X = "y"),
      /secrets.X is "y": expected {"secret"/,
    ],
    ["probes", (d) => delete d.components.orders.probes, /orders.probes.liveness is not set/],
    [
      "a path without port",
      (d) => (d.components.worker.probes.liveness = "/"),
      /worker.probes.liv/,
    ],
    ["cpu", (d) => (d.components.orders.resources.cpu = "lots"), /resources.cpu is "lots"/],
    [
      "memory",
      (d) => delete d.components.orders.resources.memory,
      /memory is not set: expected a size/,
    ],
    [
      "scaled storage",
      (d) => (d.components.database.replicas = 2),
      /one replica and no autoscaling/,
    ],
    ["autoscaling", (d) => (d.components.gateway.autoscaling.max = 1), /max at least min/],
    ["ingress", (d) => (d.ingress.component = "worker"), /ingress.component is "worker"/],
    ["a bad key", (d) => (d.components.orders.probe = {}), /components.orders.probe is not known/],
  ];
  for (const [name, change, message] of refused) {
    it(`is refused for a wrong ${name}, with key and what is expected`, () => {
      const wrong = description();
      change(wrong);
      const out = path.join(folder, "refused");
      const run = generate(wrong, "--out", out);
      assert.equal(run.status, 2);
      assert.match(run.stderr, message);
      assert.doesNotMatch(run.stderr, /s3cr3t/);
      assert.ok(!fs.existsSync(out));
    });
  }

  it("is refused with all problems at once", () => {
    const wrong = { ...description(), name: "X", version: "y", ingress: { host: "z" } };
    assert.match(generate(wrong, "--out", folder).stderr, /^generate: 4 problems/);
  });
});

describe("the sample chart", () => {
  before(needHelm);

  const rendered = (...args: string[]): Manifest[] => {
    const run = helm(
      "template",
      "try",
      SAMPLE,
      "--namespace=apps",
      "--kube-version=1.34.0",
      ...args,
    );
    assert.equal(run.status, 0, run.stderr);
    return parseAllDocuments(run.stdout)
      .map((document) => document.toJS() as Manifest | null)
      .filter((manifest) => manifest !== null);
  };
  const COMPONENTS = ["database", "gateway", "orders", "worker"];

  it("lints without a warning", () => {
    const run = helm("lint", "--strict", SAMPLE);
    assert.equal(run.status, 0, run.stdout);
    assert.doesNotMatch(run.stdout, /WARNING|ERROR/);
  });

  it("has what each component needs, and no more", () => {
    const all = rendered();
    assert.deepEqual(names(all, "Deployment"), ["gateway", "orders", "worker"]);
    assert.deepEqual(names(all, "StatefulSet"), ["database"]);
    assert.deepEqual(names(all, "Service"), ["database", "gateway", "orders"]);
    assert.deepEqual(names(all, "ServiceAccount"), COMPONENTS);
    assert.deepEqual(names(all, "NetworkPolicy"), COMPONENTS);
    assert.deepEqual(names(all, "PodDisruptionBudget"), ["gateway"]);
    assert.deepEqual(names(all, "HorizontalPodAutoscaler"), ["gateway"]);
    assert.deepEqual(names(all, "Ingress"), ["shop"]);
    assert.deepEqual(names(all, "Secret"), []);
  });

  it("passes what Pod Security restricted asks of every pod, and has a read-only root", () => {
    for (const { owner, spec } of pods(rendered())) {
      assert.equal(at(spec, "automountServiceAccountToken"), false, owner);
      assert.equal(at(spec, "securityContext.runAsNonRoot"), true, owner);
      assert.equal(at(spec, "securityContext.seccompProfile.type"), "RuntimeDefault", owner);
      for (const container of containers(spec)) {
        assert.deepEqual(at(container, "securityContext"), {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        });
        for (const amount of ["cpu", "memory", "ephemeral-storage"]) {
          assert.ok(container.resources.requests[amount], `${owner} requests ${amount}`);
          assert.ok(container.resources.limits[amount], `${owner} limits ${amount}`);
        }
      }
    }
  });

  it("opens exactly the connections that the description names", () => {
    const policy = (name: string) => get(rendered(), "NetworkPolicy", name);
    const callers = (name: string) =>
      at<{ from: object[]; ports: { port: number }[] }[]>(policy(name), "spec.ingress") ?? [];
    assert.equal(callers("worker").length, 0);
    assert.equal(callers("gateway").length, 1);
    assert.match(JSON.stringify(callers("gateway")), /ingress-nginx.*8080/);
    assert.equal(callers("database").length, 2);
    assert.match(JSON.stringify(callers("database")), /component":"orders".*"worker"/);
    assert.match(JSON.stringify(at(policy("worker"), "spec.egress")), /0\.0\.0\.0\/0.*443/);
    assert.equal(at<object[]>(policy("database"), "spec.egress").length, 1, "names only");
    assert.deepEqual(names(rendered("--set=networkPolicy.enabled=false"), "NetworkPolicy"), []);
  });

  it("chooses its own pods by every selector, and none of another release or with one label alike", () => {
    const own = pods(rendered()).map(({ labels }) => labels);
    const strangers = own.flatMap((labels) => [
      { ...labels, "app.kubernetes.io/instance": "other" },
      ...Object.entries(labels).map(([key, value]) => ({ [key]: value })),
    ]);
    const found = rendered().flatMap(selectors);
    const kinds = new Set(found.map(({ place }) => place.split(" ")[0]));
    for (const kind of ["Service", "NetworkPolicy", "PodDisruptionBudget", "Deployment"])
      assert.ok(kinds.has(kind), kind);
    for (const selector of found) {
      assert.ok(
        own.some((labels) => selects(selector, labels)),
        `${selector.place} chooses nothing`,
      );
      for (const labels of strangers) {
        const words = `${selector.place} chooses ${JSON.stringify(labels)}`;
        assert.ok(!selects(selector, labels), words);
      }
    }
  });

  it("leaves the number of pods to the autoscaler", () => {
    assert.equal(at(get(rendered(), "Deployment", "gateway"), "spec.replicas"), undefined);
    const fixed = rendered("--set=components.gateway.autoscaling.enabled=false");
    assert.equal(at(get(fixed, "Deployment", "gateway"), "spec.replicas"), 2);
    const single = rendered("--set=components.gateway.autoscaling.min=1");
    assert.equal(find(single, "PodDisruptionBudget", "gateway"), undefined);
  });

  const wrong: [string, RegExp][] = [
    ["components.orders.user=0", /user/],
    ["components.orders.colour=red", /colour/],
    ["components.Orders.port=1", /Orders/],
    ["components.orders.resources.limits.memory=lots", /memory/],
    ["ingress.component=nobody", /ingress.component is "nobody"/],
    ["components.orders.calls={nobody}", /calls has "nobody"/],
    ["components.orders.calls={worker}", /which has no port/],
  ];
  for (const [setting, message] of wrong) {
    it(`refuses ${setting}`, () => {
      const run = helm("template", "try", SAMPLE, "--kube-version=1.34.0", `--set=${setting}`);
      assert.notEqual(run.status, 0);
      assert.match(run.stderr, message);
    });
  }
});
