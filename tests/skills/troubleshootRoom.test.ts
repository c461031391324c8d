import { app, nodeWith, pending, warning } from "../support/brokenApps";
import { type Case, fixes } from "../support/fixCases";
import { minutesAgo } from "../support/skillObjects";

const rule = (labels: object) => ({
  podAntiAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: [
      { topologyKey: "kubernetes.io/hostname", labelSelector: { matchLabels: labels } },
    ],
  },
});
const ALONE = "0/1 nodes are available: 1 node(s) didn't match pod anti-affinity rules.";
const apart = (replicas: number, labels: object, message = ALONE, container: object = {}) => [
  ...app({
    container,
    pod: { affinity: rule(labels), nodeName: undefined },
    spec: { replicas },
    phase: pending(message),
  }),
  nodeWith({}),
];
const WISH =
  /patch deployment\/web --type=json .*"value":\{"preferredDuringSchedulingIgnoredDuringExecution":\[\{"weight":100/;

const nodes: Record<string, Case> = {
  "pods that are to be apart, and too few nodes": {
    objects: apart(2, { app: "web" }),
    finds: "Unschedulable",
    cause: /2 pods are wanted, each on a node of its own/,
    runs: [WISH],
    note: /if they must never be together, a node has to be added/,
  },
  "pods that are to be apart, and ask for too much besides": {
    objects: apart(2, { app: "web" }, "1 Insufficient cpu", {
      resources: { requests: { cpu: "64" } },
    }),
    beside: { setAside: [{ node: "n1", cpu: 3, memory: 0 }] },
    finds: "Unschedulable",
    cause: /each on a node of its own; it asks for cpu 64/,
    runs: [WISH, "kubectl set resources deployment/web --containers=app --requests=cpu=500m"],
  },
  "pods that are to be apart, one of which runs": {
    objects: [
      ...apart(2, { app: "web" }),
      {
        ...(app({ status: { ready: true } })[1] as object),
        metadata: {
          ...{ name: "web-b", labels: { app: "web" }, creationTimestamp: minutesAgo(5) },
          ownerReferences: [{ kind: "Deployment", name: "web", controller: true }],
        },
      },
    ],
    finds: "Unschedulable",
    cause: /each on a node of its own/,
    runs: [
      WISH,
      "kubectl scale deployment/web --replicas=0",
      "kubectl wait pod/web-b --for=delete --timeout=120s",
      "kubectl scale deployment/web --replicas=2",
    ],
    note: /away for some seconds.*without a break.*--replicas=1/,
  },
  "a rollout of a pod that may not be beside its former self": {
    objects: apart(1, { app: "web" }),
    finds: "Unschedulable",
    cause: /in a rollout a new pod is made before an old one goes/,
    runs: [/"rollingUpdate":\{"maxSurge":0,"maxUnavailable":1\}/],
  },
};

const set = {
  ...(app({ name: "store", kind: "StatefulSet", without: "pod" })[0] as { spec: object }),
};
const claims = ["data-store-0", "data-store-1"].map((name) => ({
  ...{ kind: "PersistentVolumeClaim", metadata: { name, creationTimestamp: minutesAgo(5) } },
  spec: {
    ...{ storageClassName: "none", accessModes: ["ReadWriteOnce"] },
    resources: { requests: { storage: "1Gi" } },
  },
}));
const template = { metadata: { name: "data" }, spec: { storageClassName: "none" } };

const volumes: Record<string, Case> = {
  "a StatefulSet's claims of a class that does not exist": {
    objects: [
      { ...set, spec: { ...set.spec, volumeClaimTemplates: [template] } },
      ...claims,
      {
        kind: "StorageClass",
        metadata: {
          name: "standard",
          annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
        },
      },
    ],
    finds: ["ClaimUnbound", "ClaimUnbound"],
    cause: /no StorageClass none/,
    runs: [
      "kubectl get statefulset/store --output=json",
      /patch --local .*"path":"\/spec\/volumeClaimTemplates\/0\/spec\/storageClassName","value":"standard"/,
      "kubectl delete statefulset/store --cascade=orphan",
      "kubectl delete pvc data-store-0 data-store-1",
      "kubectl create --filename -",
    ],
    note: /its pods stay: put the same into its manifest/,
  },
};

const quota = (hard: object, replicas: number, own: object = { memory: "96Mi" }) => [
  ...app({
    pod: {
      containers: [
        { name: "app", image: "web:1", resources: { limits: own } },
        { name: "beside", image: "web:1" },
      ],
    },
    spec: { replicas },
    without: "pod",
  }).map((object) => ({ ...object, status: { updatedReplicas: 0 } })),
  warning(
    "Deployment/web",
    "FailedCreate",
    "failed quota: q: must specify limits.memory for: beside",
  ),
  { kind: "ResourceQuota", metadata: { name: "q" }, status: { hard, used: {} } },
];
const SIZED = "kubectl set resources deployment/web --containers=beside --limits=memory=";

const quotas: Record<string, Case> = {
  "one container that a quota wants sizes of": {
    objects: quota({ "limits.memory": "4Gi" }, 2),
    finds: "QuotaExceeded",
    cause: /does not name \(container beside\)$/,
    runs: [`${SIZED}512Mi`],
    note: /are a guess/,
  },
  "the same, in a quota with little room": {
    objects: quota({ "limits.memory": "480Mi" }, 3),
    finds: "QuotaExceeded",
    cause: /container beside\)$/,
    runs: [/--limits=memory=64Mi/],
  },
  "the same, in a quota without room": {
    objects: quota({ "limits.memory": "256Mi" }, 3),
    finds: "QuotaExceeded",
    cause: /it has no room for 3 pods of this size/,
    runs: [/patch resourcequota q .*"limits.memory":"512Mi"/, `${SIZED}32Mi`],
    note: /raises the quota from limits.memory=256Mi.*ask first/,
  },
};

fixes("the fix of what has no room", { ...nodes, ...volumes, ...quotas });
