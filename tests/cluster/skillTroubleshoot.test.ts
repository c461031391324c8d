import assert from "node:assert/strict";
import {
  Fault,
  FAULTS,
  IMAGE,
  manifests,
} from "../../.claude/skills/troubleshoot-k8s-deployment/scripts/lib/faults.mjs";
import type { Finding } from "../../.claude/skills/troubleshoot-k8s-deployment/scripts/lib/patterns.mjs";
import { apply, eventually, loadImages, Namespace, needCluster, run } from "./tools";

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
