/** Pods that the API server does not admit: there is no pod to look at, only its owner's events. */
import { oneLine } from "./clean.mjs";
import { patchTemplate, tryNow } from "./commands.mjs";
import { quotaFix, withinRange } from "./quotas.mjs";
import { namedResources } from "./quotaSizes.mjs";

/** What a refusal asks for, and the fields that give it. Other violations need a person. */
const POD_FIXES = [
  [/runAsNonRoot != true/, { securityContext: { runAsNonRoot: true } }],
  [/seccompProfile \(/, { securityContext: { seccompProfile: { type: "RuntimeDefault" } } }],
  [/runAsUser=0/, { securityContext: { runAsUser: 1000 } }],
  [/hostNetwork=true|host namespaces/, { hostNetwork: false }],
  [/hostPID=true|host namespaces/, { hostPID: false }],
  [/hostIPC=true|host namespaces/, { hostIPC: false }],
];
const CONTAINER_FIXES = [
  [/allowPrivilegeEscalation != false/, { allowPrivilegeEscalation: false }],
  [/privileged \(/, { privileged: false }],
  [/runAsUser=0/, { runAsUser: 1000 }],
];
/** The container's own word counts more than the pod's. */
const OWN_FIXES = [
  [/runAsNonRoot != true/, { runAsNonRoot: true }],
  [/seccompProfile \(/, { seccompProfile: { type: "RuntimeDefault" } }],
];

/** Both lists of fields, in one. */
const together = (fixes, words) =>
  fixes
    .filter(([pattern]) => pattern.test(words))
    .reduce(
      (all, [, fields]) => ({
        ...all,
        ...fields,
        ...(fields.securityContext
          ? { securityContext: { ...all.securityContext, ...fields.securityContext } }
          : {}),
      }),
      {},
    );

function hardened(ctx, workload, words) {
  const pod = together(POD_FIXES, words);
  const forAll = together([...CONTAINER_FIXES, ...OWN_FIXES], words);
  const dropped = (c) =>
    /unrestricted capabilities|non-default capabilities/.test(words)
      ? {
          capabilities: {
            ...(/unrestricted/.test(words) ? { drop: ["ALL"] } : {}),
            ...(c.security.added.length > 0 ? { add: null } : {}),
          },
        }
      : {};
  const hostPaths = /hostPath volumes|restricted volume types/.test(words)
    ? workload.volumes.filter((v) => v.kind === "hostPath")
    : [];
  const list = (init) =>
    workload.containers
      .filter((c) => c.init === init)
      .map((c) => ({
        name: c.name,
        securityContext: { ...forAll, ...dropped(c) },
        ...(/hostPort/.test(words) && c.ports.some((p) => p.hostPort)
          ? {
              ports: c.ports.map((p) => ({
                containerPort: p.port,
                protocol: p.protocol,
                hostPort: null,
              })),
            }
          : {}),
      }));
  const [init, main] = [list(true), list(false)];
  const changes = (containers) =>
    containers.some((c) => Object.keys(c.securityContext).length > 0 || c.ports);
  if (Object.keys(pod).length === 0 && !changes([...init, ...main]) && hostPaths.length === 0)
    return {
      fix: "",
      note: "the words of the refusal name what has to go; no general command is known for it",
    };
  return {
    fix: patchTemplate(ctx.kubectl, workload.ref, {
      spec: {
        ...pod,
        ...(changes(init) ? { initContainers: init } : {}),
        ...(changes(main) ? { containers: main } : {}),
        ...(hostPaths.length > 0
          ? { volumes: hostPaths.map((v) => ({ name: v.name, hostPath: null, emptyDir: {} })) }
          : {}),
      },
    }),
    note: [
      ...(hostPaths.length > 0
        ? [
            `${hostPaths.map((v) => v.name).join(", ")} becomes an empty volume: what was on the node is not in it`,
          ]
        : []),
      ...(workload.security.user === null &&
      workload.containers.every((c) => c.security.user === null)
        ? [
            `whether the image's user is a number other than 0 is not known: if the pods then say "image will run as root": ${patchTemplate(ctx.kubectl, workload.ref, { spec: { securityContext: { runAsUser: 1000 } } })}`,
          ]
        : []),
    ].join("; "),
  };
}

const REFUSALS = [
  {
    kind: "PodSecurityRefused",
    means: "the namespace's Pod Security level forbids the pod as it is written",
    pattern: /violates PodSecurity "([^"]+)": (.*)/s,
    answer: (ctx, workload, [, level, violations]) => ({
      evidence: oneLine(violations, 300),
      cause: `the namespace enforces Pod Security ${level}; the pod asks for more (the image must also run as a user other than root)`,
      check: `${ctx.cluster} get namespace ${ctx.evidence.namespace} --show-labels`,
      ...hardened(ctx, workload, violations),
    }),
  },
  {
    kind: "QuotaExceeded",
    means: "the namespace's ResourceQuota has no room, or wants limits to be named",
    pattern: /(?:exceeded quota|failed quota): ([^,:\s]+)[,:]?\s*(.*)/s,
    answer: (ctx, workload, [words, quota]) => ({
      cause: `quota ${quota} leaves no room for one more pod of this size`,
      check: `${ctx.kubectl} describe resourcequota ${quota}`,
      ...(/must specify/.test(words) ? namedResources : quotaFix)(ctx, workload, words, quota),
    }),
  },
  {
    kind: "ServiceAccountMissing",
    means: "the pod's ServiceAccount does not exist",
    pattern: /error looking up service account [^/\s]+\/([^:\s]+)/,
    answer: (ctx, workload, [, account]) => ({
      cause: `the pod runs as ServiceAccount ${account}, which does not exist in this namespace`,
      check: `${ctx.kubectl} get serviceaccounts`,
      // The controller tries again by itself only after minutes.
      fix: `${ctx.kubectl} create serviceaccount ${account}${tryNow(ctx.kubectl, workload.ref)}`,
      note: "made without any rights: a RoleBinding has to give those that the program needs",
    }),
  },
  {
    kind: "LimitRangeRefused",
    means: "the namespace's LimitRange forbids the pod's requests or limits",
    pattern: /(maximum|minimum) (cpu|memory|\S+) usage per (\w+) is|max limit to request ratio/,
    answer: (ctx, workload, _, words) => ({
      cause: "requests or limits are outside of what the namespace's LimitRange allows",
      check: `${ctx.kubectl} describe limitrange`,
      ...withinRange(ctx, workload, words),
    }),
  },
  {
    kind: "AdmissionRefused",
    means: "something else at the API server's door refuses the pod",
    pattern: /[^]*/,
    answer: (ctx, workload, [words]) => ({
      ...(/no PriorityClass/.test(words)
        ? {
            cause: "the pod names a PriorityClass that does not exist",
            check: `${ctx.cluster} get priorityclasses`,
            fix: patchTemplate(ctx.kubectl, workload.ref, {
              spec: { priorityClassName: null, priority: null },
            }),
            note: "takes the cluster's default priority; or name a class that there is",
          }
        : /webhook/.test(words)
          ? {
              cause: "an admission webhook refuses the pod, or does not answer",
              check: `${ctx.cluster} get validatingwebhookconfigurations,mutatingwebhookconfigurations`,
              fix: "",
              note: "the webhook's own words, or the log of the pods behind it, say what it wants",
            }
          : {
              cause: "the API server refuses the pod",
              check: `${ctx.kubectl} describe ${workload.ref}`,
              fix: "",
              note: "its words are all that is known",
            }),
    }),
  },
];

/** The newest refusal of each workload that still lacks pods. */
function refusals(ctx) {
  return ctx.evidence.workloads
    .filter((workload) => workload.made < workload.desired)
    .flatMap((workload) => {
      const last = ctx.evidence.events
        .filter((e) => e.workload === workload.ref && e.reason === "FailedCreate")
        .at(-1);
      return last ? [{ workload, words: last.message }] : [];
    });
}

export const ADMISSION_PATTERNS = REFUSALS.map(({ kind, means, pattern, answer }) => ({
  kind,
  means,
  find: (ctx) =>
    refusals(ctx)
      .filter(({ workload }) => !ctx.troubled(workload.ref))
      .flatMap(({ workload, words }) => {
        const match = pattern.exec(words);
        if (!match) return [];
        return [
          {
            object: workload.ref,
            workload: workload.ref,
            evidence: oneLine(words, 300),
            ...answer(ctx, workload, match, words),
          },
        ];
      }),
}));
