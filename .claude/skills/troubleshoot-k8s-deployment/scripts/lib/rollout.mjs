/** What shows only on the workload itself, when no pod tells more. */
import { oneLine } from "./clean.mjs";
import { patchJob, runAgain, setResources } from "./commands.mjs";
import { moreMemory } from "./memory.mjs";
import { mendOf } from "./mends.mjs";
import { nearest } from "./nearest.mjs";

function stuck(ctx) {
  return ctx.evidence.workloads.flatMap((workload) => {
    const condition = workload.conditions.find((c) => c.reason === "ProgressDeadlineExceeded");
    if (!condition || ctx.troubled(workload.ref)) return [];
    return [
      {
        object: workload.ref,
        workload: workload.ref,
        evidence: oneLine(condition.message),
        cause:
          "the rollout made no progress in its time, and no pod says why (too slow a start, perhaps)",
        check: `${ctx.kubectl} describe ${workload.ref}`,
        fix: `${ctx.kubectl} rollout restart ${workload.ref}`,
        note: "a guess: nothing tells what hinders it; where a start is slow, progressDeadlineSeconds is too short",
      },
    ];
  });
}

/** A Deployment that is held: changes to it wait. */
function paused(ctx) {
  return ctx.evidence.workloads
    .filter((w) => w.paused && w.desired > 0)
    .map((w) => ({
      object: w.ref,
      workload: w.ref,
      evidence: `spec.paused is true; ${w.made} of ${w.desired} pods have the newest template`,
      cause: "its rollout is paused: what was changed since then is not rolled out",
      check: `${ctx.kubectl} rollout history ${w.ref}`,
      fix: `${ctx.kubectl} rollout resume ${w.ref}`,
      note: "",
    }));
}

/** Workloads that run nothing, as they were told. */
function scaledToZero(ctx) {
  return ctx.evidence.workloads
    .filter(
      (w) =>
        ["Deployment", "StatefulSet", "ReplicaSet"].includes(w.kind) &&
        w.desired === 0 &&
        !ctx.troubled(w.ref),
    )
    .map((w) => ({
      object: w.ref,
      workload: w.ref,
      evidence: "spec.replicas is 0",
      cause: "it is scaled to 0, so nothing runs; if that is meant, nothing is wrong with it",
      check: `${ctx.kubectl} get ${w.ref} --output=wide`,
      fix: `${ctx.kubectl} scale ${w.ref} --replicas=1`,
      note: "how many it had before is not known: 1 is a guess",
    }));
}

/** The newest Job of a CronJob counts; one that came right later, too. */
const isOutdated = (ctx, job) =>
  job.owner !== job.ref &&
  ctx.evidence.workloads.some(
    (other) =>
      other.kind === "Job" &&
      other.owner === job.owner &&
      other.ref !== job.ref &&
      Date.parse(other.createdAt) > Date.parse(job.createdAt),
  );

function failedJobs(ctx) {
  return ctx.evidence.workloads.flatMap((workload) => {
    const condition = workload.conditions.find(
      (c) => workload.kind === "Job" && c.type === "Failed" && c.status === "True",
    );
    if (!condition || ctx.troubled(workload.owner) || isOutdated(ctx, workload)) return [];
    // Its pods are finished, so nothing else looks at them.
    const pod = ctx.evidence.pods
      .filter((p) => p.phase === "Failed" && p.job === workload.ref)
      .sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt))[0];
    const container = pod?.containers.find((c) => c.ended && c.ended.exitCode !== 0);
    const end = container?.ended;
    const told = container && mendOf(ctx, pod, container);
    const late = condition.reason === "DeadlineExceeded";
    const memory = end?.reason === "OOMKilled" && container.limits.memory;
    return [
      {
        object: workload.ref,
        workload: workload.owner,
        evidence: oneLine(
          `${condition.reason}: ${condition.message}${end ? `; exit code ${end.exitCode}` : ""}${told?.line ? `; last words: ${oneLine(told.line, 160)}` : ""}`,
          300,
        ),
        cause: [
          late
            ? "the job took longer than its activeDeadlineSeconds"
            : "the job's pods failed as often as it may try",
          memory ? "killed for memory" : told?.meaning,
        ]
          .filter(Boolean)
          .join("; "),
        check: pod
          ? `${ctx.kubectl} logs ${pod.name} --container ${container?.name ?? pod.containers[0].name}`
          : `${ctx.kubectl} describe ${workload.ref}`,
        ...(memory
          ? moreMemory(ctx, pod, container)
          : (told?.action ??
            (late && !pod && workload.deadlineSeconds ? moreTime(ctx, workload) : undefined) ?? {
              fix: "",
              note: `what it fails by, its log and who wrote it have to say; when that is put right, it is made again: ${runAgain(ctx.kubectl, workload.owner)}`,
            })),
      },
    ];
  });
}

