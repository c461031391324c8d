import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { parseAllDocuments } from "yaml";
import { CHART } from "./appOnCluster";
import * as tools from "./tools";

// The specs are as the chart renders them, and tampered with.
/* eslint-disable @typescript-eslint/no-explicit-any */
type Loosen = (spec: any) => void;

const CI = path.join(CHART, "ci");

/** What "restricted" is there to refuse. */
const LOOSENED: Record<string, Loosen> = {
  "root by its number": (spec) => (spec.securityContext.runAsUser = 0),
  "root not ruled out": (spec) => delete spec.securityContext.runAsNonRoot,
  "no seccomp profile": (spec) => delete spec.securityContext.seccompProfile,
  "privilege escalation": (spec) =>
    delete spec.containers[0].securityContext.allowPrivilegeEscalation,
  capabilities: (spec) => delete spec.containers[0].securityContext.capabilities,
  "a privileged container": (spec) =>
    Object.assign(spec.containers[0].securityContext, {
      privileged: true,
      allowPrivilegeEscalation: true,
    }),
  "the node's network": (spec) => (spec.hostNetwork = true),
  "the node's processes": (spec) => (spec.hostPID = true),
  "a folder of the node": (spec) =>
    (spec.volumes = [{ name: "host", hostPath: { path: "/etc" } }, ...(spec.volumes ?? [])]),
  "a port of the node": (spec) => (spec.containers[0].ports = [{ containerPort: 1, hostPort: 1 }]),
};

describe("Pod Security, as the API server judges it", function () {
  this.timeout(120_000);
  let namespace: tools.Namespace;

  before(tools.needHelm);
  before(tools.needCluster);
  before(() => {
    namespace = new tools.Namespace("restricted");
    namespace.restrict();
  });
  after(() => namespace?.remove());

  const render = (values: string): string =>
    tools.output("helm", [
      ...["template", "todo-app", CHART, "--kube-version", "1.34", "--values", values],
      // A class that the cluster would have to have.
      ...["--set", "priorityClassName="],
    ]);

  /** The pods that a release is made of, the test's included. */
  function pods(values: string): { name: string; spec: any }[] {
    return parseAllDocuments(render(values))
      .map((document) => document.toJS())
      .filter((object) => object?.spec?.template?.spec ?? object?.kind === "Pod")
      .map((object) => ({
        name: object.metadata.name,
        spec: object.kind === "Pod" ? object.spec : object.spec.template.spec,
      }));
  }

  /** Asks the API server, which makes nothing. @returns its refusal, or "" where it admits the pod. */
  function refusal({ name, spec }: { name: string; spec: any }): string {
    const pod = { apiVersion: "v1", kind: "Pod", metadata: { name }, spec: { ...spec } };
    // There only with the release.
    delete pod.spec.serviceAccountName;
    const args = ["--context", process.env.TEST_KUBE_CONTEXT!, "--namespace", namespace.name];
    const { status, stderr } = tools.run(
      "kubectl",
      [...args, "create", "--dry-run=server", "--filename", "-"],
      JSON.stringify(pod),
    );
    return status === 0 ? "" : stderr;
  }

  for (const file of fs.readdirSync(CI)) {
    it(`takes every object with ci/${file}`, () => {
      const where = ["--context", process.env.TEST_KUBE_CONTEXT!, "--namespace", namespace.name];
      const args = [...where, "create", "--dry-run=server", "--filename", "-"];
      tools.output("kubectl", args, render(path.join(CI, file)));
    });

    it(`admits every pod with ci/${file}`, () => {
      const all = pods(path.join(CI, file));
      assert.ok(all.length >= 3, `only ${all.length} pods`);
      for (const pod of all) assert.equal(refusal(pod), "", pod.name);
    });
  }

  for (const [what, loosen] of Object.entries(LOOSENED)) {
    it(`refuses every pod with ${what}`, () => {
      for (const pod of pods(path.join(CI, "default-values.yaml"))) {
        loosen(pod.spec);
        assert.match(refusal(pod), /violates PodSecurity "restricted:latest"/, pod.name);
      }
    });
  }
});
