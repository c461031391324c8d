/** Apps with something wrong in the container: image, command, ports, memory, settings, rights to files. The printed fix must mend each. */
import { IMAGE } from "../../.claude/skills/troubleshoot-k8s-deployment/scripts/lib/faults.mjs";
import { type BrokenApp, configMap, program, PORT, service } from "./brokenParts";

export const BROKEN_CONTAINERS: readonly BrokenApp[] = [
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
];
