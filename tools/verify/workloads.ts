import { Check, none } from "./check";

/**
 * What `kubectl get --output=json` lists, as far as it is looked at here. No schema checks it: it is looked at field by
 * field, and what is missing is a promise that is not kept.
 */
export interface Kubernetes {
  kind: string;
  metadata: {
    name: string;
    labels?: Record<string, string>;
    deletionTimestamp?: string;
  };
  spec?: PodSpec & { podSelector?: object; policyTypes?: string[]; egress?: unknown[] };
  status?: { containerStatuses?: { ready: boolean; restartCount: number }[] };
  endpoints?: { conditions: { ready?: boolean } }[] | null;
}

interface PodSpec {
  automountServiceAccountToken?: boolean;
  securityContext?: { runAsNonRoot?: boolean; seccompProfile?: { type: string } };
  containers?: Container[];
  initContainers?: Container[];
}

interface Container {
  name: string;
  image: string;
  livenessProbe?: object;
  readinessProbe?: object;
  startupProbe?: object;
  resources?: { requests?: object; limits?: object };
  securityContext?: {
    readOnlyRootFilesystem?: boolean;
    allowPrivilegeEscalation?: boolean;
    capabilities?: { drop?: string[] };
  };
}

/** The services that the app cannot do without. */
const SERVICES = ["backend-service", "frontend-service"];

/** Pods, endpoints, hardening and policies. @param images the ones that the stack built. */
export function workloadChecks(objects: Kubernetes[], images: string[]): Check[] {
  const of = (kind: string) => objects.filter((object) => object.kind === kind);
  const pods = of("Pod").filter(
    ({ metadata }) => !metadata.deletionTimestamp && metadata.labels?.app !== "test",
  );
  const containers = pods.flatMap(({ metadata, spec }) =>
    (spec?.containers ?? []).map((container) => ({ pod: metadata.name, ...container })),
  );
  const restarts = pods
    .flatMap(({ status }) => status?.containerStatuses ?? [])
    .reduce((sum, { restartCount }) => sum + restartCount, 0);
  const running = new Set(containers.map(({ image }) => image));
  return [
    none(
      "every pod is ready",
      pods.filter((pod) => !isReady(pod)).map(({ metadata }) => `${metadata.name} is not ready`),
      `${pods.length} pods, ${restarts} restarts`,
    ),
    none(
      "the pods run the images of this checkout",
      images.filter((image) => !running.has(image)).map((image) => `nothing runs ${image}`),
      images.join(", "),
    ),
    none(
      "services have endpoints",
      SERVICES.filter((service) => !hasEndpoint(of("EndpointSlice"), service)).map(
        (service) => `${service} has none that is ready`,
      ),
      SERVICES.join(", "),
    ),
    none(
      "every container has its probes and limits",
      containers.flatMap(unguarded),
      `${containers.length} containers`,
    ),
    none("every pod is restricted", pods.flatMap(loose), `${pods.length} pods`),
    policies(of("NetworkPolicy"), pods),
  ];
}

/** The namespace refuses what is not restricted. An external one is left as it was found, and says so. */
export function namespaceCheck({ metadata }: Kubernetes): Check {
  const mode = metadata.labels?.["pod-security.kubernetes.io/enforce"];
  const ours = metadata.labels?.["app.kubernetes.io/managed-by"] === "pulumi";
  return {
    what: "the namespace refuses pods that are not restricted",
    ok: mode === "restricted" || !ours,
    found: ours || mode ? `enforces ${mode ?? "nothing"}` : "no: another stack or user created it",
  };
}

const isReady = ({ status }: Kubernetes): boolean =>
  (status?.containerStatuses ?? []).length > 0 &&
  status!.containerStatuses!.every(({ ready }) => ready);

const hasEndpoint = (slices: Kubernetes[], service: string): boolean =>
  slices
    .filter(({ metadata }) => metadata.labels?.["kubernetes.io/service-name"] === service)
    .some(({ endpoints }) => (endpoints ?? []).some(({ conditions }) => conditions.ready));

function unguarded(container: Container & { pod: string }): string[] {
  const { pod, name, resources } = container;
  const probes = (["startupProbe", "livenessProbe", "readinessProbe"] as const)
    .filter((probe) => !container[probe])
    .map((probe) => `${pod}/${name} has no ${probe}`);
  const bounded = resources?.requests && resources.limits;
  return bounded ? probes : [...probes, `${pod}/${name} has no requests or no limits`];
}

function loose({ metadata, spec }: Kubernetes): string[] {
  const of = (problem: string) => `${metadata.name}: ${problem}`;
  const pod = spec?.securityContext;
  return [
    ...(pod?.runAsNonRoot ? [] : [of("may run as root")]),
    ...(pod?.seccompProfile?.type === "RuntimeDefault" ? [] : [of("no seccomp profile")]),
    ...(spec?.automountServiceAccountToken === false ? [] : [of("mounts a token")]),
    ...[...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].flatMap(
      ({ name, securityContext: context }) => [
        ...(context?.readOnlyRootFilesystem ? [] : [of(`${name} may write its root`)]),
        ...(context?.allowPrivilegeEscalation === false ? [] : [of(`${name} may gain privileges`)]),
        ...(context?.capabilities?.drop?.includes("ALL") ? [] : [of(`${name} keeps capabilities`)]),
      ],
    ),
  ];
}

/** One policy that denies all, and one that opens what it needs for each kind of pod. */
function policies(found: Kubernetes[], pods: Kubernetes[]): Check {
  const what = "network policies are in place";
  const names = found.map(({ metadata }) => metadata.name);
  if (names.length === 0) return { what, ok: false, found: "none (todo:networkPolicies)" };
  const parts = new Set(pods.flatMap(({ metadata }) => metadata.labels?.app ?? []));
  const wanted = ["default-deny", ...parts];
  return none(
    what,
    wanted.filter((name) => !names.includes(name)).map((name) => `there is no policy ${name}`),
    names.join(", "),
  );
}
