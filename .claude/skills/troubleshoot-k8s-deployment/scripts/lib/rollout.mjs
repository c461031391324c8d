/** What shows only on the workload itself, when no pod tells more. */
import { oneLine } from "./clean.mjs";

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
      },
    ];
  });
}

function failedJobs(ctx) {
  return ctx.evidence.workloads.flatMap((workload) => {
    const condition = workload.conditions.find(
      (c) => workload.kind === "Job" && c.type === "Failed" && c.status === "True",
    );
    if (!condition || ctx.troubled(workload.ref)) return [];
    return [
      {
        object: workload.ref,
        workload: workload.ref,
        evidence: oneLine(`${condition.reason}: ${condition.message}`),
        cause: "the job's pods failed as often as it may try",
        check: `${ctx.kubectl} logs ${workload.ref}`,
        fix: `${ctx.kubectl} delete ${workload.ref}`,
        note: "after what its log says has been put right; then make it again",
      },
    ];
  });
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
        cause: /metrics/i.test(condition.message)
          ? "there are no metrics to scale by: metrics-server is not installed or not ready, or the pods request no CPU"
          : "the autoscaler cannot work",
        check: `${ctx.kubectl} describe hpa ${autoscaler.name}`,
        fix: ctx.minikube
          ? `minikube --profile ${ctx.minikube} addons enable metrics-server`
          : `${ctx.cluster} --namespace kube-system get deployment metrics-server`,
      },
    ];
  });
}

export const ROLLOUT_PATTERNS = [
  { kind: "JobFailed", means: "a Job gave up", find: failedJobs },
  { kind: "AutoscalerBlind", means: "the autoscaler gets no metrics", find: blindAutoscalers },
  { kind: "RolloutStuck", means: "a rollout makes no progress, and no pod says why", find: stuck },
];
