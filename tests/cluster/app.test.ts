import assert from "node:assert/strict";
import { request } from "../../tools/client/endpoint";
import { selectorOf } from "../../tools/client/pods";
import { Client } from "../../tools/client/client";
import { journeyChecks } from "../../tools/verify/journey";
import { Kubernetes, workloadChecks } from "../../tools/verify/workloads";
import { inBrowser, needBrowser } from "../support/browser";
import { AppOnCluster, HOST } from "./appOnCluster";
import * as tools from "./tools";

/** A place that a pod tries to connect to, and who may. */
interface Target {
  name: string;
  address: string;
  open: string[];
}

const PYTHON = `
import json, socket, sys
found = {}
for target in sys.argv[1:]:
    host, port = target.rsplit(":", 1)
    connection = socket.socket()
    connection.settimeout(2)
    found[target] = connection.connect_ex((host, int(port))) == 0
    connection.close()
print(json.dumps(found))`;
const NODE = `
const net = require("node:net");
const tryOne = (target) => new Promise((done) => {
  const at = target.lastIndexOf(":");
  const socket = net.connect({ host: target.slice(0, at), port: Number(target.slice(at + 1)), timeout: 2000 });
  const end = (open) => { socket.destroy(); done([target, open]); };
  socket.once("connect", () => end(true)).once("error", () => end(false)).once("timeout", () => end(false));
});
Promise.all(process.argv.slice(1).map(tryOne)).then((all) => console.log(JSON.stringify(Object.fromEntries(all))));`;
/** Whatever psql says of a server that it reaches is not that it cannot connect. */
const PSQL = `
printf '{'; comma=
for target in "$@"; do
  said=$(PGCONNECT_TIMEOUT=2 psql -h "\${target%:*}" -p "\${target##*:}" -U x -d x -w -c '' 2>&1)
  case $said in *"timeout expired"*|*"Connection refused"*|*unreachable*|*prohibited*) open=false ;; *) open=true ;; esac
  printf '%s"%s":%s' "$comma" "$target" "$open"; comma=,
done
printf '}'`;

const ms = (time: number) => `${Math.round(time)} ms`;

