/** Services that lead nowhere, though the pods may be well. */
import { shellWord } from "./clean.mjs";
import { isLive, selects } from "./context.mjs";
import { serviceOf } from "./hosts.mjs";
import { nearest } from "./nearest.mjs";
import { listensOn } from "./listening.mjs";
import { changeAll, portPlan, unknownPort } from "./ports.mjs";

/** Workloads that the service would choose if their pods were there. */
export const chosen = (ctx, service) =>
  ctx.evidence.workloads.filter(
    (w) => !["Job", "CronJob"].includes(w.kind) && selects(service.selector, w.labels),
  );

/** The workload that was probably meant: of the service's name, or most alike in labels. */
function meantBy(ctx, service) {
  const name = (w) => w.ref.split("/")[1];
  const alike = (w) =>
    2 * Object.entries(service.selector).filter(([key, value]) => w.labels[key] === value).length +
    Object.values(service.selector).filter(
      (value) => value === name(w) || nearest(value, [name(w), ...Object.values(w.labels)]),
    ).length +
    (name(w) === service.name
      ? 2
      : service.name.startsWith(name(w)) || name(w).startsWith(service.name)
        ? 1
        : 0);
  const scored = ctx.evidence.workloads
    .filter((w) => !["Job", "CronJob"].includes(w.kind))
    .map((w) => ({ w, score: alike(w) }))
    .sort((a, b) => b.score - a.score);
  if (scored.length === 1) return scored[0].w;
  return scored[0]?.score > 0 && scored[0].score > scored[1].score ? scored[0].w : undefined;
}

/** `kubectl set selector` would do, but for Services whose selector has keys that have to go. */
const setSelector = ({ kubectl }, service, labels) => {
  const stale = Object.keys(service.selector).filter((key) => !(key in labels));
  const patch = {
    spec: { selector: { ...Object.fromEntries(stale.map((key) => [key, null])), ...labels } },
  };
  return stale.length > 0
    ? `${kubectl} patch service ${service.name} --type=merge --patch ${shellWord(JSON.stringify(patch))}`
    : `${kubectl} set selector service ${service.name} ${shellWord(written(labels))}`;
};

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
      const near = meant ?? meantBy(ctx, service);
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
            fix: none ? `${ctx.kubectl} scale ${meant.ref} --replicas=1` : "",
            note: none
              ? "how many it had before is not known: 1 is a guess"
              : `nothing tells why: ${ctx.kubectl} describe ${meant.ref}`,
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
            ? setSelector(ctx, service, near.selector)
            : `${ctx.kubectl} set selector service ${service.name} '<KEY>=<VALUE>'`,
          note: near
            ? ""
            : `which workload was meant is not known: put a label of its pods for <KEY>=<VALUE> (there are: ${ctx.evidence.workloads.map((w) => `${w.ref} ${written(w.labels)}`).join("; ") || "none"})`,
        },
      ];
    });
}

/** Where the program's port is known, by that; else by what its containers declare. */
function wrongPort(ctx) {
  const done = new Set(ctx.found.filter((f) => f.planned).map((f) => f.workload));
  return withSelector(ctx).flatMap((service) => {
    const pod = ctx.evidence.pods.find((p) => isLive(p) && selects(service.selector, p.labels));
    // The ports of a workload are put right all at once, and once.
    if (!pod || done.has(pod.workload)) return [];
    const base = {
      object: `service/${service.name}`,
      workload: pod.workload,
      check: `${ctx.kubectl} get endpointslices --selector=kubernetes.io/service-name=${service.name}`,
    };
    const plan = portPlan(ctx, pod.workload);
    if (plan) {
      // A probe that asks another port is a finding where it fails.
      const concerned = (place) => place.service?.name === service.name || place.env || place.word;
      if (plan.wrong.length > 0 && !plan.wrong.some(concerned)) return [];
      done.add(pod.workload);
      return [{ ...base, evidence: leadsTo(service, pod), ...plan }];
    }
    return declaredOtherwise(ctx, service, pod, base);
  });
}

const declaredBy = (pod) => pod.containers.filter((c) => !c.init).flatMap((c) => c.ports);

const leadsTo = (service, pod) => {
  const leads = service.ports.map((p) => `port ${p.port} leads to ${p.target}`).join(", ");
  const ports = declaredBy(pod).map((d) => (d.name ? `${d.port} (${d.name})` : d.port));
  return `${leads}; the container declares ${ports.join(", ") || "none"}`;
};

