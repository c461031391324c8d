/**
 * Raw objects of the Kubernetes API become evidence: the few fields that a diagnosis needs. What may
 * hold a secret is left behind here, once: values of environment variables, annotations, data.
 */
import { clean } from "./clean.mjs";
import { containersOf, podSpec } from "./podSpec.mjs";

const WORKLOADS = ["Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"];

/** Events that are no warnings, and still say why something is as it is. */
const TELLING = ["Killing", "WaitForFirstConsumer"];

/**
 * @param {object[]} items Items of `kubectl get … --output=json`, of any kinds.
 * @param {{context?: string, namespace: string, kubeconfig?: string, collectedAt?: string}} about
 * @returns The evidence that `diagnose` reads (see evidence.d.mts for its shape).
 */
export function evidenceOf(items, about) {
  const of = (kind) => items.filter((item) => item.kind === kind);
  const owner = ownerFinder(items);
  return {
    context: about.context ?? "",
    namespace: about.namespace,
    /** The file that was named; empty for kubectl's own. */
    kubeconfig: about.kubeconfig ?? "",
    collectedAt: about.collectedAt ?? new Date().toISOString(),
    notRead: [],
    workloads: [...WORKLOADS.flatMap(of), ...of("ReplicaSet").filter(isFree)].map((item) =>
      workload(item, owner, of("ReplicaSet")),
    ),
    pods: of("Pod").map((item) => pod(item, owner, formerSets(items))),
    services: of("Service").map(service),
    endpoints: endpointsByService(of("EndpointSlice")),
    claims: of("PersistentVolumeClaim").map(claim),
    ingresses: of("Ingress").map(ingress),
    autoscalers: of("HorizontalPodAutoscaler").map(autoscaler),
    policies: of("NetworkPolicy").map(networkPolicy),
    limitRanges: of("LimitRange").flatMap(({ metadata, spec }) =>
      (spec.limits ?? []).map((l, at) => ({
        ...{ name: metadata.name, at, type: l.type, max: l.max ?? {}, min: l.min ?? {} },
      })),
    ),
    stuck: items
      .filter((item) => item.metadata.deletionTimestamp && item.kind !== "Pod")
      .map(stuck),
    quotas: of("ResourceQuota").map(({ metadata, status }) => ({
      name: metadata.name,
      hard: status?.hard ?? {},
      used: status?.used ?? {},
    })),
    nodes: of("Node").map(node),
    storageClasses: of("StorageClass").map(({ metadata }) => ({
      name: metadata.name,
      isDefault: metadata.annotations?.["storageclass.kubernetes.io/is-default-class"] === "true",
    })),
    ingressClasses: of("IngressClass").map(({ metadata }) => ({
      name: metadata.name,
      isDefault: metadata.annotations?.["ingressclass.kubernetes.io/is-default-class"] === "true",
    })),
    events: of("Event")
      .filter((item) => item.type === "Warning" || TELLING.includes(item.reason))
      .map((item) => event(item, owner))
      .sort(byTime),
    logs: [],
    /** Ports that programs listen on, as far as they were looked at: {pod, open, local} or {pod, refused}. */
    listening: [],
    /** Memory that containers use now: {pod, container, bytes}. */
    usage: [],
    /** Names of Secrets and ConfigMaps, and keys of those that pods refer to; null: not looked at. */
    sources: null,
    /** What pods of the whole cluster have set aside on each node: {node, cpu, memory}; null: not looked at. */
    setAside: null,
  };
}

export const reference = (kind, name) => `${kind.toLowerCase()}/${name}`;

const isFree = (item) => !(item.metadata.ownerReferences ?? []).some((o) => o.controller);

/** Finds what people deployed behind an object: a ReplicaSet's pod belongs to its Deployment. */
function ownerFinder(items) {
  const parents = new Map();
  for (const { kind, metadata } of items) {
    const parent = (metadata.ownerReferences ?? []).find((o) => o.controller);
    if (parent) parents.set(reference(kind, metadata.name), reference(parent.kind, parent.name));
  }
  return (kind, name) => {
    let at = reference(kind, name);
    while (parents.has(at)) at = parents.get(at);
    return at;
  };
}

function workload({ kind, metadata, spec, status = {} }, owner, replicaSets) {
  const { metadata: template, spec: own } = (spec.jobTemplate?.spec ?? spec).template;
  return {
    ref: reference(kind, metadata.name),
    kind,
    /** What people deployed: a Job's CronJob, else itself. */
    owner: owner(kind, metadata.name),
    createdAt: metadata.creationTimestamp ?? "",
    manager: metadata.labels?.["app.kubernetes.io/managed-by"] ?? "",
    release: metadata.annotations?.["meta.helm.sh/release-name"] ?? "",
    revision: Number(metadata.annotations?.["deployment.kubernetes.io/revision"] ?? 1),
    goodBefore: replicaSets.some(
      (set) => set.status?.readyReplicas > 0 && isOlder(set, kind, metadata),
    ),
    paused: spec.paused ?? false,
    ...podCounts(kind, spec, status),
    selector: spec.selector?.matchLabels ?? {},
    serviceName: spec.serviceName ?? "",
    ordered: kind === "StatefulSet" && spec.podManagementPolicy !== "Parallel",
    claimsGo: spec.persistentVolumeClaimRetentionPolicy?.whenDeleted === "Delete",
    deadlineSeconds: spec.activeDeadlineSeconds ?? null,
    claimTemplates: (spec.volumeClaimTemplates ?? []).map((t) => t.metadata.name),
    labels: template?.labels ?? {},
    ...podSpec(own),
    containers: containersOf(own),
    conditions: conditions(status),
  };
}

