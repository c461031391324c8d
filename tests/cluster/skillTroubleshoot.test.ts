import assert from "node:assert/strict";
import {
  Fault,
  FAULTS,
  IMAGE,
  manifests,
} from "../../.claude/skills/troubleshoot-k8s-deployment/scripts/lib/faults.mjs";
import type { Finding } from "../../.claude/skills/troubleshoot-k8s-deployment/scripts/lib/patterns.mjs";
import { BROKEN_CONTAINERS } from "./brokenContainers";
import { PAIRS } from "./brokenPairs";
import type { BrokenApp } from "./brokenParts";
import { BROKEN_SURROUNDINGS } from "./brokenSurroundings";
import {
  apply,
  CONTEXT,
  eventually,
  kubectl,
  loadImages,
  Namespace,
  needCluster,
  run,
} from "./tools";

const SECONDS = 150;

const about = (fault: Fault, findings: Finding[]) =>
  findings.filter(({ object, workload }) =>
    [object, workload].some((ref) => ref.endsWith(`/${fault.name}`)),
  );

/** What is said of a fault against what is wrong with it; empty when it is right. */
function mistake(fault: Fault, findings: Finding[]): string {
  const said = about(fault, findings).map(({ kind, object, cause }) => ({ kind, object, cause }));
  const wanted = fault.kind ? 1 : 0;
  const right = said.filter(
    (finding) =>
      finding.kind === fault.kind &&
      finding.object === (fault.object ?? `deployment/${fault.name}`) &&
      fault.cause?.test(finding.cause),
  );
  if (said.length === wanted && right.length === wanted) return "";
  return `${fault.name}: ${fault.breaks}; found: ${JSON.stringify(said)}`;
}

describe("skill troubleshoot-k8s-deployment, on deployments broken on purpose", function () {
  this.timeout(400_000);
  const together = FAULTS.filter((fault) => !fault.alone);
  const alone = FAULTS.filter((fault) => fault.alone);
  const namespaces: Namespace[] = [];
  let findings: Finding[] = [];

  const look = () =>
    namespaces.flatMap((namespace): Finding[] => {
      const { stdout, stderr } = namespace.diagnose("--json");
      assert.notEqual(stdout, "", stderr);
      return JSON.parse(stdout);
    });
  const mistakes = (faults: readonly Fault[]) =>
    faults.map((fault) => mistake(fault, findings)).filter(Boolean);

  before(needCluster);
  before(async () => {
    loadImages(IMAGE);
    for (const [index, faults] of [together, ...alone.map((fault) => [fault])].entries()) {
      const namespace = new Namespace(`drill${index}`);
      namespaces.push(namespace);
      namespace.restrict();
      apply(
        namespace.name,
        faults.flatMap((fault) => manifests(fault)),
      );
    }
    const started = Date.now();
    findings = await eventually(SECONDS, look, (found) => {
      findings = found;
      return mistakes(FAULTS).length === 0;
    });
    const row = (cells: string[]) =>
      `    ${cells.map((cell, i) => cell.padEnd([20, 36, 0][i]!)).join("")}`;
    console.log(`\n    after ${Math.round((Date.now() - started) / 1000)} s:`);
    for (const fault of FAULTS) {
      const found = about(fault, findings);
      const verdict = mistake(fault, findings) ? "WRONG" : "right";
      const said = found.map((finding) => finding.cause).join(" | ") || "nothing found";
      console.log(row([fault.name, `${verdict}: ${found.map((f) => f.kind)}`, said]));
    }
    console.log();
  });
  after(() => namespaces.forEach((namespace) => namespace.remove()));

  for (const fault of FAULTS) {
    it(`says of ${fault.name} (${fault.breaks}): ${fault.kind ?? "nothing"}`, () => {
      assert.equal(mistake(fault, findings), "");
    });
  }

  it("gives a check for each that can be run as it stands", () => {
    for (const { check } of findings) {
      const { status, stderr } = run("sh", ["-c", check]);
      assert.equal(status, 0, `${check}\n${stderr}`);
    }
  });

  it("gives a fix that heals, where nothing has to be decided", async () => {
    const healing = FAULTS.filter((fault) => fault.heals);
    for (const { fix } of healing.flatMap((fault) => about(fault, findings))) {
      const { status, stderr } = run("sh", ["-c", fix]);
      assert.equal(status, 0, `${fix}\n${stderr}`);
    }
    const isReady = ({ name }: Fault) =>
      namespaces[0]!.kubectl(
        ...[
          "get",
          "deployment",
          name,
          "--output=jsonpath={.status.conditions[?(@.type=='Available')].status}",
        ],
      ) === "True";
    const left = await eventually(
      SECONDS,
      () => {
        const found = look();
        return healing.filter((fault) => about(fault, found).length > 0 || !isReady(fault));
      },
      (faults) => faults.length === 0,
    );
    assert.deepEqual(
      left.map((fault) => fault.name),
      [],
    );
  });
});