/** A named target that no container has always fails; a number only when the container declares others. */
function declaredOtherwise(ctx, service, pod, base) {
  const declared = declaredBy(pod);
  const { open, seen } = listensOn(ctx, pod.workload);
  const wrong = service.ports.flatMap((port, index) => {
    const byName = typeof port.target === "string";
    const fits =
      declared.some((d) => (byName ? d.name : d.port) === port.target) ||
      (seen && open.includes(port.target));
    if (fits || port.protocol !== "TCP" || (!byName && declared.length === 0)) return [];
    return [{ service, byName, as: port.target, path: `/spec/ports/${index}/targetPort` }];
  });
  if (wrong.length === 0) return [];
  const right = declared.length === 1 ? declared[0].port : "<PORT>";
  return [
    {
      ...base,
      evidence: leadsTo(service, pod),
      cause: wrong.some((p) => p.byName)
        ? "no container port has the name of the service's targetPort"
        : "the service's targetPort is not a port of the container",
      fix: changeAll(ctx, pod.workload, wrong, right),
      note:
        right === "<PORT>"
          ? `put the program's port for <PORT>; ${unknownPort(ctx, pod.workload)}`
          : `by what the container declares; ${unknownPort(ctx, pod.workload)}`,
    },
  ];
}

/** Labels by which one app's parts differ in what they do, and not in their version or their role. */
const PARTS = ["app.kubernetes.io/component", "component", "tier"];

/** A Service that takes in another part of the app, which has a Service of its own. */
function tooWide(ctx) {
  const services = withSelector(ctx);
  return services.flatMap((service) => {
    const all = chosen(ctx, service);
    const key = PARTS.find(
      (k) =>
        !(k in service.selector) &&
        all.every((w) => w.labels[k]) &&
        new Set(all.map((w) => w.labels[k])).size > 1,
    );
    if (!key) return [];
    const isOthers = (w) =>
      services.some((s) => s !== service && key in s.selector && selects(s.selector, w.labels));
    const [meant, ...more] = all.filter((w) => !isOthers(w));
    if (!meant || more.length > 0) return [];
    const others = all.filter((w) => w !== meant).map((w) => w.ref);
    return [
      {
        object: `service/${service.name}`,
        workload: meant.ref,
        evidence: `selector ${written(service.selector)} fits pods of ${all.map((w) => `${w.ref} (${key}=${w.labels[key]})`).join(", ")}`,
        cause: `it sends a part of its traffic to ${others.join(", ")}, which has a Service of its own: its selector does not name ${key}`,
        check: `${ctx.kubectl} get endpointslices --selector=kubernetes.io/service-name=${service.name}`,
        fix: setSelector(ctx, service, { ...service.selector, [key]: meant.labels[key] }),
        note: `leaves it to ${meant.ref}; if both are to answer under this name, nothing is wrong with it`,
      },
    ];
  });
}

/** Another name of a Service, with ports of its own: it is a name and no more, so these lead nowhere. */
function aliasPorts(ctx) {
  return ctx.evidence.services
    .filter((s) => s.type === "ExternalName")
    .flatMap((service) => {
      const target = serviceOf(ctx, service.externalName);
      const own = service.ports.map((p) => p.port);
      const wrong = own.filter((port) => target && !target.ports.some((p) => p.port === port));
      if (wrong.length === 0 || !target.selector) return [];
      const patch = {
        spec: { type: "ClusterIP", externalName: null, selector: target.selector },
      };
      return [
        {
          object: `service/${service.name}`,
          workload: chosen(ctx, target)[0]?.ref ?? "",
          evidence: `ExternalName ${service.externalName}, port ${own.join(", ")}`,
          cause: `an ExternalName is another name and no more: its ports do nothing, and Service ${target.name} has ${target.ports.map((p) => p.port).join(", ")}, not ${wrong.join(", ")}`,
          check: `${ctx.kubectl} get service ${service.name} ${target.name} --output=wide`,
          fix: `${ctx.kubectl} patch service ${service.name} --type=merge --patch ${shellWord(JSON.stringify(patch))}`,
          note: `makes it a Service of its own before the pods of ${target.name}; or have callers ask for port ${target.ports.map((p) => p.port).join(" or ")}`,
        },
      ];
    });
}

export const SERVICE_PATTERNS = [
  {
    kind: "ServiceTooWide",
    means: "the Service's selector also fits another part of the app",
    find: tooWide,
  },
  {
    kind: "ServiceSelectsNothing",
    means: "the Service's selector fits no pod",
    find: selectsNothing,
  },
  {
    kind: "ServiceWrongPort",
    means: "the Service leads to a port that the container does not have",
    find: (ctx) => [...wrongPort(ctx), ...aliasPorts(ctx)],
  },
];
