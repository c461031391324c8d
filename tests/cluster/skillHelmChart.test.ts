import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as tools from "./tools";
import { prepareVolume } from "./volume";

const IMAGES = { gateway: "node-server", orders: "fastapi", worker: "python-worker" };
const TAG = `skills-${process.pid}`;

interface Pod {
  metadata: { uid: string };
  spec: { securityContext: { runAsUser: number }; automountServiceAccountToken: boolean };
  status: { containerStatuses: { restartCount: number }[] };
}

describe("skill generate-helm-chart, on a cluster", function () {
  this.timeout(400_000);
  let namespace: tools.Namespace | undefined;
  let chart: string;

  before(tools.needHelm);
  before(tools.needCluster);
  before(tools.needDocker);
  before(tools.needImageLoad);
  before(() => {
    const images = Object.entries(IMAGES).map(([component, app]) => {
      const context = path.join(tools.SKILLS, "generate-dockerfile/examples", app);
      const image = `shop-${component}:${TAG}`;
      tools.docker("build", "--quiet", "--tag", image, context);
      return image;
    });
    tools.loadImages(...images);
    chart = fs.mkdtempSync(path.join(os.tmpdir(), "skills-"));
    const generated = tools.script(
      "generate-helm-chart/scripts/generate.mjs",
      path.join(tools.SKILLS, "generate-helm-chart/examples/microservices.json"),
      ...["--out", chart],
    );
    assert.equal(generated.status, 0, generated.stderr);
    namespace = new tools.Namespace("chart");
    const password = `--from-literal=password=${Math.random().toString(36).slice(2)}`;
    namespace.kubectl("create", "secret", "generic", "shop-database", password);
    // As the StatefulSet names it.
    prepareVolume(namespace, { name: "data-database-0" }, "256Mi");
    namespace.restrict();
  });
  after(() => {
    namespace?.remove();
    for (const component of Object.keys(IMAGES)) {
      tools.run("docker", ["rmi", "--force", `shop-${component}:${TAG}`]);
    }
    if (chart) fs.rmSync(chart, { recursive: true });
  });

  const settings = [
    ...Object.keys(IMAGES).map((component) => `components.${component}.image.tag=${TAG}`),
    // Needs metrics-server, which a cluster for tests need not have.
    "components.gateway.autoscaling.enabled=false",
  ].flatMap((setting) => ["--set", setting]);
  const install = () =>
    tools.helm(
      ...["upgrade", "--install", "shop", chart, "--namespace", namespace!.name, ...settings],
      ...["--wait", "--timeout", "3m"],
    );
  const pods = (): Pod[] => JSON.parse(namespace!.kubectl("get", "pods", "--output=json")).items;

  it("installs into a restricted namespace, and everything becomes ready", () => {
    try {
      install();
    } catch (error) {
      throw new Error(`${(error as Error).message}\n${namespace!.diagnose().stdout}`);
    }
    assert.equal(pods().length, 5);
    for (const pod of pods()) {
      assert.ok(pod.spec.securityContext.runAsUser > 0);
      assert.equal(pod.spec.automountServiceAccountToken, false);
    }
  });

  it("answers through its Services", () => {
    const service = `/api/v1/namespaces/${namespace!.name}/services`;
    assert.match(tools.kubectl("get", "--raw", `${service}/gateway:8080/proxy/`), /the gateway/);
    assert.match(tools.kubectl("get", "--raw", `${service}/orders:8000/proxy/health`), /healthy/);
  });

  it("leaves the troubleshooter nothing to find", () => {
    const { status, stdout } = namespace!.diagnose();
    assert.equal(status, 0, stdout);
  });

  it("restarts nothing when it is installed again as it is", () => {
    const ids = (list: Pod[]) => list.map((pod) => pod.metadata.uid).sort();
    const before = ids(pods());
    install();
    assert.deepEqual(ids(pods()), before);
    for (const pod of pods()) assert.equal(pod.status.containerStatuses[0]!.restartCount, 0);
  });
});