/** Of a Job that was given too little time nothing is left to look at: its pods are deleted. */
function moreTime(ctx, { owner, deadlineSeconds }) {
  const seconds = Math.max(300, 5 * deadlineSeconds);
  return {
    fix: patchJob(ctx.kubectl, owner, { activeDeadlineSeconds: seconds }),
    note: `${seconds} s is a guess: how long it takes is not known, only that ${deadlineSeconds} s is too little, or that it waits for something that does not come; it is made again and begins anew, which its work has to bear`,
  };
}

function blindAutoscalers(ctx) {
  return ctx.evidence.autoscalers.flatMap((autoscaler) => {
    const condition = autoscaler.conditions.find(
      (c) => ["ScalingActive", "AbleToScale"].includes(c.type) && c.status === "False",
    );
    if (!condition || condition.reason === "ScalingDisabled" || ctx.troubled(autoscaler.target))
      return [];
    return [
      {
        object: `horizontalpodautoscaler/${autoscaler.name}`,
        workload: autoscaler.target,
        evidence: oneLine(`${condition.reason}: ${condition.message}`),
        check: `${ctx.kubectl} describe hpa ${autoscaler.name}`,
        ...whyBlind(ctx, autoscaler, condition.message),
      },
    ];
  });
}

function whyBlind(ctx, { name, target }, message) {
  const [kind, wanted] = target.split("/");
  const workload = ctx.workload(target);
  if (!workload) {
    const names = ctx.evidence.workloads
      .filter((w) => w.ref.startsWith(`${kind}/`))
      .map((w) => w.ref.split("/")[1]);
    const meant = nearest(wanted, names) ?? (names.length === 1 ? names[0] : "<NAME>");
    const patch = JSON.stringify({ spec: { scaleTargetRef: { name: meant } } });
    return {
      cause: `it scales ${target}, which does not exist (there are: ${names.join(", ") || "none"})`,
      fix: `${ctx.kubectl} patch hpa ${name} --type=merge --patch '${patch}'`,
      note: meant === "<NAME>" ? "put the workload's name for <NAME>" : "",
    };
  }
  const resource = /missing request for (cpu|memory)/.exec(message)?.[1] ?? "cpu";
  const without = workload.containers.filter(
    (c) => !c.init && !c.requests[resource] && !c.limits[resource],
  );
  const size = resource === "cpu" ? "100m" : "128Mi";
  if (without.length > 0)
    return {
      cause: `there are no metrics to scale by: container ${without.map((c) => c.name).join(", ")} requests no ${resource}, and the target is a part of the request`,
      fix: without
        .map((c) => setResources(ctx.kubectl, target, c, { requests: { [resource]: size } }))
        .join(" && "),
      note: `${size} is a guess: kubectl top pod shows what it uses; metrics-server has to run, too`,
    };
  const manifest =
    "https://github.com/kubernetes-sigs/metrics-server/releases/latest/download/components.yaml";
  const insecure = JSON.stringify([
    { op: "add", path: "/spec/template/spec/containers/0/args/-", value: "--kubelet-insecure-tls" },
  ]);
  return {
    cause: "there are no metrics to scale by: metrics-server is not installed or not ready",
    fix: ctx.minikube
      ? `minikube --profile ${ctx.minikube} addons enable metrics-server`
      : [
          `${ctx.cluster} apply --filename ${manifest}`,
          ...(ctx.engine?.[0] === "kind"
            ? [
                `${ctx.cluster} --namespace kube-system patch deployment metrics-server --type=json --patch '${insecure}'`,
              ]
            : []),
        ].join(" && "),
    note: `look first whether it is there: ${ctx.cluster} --namespace kube-system get deployment metrics-server; metrics come about a minute after it is ready`,
  };
}

/** Before the pods' own troubles: what is not rolled out may be their fix. */
export const PAUSED_PATTERN = {
  kind: "RolloutPaused",
  means: "changes are not rolled out: the Deployment is paused",
  find: paused,
};

export const ROLLOUT_PATTERNS = [
  { kind: "JobFailed", means: "a Job gave up", find: failedJobs },
  { kind: "AutoscalerBlind", means: "the autoscaler gets no metrics", find: blindAutoscalers },
  { kind: "ScaledToZero", means: "nothing runs: 0 replicas are asked for", find: scaledToZero },
  { kind: "RolloutStuck", means: "a rollout makes no progress, and no pod says why", find: stuck },
];
