/** Apps with something wrong around the container: rights, dependencies, probes, nodes, rollouts, Services. The printed fix must mend each. */
import { type BrokenApp, dependency, program, PORT, service } from "./brokenParts";

/** Waits for the host that a variable names, and complains meanwhile. */
const WAITS = `host = os.environ["DB_HOST"]
while True:
    try:
        socket.create_connection((host, 80), 2)
        break
    except OSError as e:
        print(f"could not connect to {host}:80: {e}")
        time.sleep(1)`;

/** Asks the API for the namespace's pods, with the pod's own token. */
const ASKS_API = `import json, ssl, urllib.request, urllib.error
folder = "/var/run/secrets/kubernetes.io/serviceaccount/"
read = lambda name: open(folder + name).read()
request = urllib.request.Request(
    f"https://kubernetes.default.svc/api/v1/namespaces/{read('namespace')}/pods",
    headers={"Authorization": "Bearer " + read("token")})
try:
    urllib.request.urlopen(request, context=ssl.create_default_context(cafile=folder + "ca.crt"))
except urllib.error.HTTPError as e:
    sys.exit(json.load(e)["message"])`;

export const BROKEN_SURROUNDINGS: readonly BrokenApp[] = [
  {
    name: "right",
    breaks: "a ServiceAccount that may not list pods",
    kind: "CrashLoopBackOff",
    change({ pod, container, more }, name) {
      pod.serviceAccountName = name;
      container.command = program(ASKS_API);
      more.push({ apiVersion: "v1", kind: "ServiceAccount", metadata: { name } });
    },
  },
  {
    name: "host-misspelt",
    breaks: "a variable that names a misspelt host",
    kind: "CrashLoopBackOff",
    change(parts, name) {
      dependency(parts, `${name}-db`);
      parts.container.env = [{ name: "DB_HOST", value: `${name}-bd` }];
      parts.container.command = program('socket.create_connection((os.environ["DB_HOST"], 80), 5)');
    },
  },
  {
    name: "away",
    breaks: "a dependency that is scaled to 0",
    kind: "ReadinessProbeFailing",
    change(parts, name) {
      dependency(parts, `${name}-db`, { replicas: 0 });
      parts.container.env = [{ name: "DB_HOST", value: `${name}-db` }];
      parts.container.command = program(WAITS);
    },
  },
  {
    name: "slow-start",
    breaks: "a liveness probe that kills a program which starts slowly",
    kind: "LivenessProbeFailing",
    change({ container }) {
      container.command = program("time.sleep(20)");
      container.livenessProbe = {
        tcpSocket: { port: PORT },
        periodSeconds: 2,
        failureThreshold: 2,
      };
    },
  },
  {
    name: "slow-answer",
    breaks: "a probe that does not wait long enough",
    kind: "ReadinessProbeFailing",
    change({ container }) {
      container.command = program(`class Slow(h.SimpleHTTPRequestHandler):
    def do_GET(self):
        time.sleep(3)
        super().do_GET()
h.ThreadingHTTPServer(("", ${PORT}), Slow).serve_forever()`);
    },
  },
  {
    name: "label",
    breaks: "a nodeSelector with a misspelt value",
    kind: "Unschedulable",
    change: ({ pod }) => void (pod.nodeSelector = { "kubernetes.io/os": "linx" }),
  },
  {
    name: "cpu",
    breaks: "a request of CPU that no node can meet",
    kind: "Unschedulable",
    change: ({ container }) => void (container.resources = { requests: { cpu: "900" } }),
  },
  {
    name: "host-port",
    breaks: "a port of the node that one pod too many asks for",
    kind: "Unschedulable",
    change({ deployment, container }, _, { nodes }) {
      deployment.spec.replicas = nodes + 1;
      container.ports[0].hostPort = 30_987;
    },
  },
  {
    name: "paused",
    breaks: "a rollout that is paused",
    kind: "RolloutPaused",
    change: ({ deployment }) => void (deployment.spec.paused = true),
  },
  {
    name: "none",
    breaks: "no replicas",
    kind: "ServiceSelectsNothing",
    answers: true,
    change({ deployment, more }, name) {
      deployment.spec.replicas = 0;
      more.push(service(name));
    },
  },
  {
    name: "selector",
    breaks: "a Service whose selector has another key",
    kind: "ServiceSelectsNothing",
    answers: true,
    change: ({ more }, name) => void more.push(service(name, PORT, { name })),
  },
  {
    name: "account",
    breaks: "a ServiceAccount that does not exist",
    kind: "ServiceAccountMissing",
    change: ({ pod }, name) => void (pod.serviceAccountName = name),
  },
  {
    name: "wide",
    breaks: "a Service that takes in another part of the app",
    kind: "ServiceTooWide",
    answers: true,
    change(parts, name) {
      const labels = { app: name, tier: "front" };
      const { deployment, more } = parts;
      deployment.spec.template.metadata.labels = labels;
      const other = structuredClone(deployment);
      other.metadata.name = `${name}-import`;
      const own = { app: name, tier: "import" };
      other.spec.selector = { matchLabels: own };
      other.spec.template.metadata.labels = own;
      deployment.spec.selector = { matchLabels: labels };
      more.push(other, service(name), service(`${name}-import`, PORT, own));
    },
  },
  {
    name: "accompanied",
    breaks: "a Job beside whose work a second container goes on",
    kind: "JobNotEnding",
    mended: "job/accompanied",
    change({ deployment, pod, container }) {
      delete container.readinessProbe;
      const watcher = { ...structuredClone(container), name: "watcher" };
      watcher.command = ["python", "-c", "import time; time.sleep(3600)"];
      container.command = ["python", "-c", "print('done')"];
      pod.restartPolicy = "Never";
      pod.containers.push(watcher);
      Object.assign(deployment, { apiVersion: "batch/v1", kind: "Job" });
      deployment.spec = { template: { spec: pod } };
    },
  },
  {
    name: "zone",
    breaks: "a spread over a label that no node has",
    kind: "Unschedulable",
    change({ deployment, pod }) {
      pod.topologySpreadConstraints = [
        {
          ...{ maxSkew: 1, topologyKey: "example.org/rack", whenUnsatisfiable: "DoNotSchedule" },
          labelSelector: deployment.spec.selector,
        },
      ];
    },
  },
  {
    name: "task",
    breaks: "a Job that fails for a missing variable",
    kind: "JobFailed",
    mended: "job/task",
    change({ deployment, pod, container }) {
      delete container.readinessProbe;
      container.command = ["python", "-c", 'import os; os.environ["GREETING"]'];
      pod.restartPolicy = "Never";
      Object.assign(deployment, { apiVersion: "batch/v1", kind: "Job" });
      deployment.spec = { backoffLimit: 0, template: { spec: pod } };
    },
  },
];
