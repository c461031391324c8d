/** Pods that the API server does not admit: there is no pod to look at, only its owner's events. */
import { oneLine } from "./clean.mjs";
import { patchTemplate } from "./context.mjs";

/** What a "restricted" refusal asks for, and the fields that give it. Other violations need a person. */
const POD_FIXES = [
  [/runAsNonRoot != true/, { runAsNonRoot: true }],
  [/seccompProfile \(/, { seccompProfile: { type: "RuntimeDefault" } }],
];
const CONTAINER_FIXES = [
  [/allowPrivilegeEscalation != false/, { allowPrivilegeEscalation: false }],
  [/unrestricted capabilities/, { capabilities: { drop: ["ALL"] } }],
];

function hardened(ctx, workload, words) {
  const fields = (fixes) =>
    Object.assign({}, ...fixes.filter(([p]) => p.test(words)).map(([, f]) => f));
  const pod = fields(POD_FIXES);
  const container = fields(CONTAINER_FIXES);
  if (Object.keys(pod).length + Object.keys(container).length === 0)
    return `${ctx.kubectl} edit ${workload.ref}`;
  const list = (init) =>
    workload.containers
      .filter((c) => c.init === init)
      .map(({ name }) => ({ name, securityContext: container }));
  const [init, main] = [list(true), list(false)];
  return patchTemplate(ctx.kubectl, workload.ref, {
    spec: {
      ...(Object.keys(pod).length > 0 ? { securityContext: pod } : {}),
      ...(Object.keys(container).length > 0
        ? { ...(init.length > 0 ? { initContainers: init } : {}), containers: main }
        : {}),
    },
  });
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
      fix: hardened(ctx, workload, violations),
    }),
  },
  {
    kind: "QuotaExceeded",
    means: "the namespace's ResourceQuota has no room, or wants limits to be named",
    pattern: /(?:exceeded quota|failed quota): ([^,:\s]+)[,:]?\s*(.*)/s,
    answer: (ctx, workload, [words, quota]) => ({
      cause: /must specify/.test(words)
        ? `quota ${quota} counts resources that the pod does not name`
        : `quota ${quota} leaves no room for one more pod of this size`,
      check: `${ctx.kubectl} describe resourcequota ${quota}`,
      fix: /must specify/.test(words)
        ? `${ctx.kubectl} set resources ${workload.ref} --requests=cpu=100m,memory=128Mi --limits=cpu=500m,memory=512Mi`
        : `${ctx.kubectl} set resources ${workload.ref} --requests=<SMALLER>`,
      note: `or raise the quota: ${ctx.kubectl} edit resourcequota ${quota}`,
    }),
  },
  {
    kind: "ServiceAccountMissing",
    means: "the pod's ServiceAccount does not exist",
    pattern: /error looking up service account [^/\s]+\/([^:\s]+)/,
    answer: (ctx, _, [, account]) => ({
      cause: `the pod runs as ServiceAccount ${account}, which does not exist in this namespace`,
      check: `${ctx.kubectl} get serviceaccounts`,
      fix: `${ctx.kubectl} create serviceaccount ${account}`,
    }),
  },
  {
    kind: "LimitRangeRefused",
    means: "the namespace's LimitRange forbids the pod's requests or limits",
    pattern: /(maximum|minimum) (cpu|memory|\S+) usage per (\w+) is|max limit to request ratio/,
    answer: (ctx, workload) => ({
      cause: "requests or limits are outside of what the namespace's LimitRange allows",
      check: `${ctx.kubectl} describe limitrange`,
      fix: `${ctx.kubectl} set resources ${workload.ref} --limits=<WITHIN THE RANGE>`,
    }),
  },
  {
    kind: "AdmissionRefused",
    means: "something else at the API server's door refuses the pod",
    pattern: /[^]*/,
    answer: (ctx, workload, [words]) => ({
      cause: /webhook/.test(words)
        ? "an admission webhook refuses the pod, or does not answer"
        : /no PriorityClass/.test(words)
          ? "the pod names a PriorityClass that does not exist"
          : "the API server refuses the pod",
      check: /webhook/.test(words)
        ? `${ctx.cluster} get validatingwebhookconfigurations,mutatingwebhookconfigurations`
        : `${ctx.kubectl} describe ${workload.ref}`,
      fix: `${ctx.kubectl} edit ${workload.ref}`,
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
            ...answer(ctx, workload, match),
          },
        ];
      }),
}));
