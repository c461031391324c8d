/** Deployments that are broken on purpose, one fault each. */

/** Any image with Python 3 and a shell. */
export const IMAGE = "python:3.11-slim";
const PORT = 8080;

/** A web server that is well, and passes Pod Security "restricted": what each fault starts from. */
function healthy(name, image) {
  const container = {
    name: "app",
    image,
    imagePullPolicy: "IfNotPresent",
    command: ["python", "-m", "http.server", `${PORT}`, "--directory", "/etc"],
    ports: [{ name: "http", containerPort: PORT }],
    readinessProbe: { httpGet: { path: "/hostname", port: PORT }, periodSeconds: 1 },
    resources: { requests: { cpu: "5m", memory: "24Mi" }, limits: { cpu: "200m", memory: "96Mi" } },
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
  };
  const pod = {
    terminationGracePeriodSeconds: 1,
    enableServiceLinks: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 1000,
      seccompProfile: { type: "RuntimeDefault" },
    },
    containers: [container],
  };
  return {
    pod,
    container,
    deployment: {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name },
      spec: {
        selector: { matchLabels: { app: name } },
        template: { metadata: { labels: { app: name } }, spec: pod },
      },
    },
    more: [],
  };
}

const service = (name, spec = {}) => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name },
  spec: { selector: { app: name }, ports: [{ port: 80, targetPort: PORT }], ...spec },
});

const ingress = (name, backend, className = "nginx") => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "Ingress",
  metadata: { name },
  spec: {
    ingressClassName: className,
    rules: [
      {
        host: `${name}.drill.example`,
        http: { paths: [{ path: "/", pathType: "Prefix", backend: { service: backend } }] },
      },
    ],
  },
});

const claim = (name, storageClassName) => ({
  apiVersion: "v1",
  kind: "PersistentVolumeClaim",
  metadata: { name },
  spec: {
    accessModes: ["ReadWriteOnce"],
    storageClassName,
    resources: { requests: { storage: "8Mi" } },
  },
});

/** Probes that fail count from the first second: without a readiness probe of their own to wait for. */
const sleeping = (container) => {
  container.command = ["sleep", "infinity"];
  delete container.readinessProbe;
};

/**
 * kind, object: what `diagnose` must say, and nothing else about this workload. cause: words in it.
 * heals: whether the command that it gives fixes the fault as it stands.
 */
