/**
 * Apps that are broken, each with the kind of finding whose printed fix must mend it. All of them are
 * one small web server on any image with Python, so that no image has to be fetched.
 */
import {
  IMAGE,
  type Parts,
} from "../../.claude/skills/troubleshoot-k8s-deployment/scripts/lib/faults.mjs";

export interface BrokenApp {
  name: string;
  breaks: string;
  /** The finding whose fix is run. */
  kind: string;
  /** The object that has to be well after it; the Deployment of that name, if it is not said. */
  mended?: string;
  /** Whether its Service has to answer, too. */
  answers?: boolean;
  /** The finding that shows when that is mended, and whose fix is run then. */
  then?: string;
  /** Whether it has a namespace of its own: what breaks it would break others. */
  alone?: boolean;
  change(parts: Parts, name: string, about: { nodes: number; namespace: string }): void;
}

export const PORT = 8080;
export const service = (
  name: string,
  targetPort: number | string = PORT,
  selector: object = { app: name },
) => ({
  ...{ apiVersion: "v1", kind: "Service", metadata: { name } },
  spec: { selector, ports: [{ port: 80, targetPort }] },
});
export const configMap = (name: string, data: object) => ({
  ...{ apiVersion: "v1", kind: "ConfigMap", metadata: { name }, data },
});

/** A program in Python that does something, and then serves /etc on a port. */
export const program = (before: string, serve = `port=${PORT}`) => [
  ...["python", "-u", "-c"],
  `import os, sys, time, socket, http.server as h
os.chdir("/etc")
${before}
h.test(h.SimpleHTTPRequestHandler, ${serve})`,
];

/** Waits for the host that a variable names, and complains meanwhile. */
const WAITS = `host = os.environ["DB_HOST"]
while True:
    try:
        socket.create_connection((host, 80), 2)
        break
    except OSError as e:
        print(f"could not connect to {host}:80: {e}")
        time.sleep(1)`;

/** What the app depends on: the healthy server, under another name. Gives its Deployment. */
export function dependency({ deployment, more }: Parts, name: string, spec: object = {}) {
  const other = structuredClone(deployment);
  other.metadata.name = name;
  other.spec = {
    ...other.spec,
    ...spec,
    selector: { matchLabels: { app: name } },
    template: { ...other.spec.template, metadata: { labels: { app: name } } },
  };
  more.push(service(name), other);
  return other;
}

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