/** Names of the ReplicaSets that a Deployment has replaced by a newer one. */
const formerSets = (items) =>
  items
    .filter(({ kind }) => kind === "ReplicaSet")
    .filter((set) => items.some(({ kind, metadata }) => isOlder(set, kind, metadata)))
    .map(({ metadata }) => metadata.name);

/** Whether a ReplicaSet is of a former revision of this Deployment. */
const isOlder = (set, kind, { name, annotations }) =>
  kind === "Deployment" &&
  (set.metadata.ownerReferences ?? []).some((o) => o.controller && o.name === name) &&
  Number(set.metadata.annotations?.["deployment.kubernetes.io/revision"]) <
    Number(annotations?.["deployment.kubernetes.io/revision"]);

/** Pods that are wanted, and pods of the newest template that exist (old ones prove nothing). */
function podCounts(kind, spec, status) {
  switch (kind) {
    case "DaemonSet":
      return {
        desired: status.desiredNumberScheduled ?? 0,
        made: status.updatedNumberScheduled ?? 0,
      };
    case "Job":
      return {
        desired: spec.suspend ? 0 : (spec.parallelism ?? 1),
        made: (status.active ?? 0) + (status.succeeded ?? 0) + (status.failed ?? 0),
      };
    case "CronJob":
      return { desired: 0, made: 0 };
    case "ReplicaSet":
      return { desired: spec.replicas ?? 1, made: status.replicas ?? 0 };
    default:
      return { desired: spec.replicas ?? 1, made: status.updatedReplicas ?? 0 };
  }
}

function conditions(status) {
  return (status?.conditions ?? []).map(({ type, status: state, reason = "", message = "" }) => ({
    type,
    status: state,
    reason,
    message: clean(message),
  }));
}

function pod({ metadata, spec, status = {} }, owner, former) {
  const states = new Map(
    [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])].map((s) => [
      s.name,
      s,
    ]),
  );
  return {
    name: metadata.name,
    workload: owner("Pod", metadata.name),
    /** Whether its template was replaced by a newer one since. */
    former: (metadata.ownerReferences ?? []).some((o) => o.controller && former.includes(o.name)),
    /** The Job that made it, or "". */
    job: (metadata.ownerReferences ?? [])
      .filter((o) => o.controller && o.kind === "Job")
      .map((o) => reference(o.kind, o.name))
      .join(""),
    labels: metadata.labels ?? {},
    createdAt: metadata.creationTimestamp,
    deletedAt: metadata.deletionTimestamp ?? null,
    finalizers: metadata.finalizers ?? [],
    graceSeconds: metadata.deletionGracePeriodSeconds ?? spec.terminationGracePeriodSeconds ?? 30,
    phase: status.phase ?? "Pending",
    reason: status.reason ?? "",
    message: clean(status.message ?? ""),
    node: spec.nodeName ?? "",
    claims: (spec.volumes ?? []).flatMap((v) => v.persistentVolumeClaim?.claimName ?? []),
    conditions: conditions(status),
    ...podSpec(spec),
    containers: containersOf(spec).map((c) => ({ ...c, ...containerState(states.get(c.name)) })),
  };
}

function containerState(status) {
  const terminated = (t) =>
    t && {
      exitCode: t.exitCode,
      reason: t.reason ?? "",
      message: clean(t.message ?? ""),
      startedAt: t.startedAt ?? "",
      finishedAt: t.finishedAt ?? "",
    };
  return {
    ready: status?.ready ?? false,
    restarts: status?.restartCount ?? 0,
    running: status?.state?.running?.startedAt ?? null,
    waiting: status?.state?.waiting
      ? {
          reason: status.state.waiting.reason ?? "",
          message: clean(status.state.waiting.message ?? ""),
        }
      : null,
    ended: terminated(status?.state?.terminated) ?? null,
    endedBefore: terminated(status?.lastState?.terminated) ?? null,
  };
}

function service({ metadata, spec }) {
  return {
    name: metadata.name,
    type: spec.type ?? "ClusterIP",
    selector: spec.selector ?? null,
    externalName: spec.externalName ?? "",
    address: spec.clusterIP ?? "",
    headless: spec.clusterIP === "None",
    publishNotReady: spec.publishNotReadyAddresses ?? false,
    ports: (spec.ports ?? []).map((p) => ({
      name: p.name ?? "",
      port: p.port,
      target: p.targetPort ?? p.port,
      protocol: p.protocol ?? "TCP",
    })),
  };
}