/** What is left to be said of an object that should be well; empty when it is. */
function unwell(namespace: Namespace, { name, mended = `deployment/${name}`, answers }: BrokenApp) {
  const {
    spec,
    status = {},
    metadata,
  } = JSON.parse(namespace.kubectl("get", mended, "--output=json"));
  if (mended.startsWith("job/"))
    return status.succeeded > 0 ? "" : `not done: ${JSON.stringify(status)}`;
  const { observedGeneration, replicas, updatedReplicas, readyReplicas } = status;
  const counts = [replicas, updatedReplicas, readyReplicas];
  if (observedGeneration !== metadata.generation || counts.some((count) => count !== spec.replicas))
    return `not ready: ${spec.replicas} wanted, ${JSON.stringify(status)}`;
  if (!answers) return "";
  const at = `/api/v1/namespaces/${namespace.name}/services/${name}:80/proxy/hostname`;
  const { status: code, stderr } = run("kubectl", ["--context", CONTEXT, "get", "--raw", at]);
  return code === 0 ? "" : `its Service does not answer: ${stderr}`;
}

describe("each fix that the skill troubleshoot-k8s-deployment prints, as it stands", function () {
  this.timeout(900_000);
  const apps = [...BROKEN_CONTAINERS, ...BROKEN_SURROUNDINGS, ...PAIRS];
  const namespaces = new Map<string, Namespace>();
  const home = ({ name, alone }: BrokenApp) => namespaces.get(alone ? name : "")!;
  /** What was found of each app when it was broken, and again when its first fault was mended. */
  const found = new Map<string, Finding[]>();
  const then = new Map<string, Finding[]>();
  const ran = new Map<string, ReturnType<typeof run>>();
  let left = new Map<string, string>();

  const of = (app: BrokenApp) =>
    found.get(app.name)?.find(({ kind, fix }) => kind === app.kind && fix !== "");
  const next = (app: BrokenApp) =>
    then
      .get(app.name)
      ?.find(({ kind, fix }) => kind === app.then && ![of(app)!.fix, ""].includes(fix));

  const findings = (namespace: Namespace): Finding[] => {
    const { stdout, stderr } = namespace.diagnose("--json");
    assert.notEqual(stdout, "", stderr);
    return JSON.parse(stdout);
  };
  /** Looks until each of the apps has its finding; the first look may be at a container that has just been started. */
  const look = (
    those: BrokenApp[],
    kept: Map<string, Finding[]>,
    isThere: (app: BrokenApp) => unknown,
  ) =>
    eventually(
      SECONDS,
      () => {
        const all = new Map([...namespaces.values()].map((n) => [n, findings(n)]));
        for (const app of those.filter((one) => !isThere(one))) {
          const own = all
            .get(home(app))!
            .filter(({ object, workload }) =>
              [object, workload].some((ref) => ref.endsWith(`/${app.name}`)),
            );
          kept.set(app.name, own);
        }
      },
      () => those.every(isThere),
    );

  before(needCluster);
  before(async () => {
    loadImages(IMAGE);
    const nodes = JSON.parse(kubectl("get", "nodes", "--output=json")).items.length;
    namespaces.set("", new Namespace("mend"));
    for (const { name } of apps.filter(({ alone }) => alone))
      namespaces.set(name, new Namespace(`mend-${name}`));
    for (const namespace of namespaces.values()) {
      const about = { nodes, namespace: namespace.name };
      const objects = apps
        .filter((app) => home(app) === namespace)
        .flatMap((app) =>
          manifests({ name: app.name, change: (parts, name) => app.change(parts, name, about) }),
        );
      apply(namespace.name, objects);
    }
    await look(apps, found, of);
    for (const app of apps) {
      const finding = of(app);
      if (finding) ran.set(app.name, run("sh", ["-c", finding.fix]));
    }
    const twice = apps.filter((app) => app.then && of(app));
    await look(twice, then, next);
    for (const app of twice) {
      const finding = next(app);
      if (finding) ran.set(app.name, run("sh", ["-c", finding.fix]));
    }
    await eventually(
      2 * SECONDS,
      () => {
        left = new Map(apps.map((app) => [app.name, unwell(home(app), app)]));
      },
      () => apps.every((app) => left.get(app.name) === "" || !ran.has(app.name)),
    );
    // As people read it, and for whoever mends the skill.
    for (const app of apps)
      console.log(
        `    ${app.name}: ${of(app)?.fix ?? "NO FIX"}${app.then ? `; then: ${next(app)?.fix ?? "NO FIX"}` : ""}`,
      );
  });
  after(() => namespaces.forEach((namespace) => namespace.remove()));

  for (const app of apps) {
    it(`mends ${app.name}: ${app.breaks}`, () => {
      const finding = of(app);
      assert.ok(finding, `no ${app.kind} with a fix: ${JSON.stringify(found.get(app.name))}`);
      if (app.then)
        assert.ok(
          next(app),
          `then no ${app.then} with a fix: ${JSON.stringify(then.get(app.name))}`,
        );
      const { status, stderr } = ran.get(app.name)!;
      assert.equal(status, 0, `${finding.fix}\n${stderr}`);
      assert.equal(left.get(app.name), "", `${finding.cause}\n${finding.fix}`);
    });
  }

  it("leaves nothing to be found", async () => {
    // One that came right without a new pod is believed when it has run for a while.
    const said = await eventually(
      SECONDS,
      () => [...namespaces.values()].flatMap(findings),
      (all) => all.every(({ object }) => object.startsWith("node/")),
    );
    assert.deepEqual(
      said
        .filter(({ object }) => !object.startsWith("node/"))
        .map(({ kind, object, cause }) => ({ kind, object, cause })),
      [],
    );
  });
});
