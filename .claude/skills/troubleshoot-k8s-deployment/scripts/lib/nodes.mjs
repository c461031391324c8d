/** Nodes that are unwell, and what they do to pods. */
import { oneLine } from "./clean.mjs";
import { isLive } from "./context.mjs";

/** Seconds past its time after which a pod that is still there is stuck. */
const STUCK_SECONDS = 60;

function sandboxes(ctx) {
  return ctx.evidence.pods.filter(isLive).flatMap((pod) => {
    const failed = ctx.events(`pod/${pod.name}`, "FailedCreatePodSandBox").at(-1);
    const started = pod.containers.some((c) => c.running || c.ended || c.endedBefore);
    if (!failed || started || failed.count < 2) return [];
    return [
      {
        object: pod.workload,
        workload: pod.workload,
        pod: pod.name,
        evidence: oneLine(failed.message),
        cause:
          "the node cannot make the pod's network or its sandbox: look at the network plug-in's pods",
        check: `${ctx.cluster} --namespace kube-system get pods --output=wide`,
        fix: `${ctx.kubectl} delete pod ${pod.name}`,
      },
    ];
  });
}

function evicted(ctx) {
  return ctx.evidence.pods
    .filter((pod) => pod.phase === "Failed" && pod.reason === "Evicted")
    .map((pod) => ({
      object: pod.workload,
      workload: pod.workload,
      pod: pod.name,
      evidence: oneLine(pod.message),
      cause: "the node ran short and put the pod out",
      check: `${ctx.cluster} describe nodes | grep -A 8 Conditions`,
      fix: `${ctx.kubectl} delete pod ${pod.name}`,
    }));
}

function stuckDeletions(ctx) {
  return (
    ctx.evidence.pods
      // The API server's deletion time already has the grace period in it.
      .filter((pod) => pod.deletedAt && ctx.ageSeconds(pod.deletedAt) > STUCK_SECONDS)
      .map((pod) => ({
        object: pod.workload,
        workload: pod.workload,
        pod: pod.name,
        evidence: `should have been gone since ${pod.deletedAt}${pod.finalizers.length > 0 ? `, finalizers ${pod.finalizers.join(", ")}` : ""}`,
        cause:
          pod.finalizers.length > 0
            ? "a finalizer holds it: the controller that should take it off does not run"
            : `its node ${pod.node} does not answer, or the runtime cannot end it`,
        check: `${ctx.cluster} get nodes`,
        ...freed(ctx, pod),
      }))
  );
}

/** Force deletes nothing that a finalizer holds. */
function freed({ kubectl }, pod) {
  return pod.finalizers.length > 0
    ? {
        fix: `${kubectl} patch pod ${pod.name} --type=merge --patch '{"metadata":{"finalizers":null}}'`,
        note: "takes the finalizer off by hand: what its controller was to clean up stays, so start that one instead, if you can",
      }
    : {
        fix: `${kubectl} delete pod ${pod.name} --grace-period=0 --force`,
        note: "only when its node is known to be down: else it may still run there",
      };
}

/** Objects other than pods that should be gone. */
function stuckObjects(ctx) {
  return ctx.evidence.stuck
    .filter((o) => ctx.ageSeconds(o.deletedAt) > STUCK_SECONDS && o.finalizers.length > 0)
    .map((o) => {
      const name = o.ref.split("/")[1];
      const users = ctx.evidence.pods.filter(
        (p) => p.claims.includes(name) && !["Succeeded", "Failed"].includes(p.phase),
      );
      const inUse =
        o.kind === "PersistentVolumeClaim" &&
        users.length > 0 &&
        o.finalizers.every((f) => f === "kubernetes.io/pvc-protection");
      return {
        object: o.ref,
        workload: ctx.workload(o.ref) ? o.ref : (users[0]?.workload ?? ""),
        evidence: `should have been gone since ${o.deletedAt}, finalizers ${o.finalizers.join(", ")}`,
        check: `${ctx.kubectl} get ${o.ref} --output=jsonpath='{.metadata.finalizers}'`,
        ...(inUse
          ? {
              cause: `it is deleted as soon as no pod uses it: ${users.map((p) => p.name).join(", ")} does`,
              fix: `${ctx.kubectl} scale ${users[0].workload} --replicas=0`,
              note: "its data goes with it: the deletion cannot be taken back",
            }
          : {
              cause: "a finalizer holds it: the controller that should take it off does not run",
              fix: `${ctx.kubectl} patch ${o.ref} --type=merge --patch '{"metadata":{"finalizers":null}}'`,
              note: "takes the finalizer off by hand: what its controller was to clean up stays, so start that one instead, if you can",
            }),
      };
    });
}

function illNodes(ctx) {
  return ctx.evidence.nodes
    .flatMap((node) => node.conditions.map((condition) => ({ node, condition })))
    .filter(({ condition }) =>
      ["Ready", "MemoryPressure", "DiskPressure", "PIDPressure"].includes(condition.type),
    )
    .map(({ node, condition }) => ({
      object: `node/${node.name}`,
      workload: "",
      evidence: oneLine(`${condition.type}=${condition.status}: ${condition.message}`),
      cause:
        condition.type === "Ready"
          ? "the node is not ready: nothing new starts there"
          : `the node is short of ${{ MemoryPressure: "memory", DiskPressure: "disk", PIDPressure: "process ids" }[condition.type]}`,
      check: `${ctx.cluster} describe node ${node.name}`,
      fix: node.minikube ? `minikube --profile ${node.minikube} start` : "",
      note: node.minikube
        ? ""
        : condition.type === "DiskPressure"
          ? "make room on the node (unused images first): no command of kubectl's does"
          : "look at the kubelet's log on the node: no command of kubectl's starts it",
    }));
}

export const NODE_PATTERN = {
  kind: "NodeUnwell",
  means: "a node is not ready, or short of memory, disk or process ids",
  find: illNodes,
};

/** After the container's own reasons. */
export const POD_PATTERNS = [
  { kind: "SandboxFailed", means: "the node cannot give the pod a network", find: sandboxes },
  { kind: "PodEvicted", means: "a node put the pod out", find: evicted },
  { kind: "PodStuckTerminating", means: "the pod does not go away", find: stuckDeletions },
  { kind: "StuckTerminating", means: "an object does not go away", find: stuckObjects },
];
