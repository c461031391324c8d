import { app, nodeWith, pending, warning } from "../support/brokenApps";
import { type Case, fixes } from "../support/fixCases";
import { minutesAgo } from "../support/skillObjects";

const scheduled = (message: string, pod: object, container: object = {}, more: object[] = []) => [
  ...app({
    pod,
    container,
    phase: pending(`0/1 nodes are available: ${message}. preemption: 0/1 nodes are available`),
  }),
  ...more,
];
const claim = (spec: object) => ({
  kind: "PersistentVolumeClaim",
  metadata: { name: "data", creationTimestamp: minutesAgo(5) },
  spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } }, ...spec },
  status: { phase: "Pending" },
});
const storage = (name: string, isDefault: boolean) => ({
  kind: "StorageClass",
  metadata: {
    name,
    annotations: isDefault ? { "storageclass.kubernetes.io/is-default-class": "true" } : {},
  },
});
const refusedPod = (message: string, container: object = {}, more: object = {}, status = 0) => [
  ...app({ container, without: "pod", ...more }).map((object) => ({
    ...object,
    status: { updatedReplicas: status },
  })),
  warning(
    "Deployment/web",
    "FailedCreate",
    `Error creating: pods "web-a" is forbidden: ${message}`,
  ),
];

const places: Record<string, Case> = {
  "a request that no node can meet": {
    objects: scheduled("1 Insufficient cpu", {}, { resources: { requests: { cpu: "64" } } }, [
      nodeWith({}),
    ]),
    beside: { setAside: [{ node: "n1", cpu: 3, memory: 0 }] },
    finds: "Unschedulable",
    cause: /asks for cpu 64; the largest node has 4/,
    runs: ["kubectl set resources deployment/web --containers=app --requests=cpu=500m"],
    note: /half of what is left/,
  },
  "a node that is full": {
    objects: scheduled(
      "1 Insufficient memory",
      {},
      { resources: { requests: { memory: "1Gi" } } },
      [nodeWith({})],
    ),
    beside: { setAside: [{ node: "n1", cpu: 0, memory: 8 * 2 ** 30 }] },
    finds: "Unschedulable",
    cause: /other pods have set aside the rest/,
    runs: [],
    note: /nothing is left on any node/,
  },
  "a label that is misspelt": {
    objects: scheduled(
      "1 node(s) didn't match Pod's node affinity/selector",
      { nodeSelector: { disk: "sdd" } },
      {},
      [nodeWith({ labels: { disk: "ssd" } })],
    ),
    finds: "Unschedulable",
    cause: /asks for: disk=sdd; disk=ssd is there/,
    runs: [
      'kubectl patch deployment/web --patch {"spec":{"template":{"spec":{"nodeSelector":{"disk":"ssd"}}}}}',
    ],
  },
  "a label that no node has, and a request that none can meet": {
    objects: scheduled(
      "1 node(s) didn't match Pod's node affinity/selector",
      { nodeSelector: { zone: "b" } },
      { resources: { requests: { cpu: "64" } } },
      [nodeWith({})],
    ),
    finds: "Unschedulable",
    cause: /asks for: zone=b; it asks for cpu 64/,
    runs: [/"nodeSelector":\{"zone":null\}/, /set resources/],
  },
  "a taint of the control plane's, which every cluster has": {
    objects: scheduled(
      "1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 2 Insufficient memory",
      {},
      { resources: { requests: { memory: "6Gi" } } },
      [nodeWith({})],
    ),
    beside: { setAside: [{ node: "n1", cpu: 0, memory: 4 * 2 ** 30 }] },
    finds: "Unschedulable",
    cause: /^it asks for memory 6Gi; other pods have set aside the rest \(left: 4096Mi\)$/,
    runs: [/--requests=memory=2048Mi$/],
  },
  "an affinity that no node fits": {
    objects: scheduled(
      "1 node(s) didn't match Pod's node affinity/selector",
      { affinity: { nodeAffinity: {} } },
      {},
      [nodeWith({})],
    ),
    finds: "Unschedulable",
    cause: /no node carries the labels/,
    runs: [/"affinity":\{"nodeAffinity":null\}/],
  },
  "a taint": {
    objects: scheduled("1 node(s) had untolerated taint {dedicated: gpu}", {}, {}, [
      nodeWith({ spec: { taints: [{ key: "dedicated", value: "gpu", effect: "NoSchedule" }] } }),
    ]),
    finds: "Unschedulable",
    cause: /the taint dedicated: gpu/,
    runs: [/"tolerations":\[\{"key":"dedicated","operator":"Equal","value":"gpu"\}\]/],
    note: /taint nodes n1 dedicated-/,
  },
  "a node that is cordoned": {
    objects: scheduled("1 node(s) were unschedulable", {}, {}, [
      nodeWith({ spec: { unschedulable: true } }),
    ]),
    finds: "Unschedulable",
    cause: /cordoned/,
    runs: ["kubectl uncordon n1"],
    note: /ask first/,
  },
  "a port of the node that is taken": {
    objects: scheduled(
      "1 node(s) didn't have free ports for the requested pod ports",
      {},
      { ports: [{ containerPort: 80, hostPort: 8080 }] },
      [
        nodeWith({}),
        ...app({
          name: "old",
          container: { ports: [{ containerPort: 80, hostPort: 8080 }] },
          status: { ready: true },
        }),
      ],
    ),
    finds: "Unschedulable",
    cause: /hostPort 8080 is taken on every node by deployment\/old/,
    runs: [/"remove","path":"\/spec\/template\/spec\/containers\/0\/ports\/0\/hostPort"/],
  },
  "a class of storage that is misspelt": {
    objects: [
      claim({ storageClassName: "fats" }),
      ...[storage("standard", true), storage("fast", false)],
    ],
    finds: "ClaimUnbound",
    cause: /no StorageClass fats/,
    runs: [/"storageClassName":"fast"/, "kubectl replace --force --filename -"],
    note: /never had a volume, so no data goes with it/,
  },
  "a claim without a class, and no default": {
    objects: [claim({}), storage("standard", false)],
    finds: "ClaimUnbound",
    cause: /no default one/,
    runs: [/"storageClassName":"standard"/, /replace --force/],
  },
  "a claim that is misspelt": {
    objects: scheduled(
      'persistentvolumeclaim "dat" not found',
      { volumes: [{ name: "v", persistentVolumeClaim: { claimName: "dat" } }] },
      {},
      [{ ...claim({}), status: { phase: "Bound" } }],
    ),
    finds: "Unschedulable",
    cause: /data was probably meant/,
    runs: [/volumes\/0\/persistentVolumeClaim\/claimName","value":"data"/],
  },
  "a quota without room for cpu": {
    objects: [
      ...refusedPod(
        "exceeded quota: q, requested: requests.cpu=2, used: requests.cpu=0, limited: requests.cpu=1",
        { resources: { requests: { cpu: "2" } } },
      ),
      { kind: "ResourceQuota", metadata: { name: "q" }, status: { hard: { "requests.cpu": "1" } } },
    ],
    finds: "QuotaExceeded",
    cause: /leaves no room/,
    runs: ["kubectl set resources deployment/web --containers=app --requests=cpu=500m"],
    note: /patch resourcequota q .*"requests.cpu":"4000m"/,
  },
  "a quota of which nothing is left": {
    objects: refusedPod("exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1"),
    finds: "QuotaExceeded",
    cause: /leaves no room/,
    runs: [
      'kubectl patch resourcequota q --type=merge --patch {"spec":{"hard":{"pods":"2"}}}',
      "kubectl rollout restart deployment/web",
    ],
    note: /ask who set it/,
  },
  "a quota of pods that lets some run": {
    objects: refusedPod(
      "exceeded quota: q, requested: pods=1, used: pods=2, limited: pods=2",
      {},
      { spec: { replicas: 3 } },
      2,
    ),
    finds: "QuotaExceeded",
    cause: /leaves no room/,
    runs: ["kubectl scale deployment/web --replicas=2"],
  },
  "a quota that wants limits": {
    objects: refusedPod(
      "failed quota: q: must specify limits.memory for: app; requests.cpu for: app",
    ),
    finds: "QuotaExceeded",
    cause: /counts resources that the pod does not name/,
    runs: [
      "kubectl set resources deployment/web --containers=app --requests=cpu=100m --limits=memory=512Mi",
    ],
  },
  "a LimitRange": {
    objects: refusedPod("maximum memory usage per Container is 256Mi, but limit is 1Gi", {
      resources: { requests: { memory: "512Mi" }, limits: { memory: "1Gi" } },
    }),
    finds: "LimitRangeRefused",
    cause: /LimitRange allows/,
    runs: [
      "kubectl set resources deployment/web --containers=app --limits=memory=256Mi --requests=memory=256Mi",
    ],
  },
  "a privileged pod": {
    objects: refusedPod(
      'violates PodSecurity "baseline:latest": privileged (container "app" must not set securityContext.privileged=true), host namespaces (hostNetwork=true)',
      { securityContext: { privileged: true } },
    ),
    finds: "PodSecurityRefused",
    cause: /Pod Security baseline/,
    runs: [/"hostNetwork":false.*"privileged":false/],
  },
  "a ServiceAccount that does not exist": {
    objects: refusedPod(
      'error looking up service account apps/robot: serviceaccount "robot" not found',
    ),
    finds: "ServiceAccountMissing",
    cause: /ServiceAccount robot/,
    runs: ["kubectl create serviceaccount robot", "kubectl rollout restart deployment/web"],
  },
};

fixes("the fix of a place, a volume or a quota", places);
