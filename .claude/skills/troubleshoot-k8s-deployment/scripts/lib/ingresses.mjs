/** Ingresses that lead nowhere. */
import { shellWord } from "./clean.mjs";
import { isLive, selects } from "./context.mjs";
import { nearest } from "./nearest.mjs";
import { chosen } from "./services.mjs";

function noBackend(ctx) {
  if (ctx.isUnread("services")) return [];
  return ctx.evidence.ingresses.flatMap((ingress) =>
    ingress.backends.flatMap((backend) => {
      const problem = backendProblem(ctx, backend);
      if (!problem) return [];
      const note = JSON.stringify(problem.to ?? "").includes("<")
        ? "which one was meant is not known: put it for what stands in <>"
        : "";
      return [
        {
          object: `ingress/${ingress.name}`,
          evidence: `${backend.host}${backend.path} leads to ${backend.service}:${backend.port}`,
          check: `${ctx.kubectl} describe ingress ${ingress.name}`,
          fix: problem.to && pointTo(ctx, ingress, backend, problem.to),
          note,
          ...problem,
        },
      ];
    }),
  );
}

function backendProblem(ctx, { service: name, port }) {
  const service = ctx.evidence.services.find((s) => s.name === name);
  if (!service) {
    const names = ctx.evidence.services.map((s) => s.name);
    const near = nearestService(ctx, name);
    return {
      workload: behind(ctx, near),
      cause: `there is no Service ${name} in this namespace (there are: ${names.join(", ") || "none"})`,
      to: { name: near?.name ?? "<SERVICE>", port: near ? onlyPort(near) : { number: port } },
    };
  }
  const workload = behind(ctx, service);
  if (!service.ports.some((p) => p.port === port || p.name === port)) {
    const ports = service.ports.map((p) => p.port).join(", ");
    return {
      workload,
      cause: `Service ${name} has no port ${port} (it has ${ports})`,
      to: { name, port: onlyPort(service) },
    };
  }
  return isReached(ctx, service) ? undefined : unreached(ctx, service, workload);
}

/** Not reached yet, or for a reason that is already on the list, is no finding. */
function isReached(ctx, service) {
  if (!service.selector || service.type === "ExternalName") return true;
  const ready = ctx.evidence.endpoints.find((e) => e.service === service.name)?.ready ?? 0;
  return (
    ready > 0 ||
    ctx.found.some((f) => f.object === `service/${service.name}`) ||
    chosen(ctx, service).some((w) => ctx.troubled(w.ref)) ||
    ctx.evidence.pods.some((p) => isLive(p) && selects(service.selector, p.labels))
  );
}

const unreached = ({ kubectl }, { name }, workload) => ({
  workload,
  cause: `Service ${name} has no ready pod behind it`,
  check: `${kubectl} get endpointslices --selector=kubernetes.io/service-name=${name}`,
  fix: "",
  note: "what is wrong with its pods decides",
});

const behind = (ctx, service) => (service?.selector && chosen(ctx, service)[0]?.ref) ?? "";

const onlyPort = ({ ports }) => ({ number: ports.length === 1 ? ports[0].port : "<PORT>" });

/** The Service that was probably meant: the only one, or one that is called nearly so. */
function nearestService({ evidence: { services } }, wanted) {
  if (services.length === 1) return services[0];
  const name = nearest(
    wanted,
    services.map((s) => s.name),
  );
  return services.find((s) => s.name === name);
}

function pointTo({ kubectl }, ingress, backend, value) {
  const patch = JSON.stringify([{ op: "replace", path: backend.at, value }]);
  return `${kubectl} patch ingress ${ingress.name} --type=json --patch ${shellWord(patch)}`;
}

function classMissing(ctx) {
  if (ctx.isUnread("ingressclasses")) return [];
  const { ingresses, ingressClasses } = ctx.evidence;
  const names = ingressClasses.map((c) => c.name);
  const taken = ({ className }) =>
    className === null ? ingressClasses.some((c) => c.isDefault) : names.includes(className);
  return ingresses
    .filter((ingress) => !taken(ingress))
    .map((ingress) => ({
      object: `ingress/${ingress.name}`,
      workload: behind(
        ctx,
        ctx.evidence.services.find((s) => s.name === ingress.backends[0]?.service),
      ),
      evidence: `class ${ingress.className ?? "(none)"}; the cluster has ${names.join(", ") || "none"}`,
      check: `${ctx.cluster} get ingressclasses`,
      ...(names.length > 0 ? otherClass(ctx, ingress, names) : noController(ctx)),
    }));
}

function otherClass({ kubectl, evidence }, { name, className: wanted, annotated }, names) {
  const className =
    (wanted && nearest(wanted, names)) ??
    evidence.ingressClasses.find((c) => c.isDefault)?.name ??
    (names.length === 1 ? names[0] : "<CLASS>");
  // The older annotation and the field may not both be there.
  const older = annotated
    ? { metadata: { annotations: { "kubernetes.io/ingress.class": null } } }
    : {};
  const patch = shellWord(JSON.stringify({ ...older, spec: { ingressClassName: className } }));
  return {
    cause: "no ingress controller takes this Ingress",
    note: className === "<CLASS>" ? `put one of ${names.join(", ")} for <CLASS>` : "",
    fix: `${kubectl} patch ingress ${name} --type=merge --patch ${patch}`,
  };
}

const noController = ({ minikube, cluster }) => ({
  cause: "no ingress controller is installed",
  check: `${cluster} get pods --all-namespaces`,
  fix: minikube ? `minikube --profile ${minikube} addons enable ingress` : "",
  note: minikube
    ? ""
    : "a controller has to be installed, by its own documents: which one is a choice",
});

export const INGRESS_PATTERNS = [
  { kind: "IngressClassMissing", means: "no controller takes the Ingress", find: classMissing },
  {
    kind: "IngressNoBackend",
    means: "the Ingress leads to a Service or port that is not there, or to no ready pod",
    find: noBackend,
  },
];