describe("the app on a cluster, by the chart alone", function () {
  this.timeout(900_000);
  let app: AppOnCluster;
  let node: string;

  before(tools.needHelm);
  before(tools.needCluster);
  before(tools.needDocker);
  before(tools.needImageLoad);
  before(() => {
    app = new AppOnCluster("app");
    app.install();
    node = tools.nodeAddress();
  });
  after(() => app?.remove());
  const at = () => ({ BASE_URL: `http://${HOST}`, ADDRESS: node });

  it("keeps its promises: pods, endpoints, hardening, policies", () => {
    const kinds = "pods,endpointslices,networkpolicies";
    const { items } = JSON.parse(app.namespace.kubectl("get", kinds, "--output=json"));
    const checks = workloadChecks(items as Kubernetes[], []);
    assert.deepEqual(
      checks.filter(({ ok }) => !ok),
      [],
    );
  });

  it("is reached through the ingress, and takes people through a whole journey", async function () {
    const endpoint = { url: `http://${node}`, host: HOST };
    const answer = await request(endpoint, "/").catch((error: Error) => error);
    if (answer instanceof Error) {
      console.log(`    skipped: no ingress controller answers at ${node}:80 (${answer.message})`);
      this.skip();
    }
    const checks = await journeyChecks(endpoint);
    assert.deepEqual(
      checks.filter(({ ok }) => !ok),
      [],
    );
    for (const { what, found } of checks) console.log(`      ${what}: ${found}`);
  });

  it("takes people through everything, in a browser, and outlives its pods", async function () {
    needBrowser(this);
    await inBrowser({
      ...at(),
      OUTAGE: app.deletion(["backend", "postgres"], "--grace-period=1"),
    });
  });

  it("leaves the troubleshooter nothing to find", () => {
    const { status, stdout } = app.namespace.diagnose();
    assert.equal(status, 0, stdout);
  });

  describe("with a model that writes word by word", () => {
    let client: Client;
    before(async () => {
      app.installWithCohere();
      client = await Client.signUp({ url: `http://${node}`, host: HOST });
    });
    after(() => client?.leave());

    it("passes every word on as it comes, through ingress, frontend and backend", async () => {
      const { firstMs, totalMs, longestGapMs, text } = await client.say("tell me something");
      console.log(
        `      first word after ${ms(firstMs)}, the last after ${ms(totalMs)}, longest pause ${ms(longestGapMs)}`,
      );
      assert.match(text, /word1 .*word12/);
      // Twelve words, 150 ms apart: held back anywhere they would come at once.
      assert.ok(totalMs - firstMs > 1200, `the whole answer came within ${ms(totalMs - firstMs)}`);
      assert.ok(longestGapMs < 800, `a pause of ${ms(longestGapMs)}`);
    });

    it("loses nothing when the backend's pod is deleted while it writes, in a browser", async function () {
      needBrowser(this);
      const site = {
        ...at(),
        LEAVE: app.deletion(["backend"]),
        KILL: app.deletion(["backend"], "--force", "--grace-period=0"),
      };
      await inBrowser(site, "midstream.test.mjs");
    });

    it("answers all the same when the model fails, and says so", async () => {
      for (const failure of ["fail with 429", "fail with 500", "fail with 401"]) {
        const { text, notices } = await client.say(`add ${failure}`);
        assert.match(text, new RegExp(failure));
        assert.match(notices.join(), /offline|Cohere/i);
      }
    });
  });

  describe("its network", () => {
    let targets: Target[];
    let outside: tools.Namespace;
    const sources = ["backend", "frontend", "postgres", "stranger", "outsider"];

    before(() => {
      outside = new tools.Namespace("outside");
      stranger(app.namespace);
      stranger(outside);
      const service = (name: string, space = app.namespace.name) =>
        tools.kubectl("get", "service", name, "-n", space, "-o", "jsonpath={.spec.clusterIP}");
      const api = `${service("kubernetes", "default")}:443`;
      // Which port the API server has on its node is each cluster's own choice.
      const slices = ["-n", "default", "--selector=kubernetes.io/service-name=kubernetes"];
      const portOf = "jsonpath={.items[0].ports[0].port}";
      const port = tools.kubectl("get", "endpointslices", ...slices, "--output", portOf);
      const anybody = ["stranger", "outsider"];
      targets = [
        { name: "frontend", address: `${service("frontend-service")}:3000`, open: [] },
        { name: "backend", address: `${service("backend-service")}:8000`, open: ["frontend"] },
        { name: "postgres", address: `${podOf("postgres")}:5432`, open: ["backend"] },
        { name: "the Kubernetes API", address: api, open: anybody },
        { name: "the node's port 80", address: `${node}:80`, open: anybody },
        { name: `the node's port ${port}`, address: `${node}:${port}`, open: anybody },
      ];
    });
    after(() => outside?.remove());

    function podOf(part: string): string {
      const path = "jsonpath={.items[0].status.podIP}";
      return app.namespace.kubectl("get", "pods", selectorOf(part), "--output", path);
    }

    /** A pod that is not the release's, but may run, and has the label that the backend's have. */
    function stranger(namespace: tools.Namespace): void {
      const [{ spec }] = JSON.parse(
        app.namespace.kubectl("get", "pods", selectorOf("backend"), "--output=json"),
      ).items;
      const [{ image, securityContext }] = spec.containers;
      const container = { name: "stranger", image, securityContext, command: ["sleep", "3600"] };
      const metadata = { name: "stranger", labels: { app: "backend" } };
      const pod = {
        securityContext: spec.securityContext,
        terminationGracePeriodSeconds: 0,
        containers: [container],
      };
      tools.apply(namespace.name, [{ apiVersion: "v1", kind: "Pod", metadata, spec: pod }]);
      namespace.kubectl("wait", "pod/stranger", "--for=condition=Ready", "--timeout=60s");
    }

    /** What a source reaches, by the target's name; its own service is not asked for. */
    function reached(source: string): Record<string, boolean> {
      const wanted = targets.filter(({ name }) => name !== source);
      const addresses = wanted.map(({ address }) => address);
      const python = ["python", "-c", PYTHON, ...addresses];
      const space = source === "outsider" ? outside : app.namespace;
      const printed =
        source === "backend"
          ? app.exec(source, ...python)
          : source === "frontend"
            ? app.exec(source, "node", "-e", NODE, ...addresses)
            : source === "postgres"
              ? app.exec(source, "sh", "-c", PSQL, "psql", ...addresses)
              : space.kubectl("exec", "stranger", "--", ...python);
      const found = JSON.parse(printed);
      return Object.fromEntries(wanted.map(({ name, address }) => [name, found[address]]));
    }

    it("lets through what the app needs, and nothing else", function () {
      // A cluster that does not enforce policies lets a stranger in.
      if (reached("outsider").postgres) {
        console.log("    skipped: this cluster's network does not enforce NetworkPolicies");
        this.skip();
      }
      let denied = 0;
      for (const source of sources) {
        for (const [name, open] of Object.entries(reached(source))) {
          const wanted = targets.find((target) => target.name === name)!.open.includes(source);
          assert.equal(open, wanted, `${source} -> ${name}: ${open ? "open" : "denied"}`);
          if (!open) denied += 1;
        }
      }
      console.log(`      ${denied} forbidden connections, ${denied} denied`);
      assert.ok(denied >= 15);
    });

    it("has the backend's Service send requests to the release's pods alone", () => {
      const slices = "--selector=kubernetes.io/service-name=backend-service";
      const path = "jsonpath={.items[*].endpoints[*].targetRef.name}";
      const found = app.namespace.kubectl("get", "endpointslices", slices, "--output", path);
      assert.match(found, /^backend-/);
      assert.doesNotMatch(found, /stranger/);
    });

    it("lets Postgres not even ask for names", function () {
      const lookup = (part: string, ...command: string[]) => {
        const where = ["-n", app.namespace.name, "exec", app.pod(part), "-c", part, "--"];
        const context = ["--context", process.env.TEST_KUBE_CONTEXT!];
        return tools.run("kubectl", [...context, ...where, ...command]).status;
      };
      const python = 'import socket; socket.getaddrinfo("frontend-service", 3000)';
      assert.equal(lookup("backend", "python", "-c", python), 0);
      if (reached("outsider").postgres) this.skip();
      assert.notEqual(lookup("postgres", "timeout", "6", "getent", "hosts", "backend-service"), 0);
    });

    it("is what denied them: without the policies every one of them is open", () => {
      app.install("networkPolicy.enabled=false");
      for (const source of sources) {
        for (const [name, open] of Object.entries(reached(source))) {
          assert.ok(open, `${source} -> ${name} is denied by something else`);
        }
      }
    });
  });
});
