import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { CHART, needHelm } from "../support/chartManifests";

/** What Helm asks an API server for before it installs the chart: the kinds of each of its groups. */
const KINDS: Record<string, string[]> = {
  v1: ["PersistentVolumeClaim", "ServiceAccount", "Secret", "Service", "ConfigMap", "Pod"],
  "apps/v1": ["Deployment", "StatefulSet"],
  "autoscaling/v2": ["HorizontalPodAutoscaler"],
  "networking.k8s.io/v1": ["NetworkPolicy", "Ingress"],
  "policy/v1": ["PodDisruptionBudget"],
  "rbac.authorization.k8s.io/v1": ["Role", "RoleBinding"],
};

/** By this Helm takes over what another release of this name has kept. */
const HELMS = {
  labels: { "app.kubernetes.io/managed-by": "Helm" },
  annotations: { "meta.helm.sh/release-name": "todo", "meta.helm.sh/release-namespace": "apps" },
};

/** By this a release leaves it. */
const KEPT = { annotations: { ...HELMS.annotations, "helm.sh/resource-policy": "keep" } };

/** An API server, as far as Helm looks: there is one claim. @param runs whether Postgres itself is there. */
function apiServer(metadata: object, runs: boolean): http.Server {
  const groups = Object.keys(KINDS).filter((group) => group.includes("/"));
  const versions = groups.map((groupVersion) => {
    const [name, version] = groupVersion.split("/");
    const preferredVersion = { groupVersion, version };
    return { name, versions: [preferredVersion], preferredVersion };
  });
  const resources = (kinds: string[]) =>
    kinds.map((kind) => {
      const plural = kind.toLowerCase().replace(/y$/, "ie").replace(/ss$/, "sse") + "s";
      return { name: plural, kind, namespaced: true, verbs: ["get"] };
    });
  const lists = Object.entries(KINDS).map(([groupVersion, kinds]) => [
    `/${groupVersion.includes("/") ? "apis" : "api"}/${groupVersion}`,
    { kind: "APIResourceList", apiVersion: "v1", groupVersion, resources: resources(kinds) },
  ]);
  const answers: Record<string, object> = {
    "/version": { major: "1", minor: "34", gitVersion: "v1.34.0" },
    "/api": { kind: "APIVersions", versions: ["v1"] },
    "/apis": { kind: "APIGroupList", apiVersion: "v1", groups: versions },
    ...Object.fromEntries(lists),
    "/api/v1/namespaces/apps/persistentvolumeclaims/postgres-data": {
      ...{ kind: "PersistentVolumeClaim", apiVersion: "v1" },
      metadata: { name: "postgres-data", namespace: "apps", ...HELMS, ...metadata },
    },
    ...(runs
      ? {
          "/apis/apps/v1/namespaces/apps/statefulsets/postgres": {
            ...{ kind: "StatefulSet", apiVersion: "apps/v1" },
            metadata: { name: "postgres", namespace: "apps", ...HELMS },
          },
        }
      : {}),
  };
  return http.createServer(({ url }, response) => {
    const answer = answers[new URL(url!, "http://x").pathname];
    response.writeHead(answer ? 200 : 404, { "content-type": "application/json" });
    response.end(JSON.stringify(answer ?? { kind: "Status", reason: "NotFound", code: 404 }));
  });
}

describe("a claim that is there before the chart is installed", function () {
  this.timeout(60_000);
  before(needHelm);
  let folder: string;
  let server: http.Server;
  beforeEach(() => void (folder = fs.mkdtempSync(path.join(os.tmpdir(), "todo-claim-"))));
  afterEach(() => {
    server.close();
    fs.rmSync(folder, { recursive: true });
  });

  /** @returns why Helm does not install it; "" where it does. */
  async function install(metadata: object, more: string[] = [], runs = false): Promise<string> {
    server = apiServer(metadata, runs);
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    const kubeconfig = path.join(folder, "config");
    const named = (what: string, value: object) => [{ name: "f", [what]: value }];
    fs.writeFileSync(
      kubeconfig,
      JSON.stringify({
        ...{ apiVersion: "v1", kind: "Config", "current-context": "f" },
        clusters: named("cluster", { server: `http://127.0.0.1:${port}` }),
        users: named("user", {}),
        contexts: named("context", { cluster: "f", user: "f" }),
      }),
    );
    const args = [
      "template",
      "todo",
      CHART,
      "-n=apps",
      "--dry-run=server",
      "--disable-openapi-validation",
      ...more,
    ];
    return new Promise((done) =>
      execFile(
        "helm",
        [...args, "--kube-version=1.34.0", `--kubeconfig=${kubeconfig}`],
        { maxBuffer: 2 ** 24 },
        (error, _, stderr) => done(error ? stderr : ""),
      ),
    );
  }

  it("is refused: with the release, it would be deleted with it", async () => {
    assert.match(
      await install({}),
      /PersistentVolumeClaim postgres-data in namespace "apps" exists already: .*postgres\.storage\.keep=true\. .*kubectl delete persistentvolumeclaim postgres-data -n apps/,
    );
  });

  it("is refused too where a release that had its database elsewhere is upgraded: another one has kept it", async () => {
    assert.match(
      await install(KEPT, ["--is-upgrade"]),
      /PersistentVolumeClaim postgres-data in namespace "apps" exists already: /,
    );
  });

  for (const [why, metadata, more, runs] of [
    ["is to be kept by this release too", {}, ["--set=postgres.storage.keep=true"]],
    ["is of the release that is upgraded", {}, ["--is-upgrade"]],
    ["was to be kept until that upgrade", KEPT, ["--is-upgrade"], true],
    ["goes already", { deletionTimestamp: "2026-11-01T12:00:00Z" }, []],
    [
      "is of no matter to a database elsewhere",
      {},
      ["--set=postgres.enabled=false", "--set=networkPolicy.allowExternalDatabase=true"],
    ],
  ] as [string, object, string[], boolean?][])
    it(`is in no stack's way where it ${why}`, async () => {
      assert.equal(await install(metadata, more, runs), "");
    });
});