function endpointsByService(slices) {
  const services = new Map();
  for (const slice of slices) {
    const name = slice.metadata.labels?.["kubernetes.io/service-name"];
    if (!name) continue;
    const sum = services.get(name) ?? { service: name, ready: 0, notReady: 0 };
    for (const { conditions: c = {} } of slice.endpoints ?? []) {
      // An absent condition means ready, as the API defines it.
      if (c.ready ?? true) sum.ready += 1;
      else sum.notReady += 1;
    }
    services.set(name, sum);
  }
  return [...services.values()];
}

function claim({ metadata, spec, status = {} }) {
  return {
    name: metadata.name,
    phase: status.phase ?? "Pending",
    createdAt: metadata.creationTimestamp,
    storageClass: spec.storageClassName ?? null,
    volume: spec.volumeName ?? "",
    accessModes: spec.accessModes ?? [],
    size: spec.resources?.requests?.storage ?? "",
    labels: metadata.labels ?? {},
  };
}

function ingress({ metadata, spec }) {
  const backends = [];
  /** @param at Where the API object has it, as a JSON patch says it. */
  const add = (host, path, backend, at) => {
    if (!backend?.service) return;
    const { name, port } = backend.service;
    backends.push({
      host,
      path,
      service: name,
      port: port?.number ?? port?.name ?? null,
      at: `${at}/service`,
    });
  };
  add("*", "/", spec.defaultBackend, "/spec/defaultBackend");
  (spec.rules ?? []).forEach((rule, r) =>
    (rule.http?.paths ?? []).forEach((p, i) =>
      add(rule.host ?? "*", p.path ?? "/", p.backend, `/spec/rules/${r}/http/paths/${i}/backend`),
    ),
  );
  const older = metadata.annotations?.["kubernetes.io/ingress.class"];
  return {
    name: metadata.name,
    className: spec.ingressClassName ?? older ?? null,
    annotated: older !== undefined,
    backends,
  };
}

function autoscaler({ metadata, spec, status }) {
  const { kind, name } = spec.scaleTargetRef;
  return { name: metadata.name, target: reference(kind, name), conditions: conditions(status) };
}

function networkPolicy({ metadata, spec }) {
  const types = spec.policyTypes ?? ["Ingress", ...(spec.egress ? ["Egress"] : [])];
  return {
    name: metadata.name,
    /** The pods that it is about: all where it is empty; null where it says more than labels. */
    selector: labelsOf(spec.podSelector),
    ingress: types.includes("Ingress") ? (spec.ingress ?? []).map((r) => rule(r.from, r)) : null,
    egress: types.includes("Egress") ? (spec.egress ?? []).map((r) => rule(r.to, r)) : null,
  };
}

const labelsOf = (selector) =>
  selector?.matchExpressions?.length > 0 ? null : (selector?.matchLabels ?? {});

/** Peers: null means everyone. A peer that is no plain set of labels in this namespace is null, too. */
const rule = (peers, { ports }) => ({
  peers:
    peers?.length > 0
      ? peers.map((p) => (p.podSelector && !p.namespaceSelector ? labelsOf(p.podSelector) : null))
      : null,
  ports: ports?.length > 0 ? ports.map((p) => p.port ?? null) : null,
});

function stuck({ kind, metadata }) {
  return {
    ref: reference(kind, metadata.name),
    kind,
    deletedAt: metadata.deletionTimestamp,
    finalizers: metadata.finalizers ?? [],
  };
}

function node({ metadata, spec, status = {} }) {
  return {
    name: metadata.name,
    minikube: metadata.labels?.["minikube.k8s.io/name"] ?? "",
    unschedulable: spec.unschedulable ?? false,
    labels: metadata.labels ?? {},
    architecture: status.nodeInfo?.architecture ?? "",
    /** Names of the images that it has: the kubelet tells of the 50 largest. */
    images: (status.images ?? []).flatMap((image) => image.names ?? []),
    taints: (spec.taints ?? []).map((t) => `${t.key}:${t.effect}`),
    allocatable: { cpu: status.allocatable?.cpu ?? "", memory: status.allocatable?.memory ?? "" },
    conditions: conditions(status).filter((c) => (c.type === "Ready") !== (c.status === "True")),
  };
}

function event(item, owner) {
  const about = item.involvedObject ?? item.regarding ?? { kind: "", name: "" };
  return {
    ref: reference(about.kind, about.name),
    workload: owner(about.kind, about.name),
    type: item.type,
    reason: item.reason ?? "",
    message: clean(item.message ?? ""),
    count: item.series?.count ?? item.count ?? 1,
    last:
      item.series?.lastObservedTime ??
      item.lastTimestamp ??
      item.eventTime ??
      item.metadata.creationTimestamp,
  };
}

const byTime = (a, b) => Date.parse(a.last) - Date.parse(b.last);