export const BROKEN: readonly BrokenApp[] = [
  {
    name: "tag",
    breaks: "a misspelt tag of an image that the node has",
    kind: "ImagePullBackOff",
    change: ({ container }) => void (container.image = `${IMAGE}i`),
  },
  {
    name: "tag-of-set",
    breaks: "a misspelt tag in a StatefulSet, whose first pod is in the way",
    kind: "ImagePullBackOff",
    mended: "statefulset/tag-of-set",
    change({ deployment, container }) {
      container.image = `${IMAGE}i`;
      deployment.kind = "StatefulSet";
      deployment.spec.serviceName = deployment.metadata.name;
    },
  },
  {
    name: "command",
    breaks: "a misspelt program",
    kind: "RunContainerError",
    change: ({ container }) => void (container.command[0] = "pyhton"),
  },
  {
    name: "port-in-three",
    breaks: "a wrong port in containerPort, probe and Service",
    kind: "ReadinessProbeFailing",
    answers: true,
    change({ container, more }, name) {
      container.command = program("", "port=9000");
      more.push(service(name));
    },
  },
  {
    name: "port-by-name",
    breaks: "a wrong port that probe and Service ask for by its name",
    kind: "ReadinessProbeFailing",
    answers: true,
    change({ container, more }, name) {
      container.command = program("", "port=9000");
      container.readinessProbe.httpGet.port = "http";
      more.push(service(name, "http"));
    },
  },
  {
    name: "port-of-variable",
    breaks: "a variable that alone has another port",
    kind: "ReadinessProbeFailing",
    answers: true,
    change({ container, more }, name) {
      container.command = program("", 'port=int(os.environ["PORT"])');
      container.env = [{ name: "PORT", value: "9090" }];
      more.push(service(name));
    },
  },
  {
    name: "port-unprobed",
    breaks: "a wrong port in containerPort and Service, and no probe",
    kind: "ServiceWrongPort",
    answers: true,
    change({ container, more }, name) {
      container.command = program("", "port=9000");
      delete container.readinessProbe;
      more.push(service(name));
    },
  },
  {
    name: "port-own-pod",
    breaks: "a program that listens on 127.0.0.1 only",
    kind: "ReadinessProbeFailing",
    answers: true,
    change({ container, more }, name) {
      container.command = program("", `port=${PORT}, bind=os.environ["HOST"]`);
      container.env = [{ name: "HOST", value: "127.0.0.1" }];
      more.push(service(name));
    },
  },
  {
    name: "memory",
    breaks: "a memory limit of which three times as much would still be too little",
    kind: "OOMKilled",
    change({ container }) {
      container.resources = { limits: { memory: "48Mi" }, requests: { memory: "24Mi" } };
      container.command = program("time.sleep(2); x = bytearray(160 << 20)");
    },
  },
  {
    name: "variable",
    breaks: "a variable that is missing",
    kind: "CrashLoopBackOff",
    change: ({ container }) => void (container.command = program('os.environ["GREETING"]')),
  },
  {
    name: "secret-variable",
    breaks: "a variable with a secret that is missing",
    kind: "CrashLoopBackOff",
    change({ container }) {
      container.command = program('"API_TOKEN" in os.environ or sys.exit("API_TOKEN is not set")');
    },
  },
  {
    name: "variable-misspelt",
    breaks: "a variable whose name is misspelt",
    kind: "CrashLoopBackOff",
    change({ container }) {
      container.command = program('assert os.environ["GREETING"] == "hello"');
      container.env = [{ name: "GREETNIG", value: "hello" }];
    },
  },
  {
    name: "secret",
    breaks: "a Secret that does not exist",
    kind: "CreateContainerConfigError",
    change({ container }, name) {
      const secretKeyRef = { name: `${name}-keys`, key: "API_KEY" };
      container.env = [{ name: "API_KEY", valueFrom: { secretKeyRef } }];
    },
  },
  {
    name: "map-misspelt",
    breaks: "a ConfigMap whose name is misspelt",
    kind: "CreateContainerConfigError",
    change({ container, more }, name) {
      container.envFrom = [{ configMapRef: { name: `${name}-settigns` } }];
      more.push(configMap(`${name}-settings`, { LEVEL: "info" }));
    },
  },
  {
    name: "key-misspelt",
    breaks: "a key of a ConfigMap that is misspelt",
    kind: "CreateContainerConfigError",
    change({ container, more }, name) {
      const configMapKeyRef = { name, key: "LEVLE" };
      container.env = [{ name: "LEVEL", valueFrom: { configMapKeyRef } }];
      more.push(configMap(name, { LEVEL: "info" }));
    },
  },
  {
    name: "read-only",
    breaks: "a program that writes to a read-only root",
    kind: "CrashLoopBackOff",
    change({ container }) {
      container.command = program('open("/var/cache/note", "w")');
      container.securityContext.readOnlyRootFilesystem = true;
    },
  },
  {
    name: "permission",
    breaks: "a program that writes to a folder of root's",
    kind: "CrashLoopBackOff",
    change: ({ container }) => void (container.command = program('open("/var/cache/note", "w")')),
  },
  {
    name: "low-port",
    breaks: "a port below 1024, without root",
    kind: "CrashLoopBackOff",
    answers: true,
    change({ pod, container, more }, name) {
      const sysctl = { name: "net.ipv4.ip_unprivileged_port_start", value: "1024" };
      pod.securityContext.sysctls = [sysctl];
      container.command = program("", "port=80");
      container.ports = [{ containerPort: 80 }];
      container.readinessProbe.httpGet.port = 80;
      more.push(service(name, 80));
    },
  },
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