export const FAULTS = [
  {
    name: "healthy",
    breaks: "nothing: to see that nothing is found",
    change({ more }, name) {
      more.push(service(name), ingress(name, { name, port: { number: 80 } }));
    },
  },
  {
    name: "image-unreachable",
    breaks: "an image in a registry that does not exist",
    kind: "ImagePullBackOff",
    cause: /cannot reach the registry/,
    change({ container }) {
      container.image = "registry.invalid/shop/app:1";
    },
  },
  {
    name: "image-never",
    breaks: "an image that the node does not have, with imagePullPolicy Never",
    kind: "ImagePullBackOff",
    cause: /imagePullPolicy Never/,
    change({ container }) {
      Object.assign(container, { image: "not-loaded:1", imagePullPolicy: "Never" });
    },
  },
  {
    name: "image-name",
    breaks: "a name that no image can have",
    kind: "ImagePullBackOff",
    cause: /the image's name is not one/,
    change({ container }) {
      container.image = "App:Latest:2";
    },
  },
  {
    name: "crash",
    breaks: "a program that ends with an error, because what it needs does not answer",
    kind: "CrashLoopBackOff",
    cause: /something it depends on does not answer/,
    change({ container }) {
      container.command = [
        ...["python", "-c"],
        "import socket; socket.create_connection(('127.0.0.1', 5432))",
      ];
    },
  },
  {
    name: "ends",
    breaks: "a program that ends by itself",
    kind: "CrashLoopBackOff",
    cause: /ends by itself/,
    change({ container }) {
      container.command = ["sh", "-c", "echo all done"];
    },
  },
  {
    name: "no-command",
    breaks: "a command that the image does not have",
    kind: "RunContainerError",
    cause: /not in the image/,
    change({ container }) {
      container.command = ["serve-it"];
    },
  },
  {
    name: "missing-secret",
    breaks: "an environment variable from a Secret that does not exist",
    kind: "CreateContainerConfigError",
    cause: /a Secret that does not exist/,
    change({ container }, name) {
      const secretKeyRef = { name: `${name}-keys`, key: "API_KEY" };
      container.env = [{ name: "API_KEY", valueFrom: { secretKeyRef } }];
    },
  },
  {
    name: "missing-key",
    breaks: "a key that the ConfigMap does not have",
    kind: "CreateContainerConfigError",
    cause: /has no key LEVEL/,
    change({ container, more }, name) {
      const configMapKeyRef = { name, key: "LEVEL" };
      container.env = [{ name: "LEVEL", valueFrom: { configMapKeyRef } }];
      more.push({
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name },
        data: { OTHER: "1" },
      });
    },
  },
  {
    name: "runs-as-root",
    breaks: "runAsNonRoot with an image whose user is root",
    kind: "CreateContainerConfigError",
    cause: /USER must be a number/,
    heals: true,
    change({ pod }) {
      delete pod.securityContext.runAsUser;
    },
  },
  {
    name: "missing-mount",
    breaks: "a volume from a ConfigMap that does not exist",
    kind: "MountFailed",
    cause: /a ConfigMap that does not exist in this namespace: missing-mount-files/,
    change({ pod, container }, name) {
      pod.volumes = [{ name: "files", configMap: { name: `${name}-files` } }];
      container.volumeMounts = [{ name: "files", mountPath: "/files" }];
    },
  },
  {
    name: "out-of-memory",
    breaks: "more memory used than the limit allows",
    kind: "OOMKilled",
    cause: /more memory than its limit/,
    heals: true,
    change({ container }) {
      // Touches 60 MiB, then serves.
      container.resources = { requests: { memory: "24Mi" }, limits: { memory: "48Mi" } };
      container.command = [
        ...["python", "-c"],
        "import time; time.sleep(2); x = bytearray(60 << 20); import http.server as h; h.test(h.SimpleHTTPRequestHandler, port=8080)",
      ];
      container.workingDir = "/etc";
    },
  },
  {
    name: "init-fails",
    breaks: "an init container that fails",
    kind: "InitContainerFailing",
    cause: /the database has no tables/,
    change({ pod, container }) {
      const { ports: _ports, readinessProbe: _probe, ...same } = container;
      const command = ["sh", "-c", `echo 'ERROR: relation "tasks" does not exist' >&2; exit 3`];
      pod.initContainers = [{ ...same, name: "migrate", command }];
    },
  },
  {
    name: "probe-path",
    breaks: "a readiness probe that asks for a path that is not there",
    kind: "ReadinessProbeFailing",
    cause: /there is nothing at \/ready/,
    heals: true,
    change({ container }) {
      container.readinessProbe.httpGet.path = "/ready";
    },
  },
  {
    name: "probe-port",
    breaks: "a readiness probe that asks the wrong port",
    kind: "ReadinessProbeFailing",
    cause: /asks port 9090; the container declares 8080|readinessProbe \(9090\) names another/,
    heals: true,
    change({ container }) {
      container.readinessProbe.httpGet.port = 9090;
    },
  },
  {
    name: "liveness",
    breaks: "a liveness probe that has a sound program killed",
    kind: "LivenessProbeFailing",
    cause: /the probe's command fails/,
    change({ container }) {
      sleeping(container);
      container.livenessProbe = { exec: { command: ["false"] }, periodSeconds: 1 };
    },
  },
  {
    name: "startup",
    breaks: "a startup probe that gives too little time",
    kind: "StartupProbeFailing",
    cause: /nothing listens on port 8080/,
    change({ container }) {
      sleeping(container);
      container.startupProbe = {
        ...{ tcpSocket: { port: PORT }, periodSeconds: 1 },
        failureThreshold: 2,
      };
    },
  },
  {
    name: "too-large",
    breaks: "a request that no node can meet",
    kind: "Unschedulable",
    cause: /it asks for cpu 900; the largest node has/,
    heals: true,
    change({ container }) {
      container.resources = { requests: { cpu: "900" } };
    },
  },
  {
    name: "no-node",
    breaks: "a nodeSelector that no node fits",
    kind: "Unschedulable",
    cause: /no node carries the labels/,
    heals: true,
    change({ pod }) {
      pod.nodeSelector = { disk: "of-glass" };
    },
  },
  {
    name: "no-volume",
    breaks: "a claim of a StorageClass that does not exist",
    kind: "ClaimUnbound",
    object: "persistentvolumeclaim/no-volume",
    cause: /there is no StorageClass of-glass/,
    heals: true,
    change({ pod, container, more }, name) {
      pod.volumes = [{ name: "data", persistentVolumeClaim: { claimName: name } }];
      container.volumeMounts = [{ name: "data", mountPath: "/data" }];
      more.push(claim(name, "of-glass"));
    },
  },
  {
    name: "not-restricted",
    breaks: "a pod that the namespace's Pod Security level refuses",
    kind: "PodSecurityRefused",
    cause: /enforces Pod Security restricted/,
    heals: true,
    change({ pod, container, more }, name) {
      delete container.securityContext;
      pod.securityContext = { runAsUser: 1000 };
      more.push(service(name));
    },
  },
  {
    name: "no-account",
    breaks: "a ServiceAccount that does not exist",
    kind: "ServiceAccountMissing",
    cause: /ServiceAccount no-account, which does not exist/,
    heals: true,
    change({ pod }, name) {
      pod.serviceAccountName = name;
    },
  },
  {
    name: "wrong-selector",
    breaks: "a Service whose selector fits no pod",
    kind: "ServiceSelectsNothing",
    object: "service/wrong-selector",
    cause: /does not fit the labels of deployment\/wrong-selector/,
    heals: true,
    change({ more }, name) {
      more.push(service(name, { selector: { app: "wrong-selectr" } }));
    },
  },
  {
    name: "wrong-port",
    breaks: "a Service that leads to a port that the container does not have",
    kind: "ServiceWrongPort",
    object: "service/wrong-port",
    cause: /not a port of the container|targetPort \(8888\) names another/,
    heals: true,
    change({ more }, name) {
      more.push(service(name, { ports: [{ port: 80, targetPort: 8888 }] }));
    },
  },
  {
    name: "no-backend",
    breaks: "an Ingress that leads to a Service that is not there",
    kind: "IngressNoBackend",
    object: "ingress/no-backend",
    cause: /there is no Service no-backend-api/,
    heals: true,
    change({ more }, name) {
      more.push(service(name), ingress(name, { name: `${name}-api`, port: { number: 80 } }));
    },
  },
  {
    name: "no-class",
    breaks: "an Ingress of a class that no controller takes",
    kind: "IngressClassMissing",
    object: "ingress/no-class",
    cause: /no ingress controller takes this Ingress/,
    heals: true,
    change({ more }, name) {
      more.push(service(name), ingress(name, { name, port: { number: 80 } }, "of-glass"));
    },
  },
  {
    name: "over-quota",
    breaks: "a namespace whose quota leaves no room for a second pod",
    kind: "QuotaExceeded",
    cause: /quota over-quota leaves no room/,
    // Its quota counts for the whole namespace.
    alone: true,
    change({ deployment, more }, name) {
      deployment.spec.replicas = 2;
      more.unshift({
        apiVersion: "v1",
        kind: "ResourceQuota",
        metadata: { name },
        spec: { hard: { pods: "1" } },
      });
    },
  },
];

/** The fault's manifests, as Kubernetes objects. */
export function manifests({ name, change }, image = IMAGE) {
  const parts = healthy(name, image);
  change(parts, name);
  // What a pod needs comes before it: a quota, a claim.
  return [...parts.more, parts.deployment];
}
