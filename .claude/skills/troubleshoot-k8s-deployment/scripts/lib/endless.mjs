/** Jobs whose work is done, and that do not end: a second container goes on. */
import { patchAt } from "./commands.mjs";
import { isLive } from "./context.mjs";

/** Seconds after which a container that goes on beside one that is done is no mere straggler. */
const DONE_SECONDS = 60;

function endless(ctx) {
  const done = new Set();
  return ctx.evidence.pods
    .filter((pod) => pod.job && isLive(pod) && !done.has(pod.job) && done.add(pod.job))
    .flatMap((pod) => {
      const main = pod.containers.filter((c) => !c.init);
      const ended = main.filter(
        (c) => c.ended?.exitCode === 0 && ctx.ageSeconds(c.ended.finishedAt) > DONE_SECONDS,
      );
      const going = main.filter((c) => c.running);
      if (ended.length === 0 || going.length === 0 || ended.length + going.length < main.length)
        return [];
      const names = (list) => list.map((c) => c.name).join(", ");
      return [
        {
          object: pod.job,
          workload: pod.workload,
          pod: pod.name,
          evidence: `${names(ended)} ended with 0 ${Math.round(ctx.ageSeconds(ended[0].ended.finishedAt))} s ago; ${names(going)} still runs`,
          cause: `a Job ends when all its containers have ended, and ${names(going)} goes on: it never ends${pod.workload === pod.job ? "" : `, and with concurrencyPolicy Forbid ${pod.workload} starts no other`}`,
          check: `${ctx.kubectl} logs ${pod.name} --container ${going[0].name}`,
          ...asSidecar(ctx, pod, going),
        },
      ];
    });
}

/** An init container that is restarted always is a sidecar: the Job does not wait for it. */
function asSidecar(ctx, pod, going) {
  if (going.length > 1)
    return {
      fix: "",
      note: "each that only accompanies the work belongs into initContainers, with restartPolicy: Always",
    };
  const [sidecar] = going;
  const isRun = pod.workload !== pod.job;
  // A run that was started before the template was put right.
  const inTemplate = ctx.workload(pod.workload)?.containers.find((c) => c.name === sidecar.name);
  if (isRun && inTemplate?.init)
    return {
      fix: `${ctx.kubectl} delete ${pod.job}`,
      note: `${pod.workload} has ${sidecar.name} as a sidecar by now: only this run hangs, and its work is done`,
    };
  const before = pod.containers.filter((c) => c.init).length;
  const ops = [
    ...(before > 0 ? [] : [{ op: "add", path: "/initContainers", value: [] }]),
    { op: "move", from: `/containers/${sidecar.at}`, path: `/initContainers/${before}` },
    { op: "add", path: `/initContainers/${before}/restartPolicy`, value: "Always" },
  ];
  const change = patchAt(ctx.kubectl, pod.workload, ops, false);
  return {
    // The template first: the next run may start as soon as this one is gone.
    fix: isRun ? `${change} && ${ctx.kubectl} delete ${pod.job}` : change,
    note: [
      `makes ${sidecar.name} a sidecar, which Kubernetes 1.29 and newer stop when the work is done;`,
      isRun
        ? "the run that hangs is deleted, its work is done; the next comes by the schedule"
        : "the Job is made again, so its work is done a second time",
    ].join(" "),
  };
}

export const ENDLESS_PATTERN = {
  kind: "JobNotEnding",
  means: "a Job's work is done, and a second container keeps it from ending",
  find: endless,
};
