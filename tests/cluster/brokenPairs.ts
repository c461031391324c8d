/**
 * Apps of which two things do not fit together (two sides of a connection, two containers, a rule and the
 * number of nodes), and apps that show a second fault when the first is mended.
 */
import type { Parts } from "../../.claude/skills/troubleshoot-k8s-deployment/scripts/lib/faults.mjs";
import { type BrokenApp, configMap, dependency, PORT, program, service } from "./brokenParts";

const secret = (name: string, stringData: object) => ({
  ...{ apiVersion: "v1", kind: "Secret", metadata: { name }, stringData },
});

/** Lets in who shows its own token. */
const GUARDED = `class Guard(h.SimpleHTTPRequestHandler):
    def do_GET(self):
        shown = self.headers.get("Authorization", "")
        known = shown == "Bearer " + repr(os.environ["ACCEPTED_TOKEN"])
        super().do_GET() if known or self.path == "/hostname" else self.send_error(401, "Unauthorized")
h.ThreadingHTTPServer(("", ${PORT}), Guard).serve_forever()`;

/** Shows its token once, and gives up where it is refused. */
const SHOWS_TOKEN = `import urllib.request
request = urllib.request.Request(
    os.environ["STOCK_URL"], headers={"Authorization": "Bearer " + repr(os.environ["STOCK_TOKEN"])})
try:
    urllib.request.urlopen(request, timeout=5)
except OSError as e:
    sys.exit(f"stock does not let me in: {e}")`;

const asks = (variable: string) => `import urllib.request
try:
    urllib.request.urlopen(os.environ["${variable}"], timeout=3)
except OSError as e:
    sys.exit(f"asked {os.environ['${variable}']}: {e}")`;

const fromSecret = (name: string, key: string) => ({ secretKeyRef: { name, key } });

function ofSet({ deployment, container }: Parts, name: string, storageClassName: string): void {
  deployment.kind = "StatefulSet";
  deployment.spec.serviceName = name;
  deployment.spec.replicas = 2;
  container.volumeMounts = [{ name: "store", mountPath: "/store" }];
  deployment.spec.volumeClaimTemplates = [
    {
      metadata: { name: "store" },
      spec: {
        ...{ accessModes: ["ReadWriteOnce"], storageClassName },
        resources: { requests: { storage: "16Mi" } },
      },
    },
  ];
}

