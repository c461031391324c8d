/** What kagent's chart is told. Charts and values: https://github.com/kagent-dev/kagent/tree/v0.9.9/helm */
import { KAGENT_NAMESPACE } from "./kagentKinds";

/** Which model kagent's agents ask, and from where its images come. */
export interface KagentModel {
  /** A name in PROVIDERS. */
  provider: string;
  /** Empty: the chart's own choice for that provider. */
  model: string;
  /** Address of a server that speaks the provider's API; empty: the provider's own. */
  modelUrl: string;
  /** A registry that has the images under their own paths; empty: those that the chart names. */
  registry: string;
}

/** Parts that the chart turns on and that one small app does not need, or that its rights would not let work. */
const LEFT_OUT = [
  ...[
    "kgateway-agent",
    "istio-agent",
    "promql-agent",
    "observability-agent",
    "argo-rollouts-agent",
  ],
  ...["cilium-policy-agent", "cilium-manager-agent", "cilium-debug-agent"],
  // Helm keeps its releases in Secrets, which its tools may not read here.
  ...["helm-agent", "grafana-mcp", "querydoc", "kmcp"],
];

const SMALL = { requests: { cpu: "50m", memory: "128Mi" }, limits: { memory: "512Mi" } };

/**
 * The chart's values: one model, one agent with its tools, a page.
 *
 * By itself the chart lets its tools do all in the cluster, for everyone who reaches them there, and lets its controller
 * write every Secret. Here the tools read, and no Secret; the controller has its own namespace.
 */
export function kagentValues({ provider, model, modelUrl, registry }: KagentModel) {
  const from = registry ? { registry } : {};
  return {
    ...from,
    providers: {
      default: provider,
      [provider]: {
        ...(model ? { model } : {}),
        ...(modelUrl ? { config: { baseUrl: modelUrl } } : {}),
      },
    },
    rbac: { namespaces: [KAGENT_NAMESPACE] },
    controller: { resources: SMALL },
    ui: { resources: SMALL },
    database: { postgres: { bundled: { resources: SMALL, image: from } } },
    "k8s-agent": { resources: SMALL },
    "kagent-tools": {
      tools: { image: from, resources: SMALL, enabledTools: ["k8s"] },
      rbac: { readOnly: true, additionalRules: ALSO_READ },
    },
    ...Object.fromEntries(LEFT_OUT.map((part) => [part, { enabled: false }])),
  };
}

const READ = ["get", "list", "watch"];

/** What the chart's role for reading lacks, to say how much is used and how much there is. */
const ALSO_READ = [
  { apiGroups: ["metrics.k8s.io"], resources: ["pods", "nodes"], verbs: ["get", "list"] },
  { apiGroups: [""], resources: ["nodes", "resourcequotas", "limitranges"], verbs: READ },
  { apiGroups: ["policy"], resources: ["poddisruptionbudgets"], verbs: READ },
];
