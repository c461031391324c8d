/** Services that lead nowhere, though the pods may be well. */
import { isLive, selects } from "./context.mjs";
import { shellWord } from "./clean.mjs";

/** Workloads that the service would choose if their pods were there. */
export const chosen = (ctx, service) =>
  ctx.evidence.workloads.filter((w) => w.kind !== "Job" && selects(service.selector, w.labels));

/** The workload that was probably meant: of the service's name, or most alike in labels. */
function nearest(ctx, service) {
  const alike = (w) =>
    Object.entries(service.selector).filter(([key, value]) => w.labels[key] === value).length +
    (service.name.startsWith(w.ref.split("/")[1]) ? 1 : 0) +
    Object.values(service.selector).filter((value) => w.ref.endsWith(`/${value}`)).length;
  const [best] = ctx.evidence.workloads
    .filter((w) => w.kind !== "Job")
    .map((w) => ({ w, score: alike(w) }))
    .sort((a, b) => b.score - a.score);
  return best?.score > 0 ? best.w : undefined;
}

const withSelector = (ctx) =>
  ctx.evidence.services.filter(
    (s) => s.selector && Object.keys(s.selector).length > 0 && s.type !== "ExternalName",
  );
const written = (labels) =>
  Object.entries(labels)
    .map(([k, v]) => `${k}=${v}`)
    .join(",");

function selectsNothing(ctx) {
  if (ctx.isUnread("pods")) return [];
  return withSelector(ctx)
    .filter(
      (service) =>
        !ctx.evidence.pods.some((pod) => isLive(pod) && selects(service.selector, pod.labels)),
    )
    .flatMap((service) => {
      const meant = chosen(ctx, service)[0];
      // Its pods are not there for a reason that is already on the list.
      if (meant && ctx.troubled(meant.ref)) return [];
      const near = meant ?? nearest(ctx, service);
      const base = {
        object: `service/${service.name}`,
        workload: near?.ref ?? "",
        evidence: `selector ${written(service.selector)} fits no pod`,
        check: `${ctx.kubectl} get pods --show-labels`,
      };
      if (meant) {
        const none = meant.desired === 0;
        return [
          {
            ...base,
            cause: none ? `${meant.ref} is scaled to 0` : `${meant.ref} has no pods`,
            fix: none
              ? `${ctx.kubectl} scale ${meant.ref} --replicas=1`
              : `${ctx.kubectl} describe ${meant.ref}`,
          },
        ];
      }
      return [
        {
          ...base,
          cause: near
            ? `its selector does not fit the labels of ${near.ref} (${written(near.selector)})`
            : "no workload here has such labels",
          fix: near
            ? `${ctx.kubectl} set selector service ${service.name} ${shellWord(written(near.selector))}`
            : `${ctx.kubectl} set selector service ${service.name} <KEY>=<VALUE>`,
        },
      ];
    });
}

/** A named target that no container has always fails; a number only when the container declares others. */
function wrongPort(ctx) {
  return withSelector(ctx).flatMap((service) => {
    const pod = ctx.evidence.pods.find((p) => isLive(p) && selects(service.selector, p.labels));
    const declared = pod?.containers.flatMap((c) => c.ports) ?? [];
    return service.ports.flatMap((port, index) => {
      const byName = typeof port.target === "string";
      const fits = declared.some((d) => (byName ? d.name : d.port) === port.target);
      if (!pod || fits || (!byName && declared.length === 0)) return [];
      const right = declared.length === 1 ? declared[0].port : "<PORT>";
      const patch = JSON.stringify([
        { op: "replace", path: `/spec/ports/${index}/targetPort`, value: right },
      ]);
      return [
        {
          object: `service/${service.name}`,
          workload: pod.workload,
          evidence: `port ${port.port} leads to ${port.target}; the container declares ${declared.map((d) => (d.name ? `${d.port} (${d.name})` : d.port)).join(", ") || "none"}`,
          cause: byName
            ? "no container port has the name of the service's targetPort"
            : "the service's targetPort is not a port of the container",
          check: `${ctx.kubectl} get endpointslices --selector=kubernetes.io/service-name=${service.name}`,
          fix: `${ctx.kubectl} patch service ${service.name} --type=json --patch ${shellWord(patch)}`,
        },
      ];
    });
  });
}

export const SERVICE_PATTERNS = [
  {
    kind: "ServiceSelectsNothing",
    means: "the Service's selector fits no pod",
    find: selectsNothing,
  },
  {
    kind: "ServiceWrongPort",
    means: "the Service leads to a port that the container does not have",
    find: wrongPort,
  },
];