export const PAIRS: readonly BrokenApp[] = [
  {
    name: "one-word",
    breaks: "a command line in one string",
    kind: "RunContainerError",
    change({ container }) {
      container.command = [`python -m http.server ${PORT} --directory /etc`];
    },
  },
  {
    name: "step-as-root",
    breaks: "an init container that gives files to a user, where root is forbidden",
    kind: "CreateContainerConfigError",
    change({ pod, container }) {
      pod.volumes = [{ name: "store", emptyDir: {} }];
      container.volumeMounts = [{ name: "store", mountPath: "/store" }];
      container.command = program('open("/store/note", "w")');
      pod.initContainers = [
        {
          ...{ name: "own", image: container.image, imagePullPolicy: container.imagePullPolicy },
          command: ["sh", "-c", "chown -R 1000:1000 /store"],
          securityContext: { runAsUser: 0 },
          volumeMounts: container.volumeMounts,
        },
      ];
    },
  },
  {
    name: "apart",
    breaks: "a pod more than there are nodes, each to be on a node of its own",
    kind: "Unschedulable",
    answers: true,
    change({ deployment, pod, more }, name, { nodes }) {
      deployment.spec.replicas = nodes + 1;
      pod.affinity = {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            {
              labelSelector: { matchLabels: { app: name } },
              topologyKey: "kubernetes.io/hostname",
            },
          ],
        },
      };
      more.push(service(name));
    },
  },
  {
    name: "class-of-set",
    breaks: "a StatefulSet whose claims ask for a class that does not exist",
    kind: "ClaimUnbound",
    mended: "statefulset/class-of-set",
    change: (parts, name) => ofSet(parts, name, "premium-none"),
  },
  {
    name: "line-break",
    breaks: "a token with a line break at its end, which the other side refuses",
    kind: "CrashLoopBackOff",
    change(parts, name) {
      const other = `${name}-stock`;
      const [theirs] = dependency(parts, other).spec.template.spec.containers;
      theirs.command = [
        "python",
        "-u",
        "-c",
        `import os, http.server as h\nos.chdir("/etc")\n${GUARDED}`,
      ];
      theirs.env = [{ name: "ACCEPTED_TOKEN", valueFrom: fromSecret(other, "token") }];
      parts.container.env = [
        { name: "STOCK_URL", value: `http://${other}/passwd` },
        { name: "STOCK_TOKEN", valueFrom: fromSecret(name, "token") },
      ];
      parts.container.command = program(SHOWS_TOKEN);
      parts.more.push(secret(name, { token: "t-123\n" }), secret(other, { token: "t-123" }));
    },
  },
  {
    name: "port-of-address",
    breaks: "an address in a ConfigMap with a port that the Service does not have",
    kind: "CrashLoopBackOff",
    change(parts, name) {
      const other = `${name}-stock`;
      dependency(parts, other);
      const configMapKeyRef = { name, key: "STOCK_URL" };
      parts.container.env = [{ name: "STOCK_URL", valueFrom: { configMapKeyRef } }];
      parts.container.command = program(asks("STOCK_URL"));
      parts.more.push(configMap(name, { STOCK_URL: `http://${other}:${PORT}/hostname` }));
    },
  },
  {
    name: "file-of-other",
    breaks: "a container that writes its file beside the volume that the other reads",
    kind: "CrashLoopBackOff",
    change({ pod, container }) {
      pod.volumes = [{ name: "spool", emptyDir: {} }];
      container.volumeMounts = [{ name: "spool", mountPath: "/spool" }];
      container.env = [{ name: "OUTPUT", value: "/tmp/items.txt" }];
      container.command = program('open(os.environ["OUTPUT"], "w").close()');
      const reads = `import time
time.sleep(3)
open("/in/items.txt")
time.sleep(10_000)`;
      pod.containers.push({
        ...{ name: "reader", image: container.image, imagePullPolicy: container.imagePullPolicy },
        command: ["python", "-u", "-c", reads],
        volumeMounts: [{ name: "spool", mountPath: "/in", readOnly: true }],
        ...{ resources: container.resources, securityContext: container.securityContext },
      });
    },
  },
  {
    name: "sizes-for-quota",
    breaks:
      "a container without the sizes that a quota counts, in a quota that has no room for more",
    kind: "QuotaExceeded",
    alone: true,
    change({ deployment, pod, container, more }, name) {
      deployment.spec.replicas = 2;
      container.resources = {
        requests: { cpu: "5m", memory: "24Mi" },
        limits: { memory: "96Mi" },
      };
      pod.containers.push({
        ...{ name: "beside", image: container.image, imagePullPolicy: container.imagePullPolicy },
        command: ["sleep", "10000"],
        securityContext: container.securityContext,
      });
      const hard = { "requests.memory": "128Mi", "limits.memory": "208Mi" };
      more.push({ apiVersion: "v1", kind: "ResourceQuota", metadata: { name }, spec: { hard } });
    },
  },
  {
    name: "key-then-folder",
    breaks: "a key that only root may read, and then a folder on a read-only root",
    kind: "CrashLoopBackOff",
    then: "CrashLoopBackOff",
    change({ pod, container, more }, name) {
      pod.volumes = [{ name: "keys", secret: { secretName: name, defaultMode: 0o400 } }];
      container.volumeMounts = [{ name: "keys", mountPath: "/keys", readOnly: true }];
      container.securityContext.readOnlyRootFilesystem = true;
      container.command = program('open("/keys/key"); os.makedirs("/tmp/work")');
      more.push(secret(name, { key: "not a real one" }));
    },
  },
];
