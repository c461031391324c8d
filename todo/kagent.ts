import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Cluster } from "../components/cluster/cluster";
import { OWNER_LABEL } from "../components/cluster/clusterObjects";
import { ownNamespace, placeOfAll } from "./namespace/ownNamespace";
import { configCommand } from "./configCommand";
import { KAGENT_NAMESPACE, KINDS_RELEASE } from "./kagentKinds";
import { PROVIDERS } from "./kagentProviders";

/** The newest version for the Kubernetes that minikube starts: 1.0 needs 1.37. Both charts have it. */
const VERSION = "0.9.9";
const CHARTS = "oci://ghcr.io/kagent-dev/kagent/helm";
/** Parts that the chart turns on and that one small app does not need. */
const LEFT_OUT = [
  ...[
    "kgateway-agent",
    "istio-agent",
    "promql-agent",
    "observability-agent",
    "argo-rollouts-agent",
  ],
  ...["cilium-policy-agent", "cilium-manager-agent", "cilium-debug-agent"],
  ...["grafana-mcp", "querydoc", "kmcp"],
];

export interface KagentArgs {
  cluster: Cluster;
  /** A name in PROVIDERS. */
  provider: string;
  apiKey: pulumi.Output<string>;
  /** How long its rollout may take, in seconds. */
  timeoutSeconds: number;
}

/**
 * kagent, which answers questions about the cluster from inside of it: its own namespace, the provider's key
 * as a Secret, and two releases at one version. The agents for Kubernetes and Helm are all that is left of it.
 *
 * Charts and values: https://github.com/kagent-dev/kagent/tree/v0.9.9/helm
 */
export class Kagent extends pulumi.ComponentResource {
  constructor(name: string, args: KagentArgs, opts?: pulumi.ComponentResourceOptions) {
    super("todo:index:Kagent", name, {}, opts);
    const labels = {
      "app.kubernetes.io/part-of": "kagent",
      "app.kubernetes.io/managed-by": "pulumi",
    };

    const namespace = KAGENT_NAMESPACE;
    const { ownership, deletedWith } = ownNamespace(
      name,
      {
        ...{ cluster: args.cluster, namespace, labels: { ...labels, ...BASELINE } },
        // Its namespace has one name: there is one kagent in a cluster, for all stacks.
        leave: configCommand({ set: "todo:kagent", to: "false" }),
      },
      this,
    );
    const inCluster = { parent: this, provider: args.cluster.provider, deletedWith };
    const { secret, key } = PROVIDERS[args.provider]!;
    const credentials = new k8s.core.v1.Secret(
      `${name}-key`,
      {
        metadata: {
          ...{ name: secret, namespace },
          labels: { ...labels, [OWNER_LABEL]: args.cluster.owner },
        },
        type: "Opaque",
        stringData: pulumi.secret({ [key]: args.apiKey }),
      },
      { ...inCluster, dependsOn: ownership },
    );

    const release = (part: string, chart: string, values: object, dependsOn: pulumi.Resource[]) =>
      new k8s.helm.v3.Release(
        `${name}-${part}`,
        {
          ...{ name: chart, chart: `${CHARTS}/${chart}`, version: VERSION, namespace, values },
          ...{ atomic: true, cleanupOnFail: true, maxHistory: 3, timeout: args.timeoutSeconds },
        },
        { ...inCluster, dependsOn },
      );
    // After the key: what is older than that was not made by the stack (cli/cluster/kagentObjects.ts).
    const crds = release("crds", KINDS_RELEASE, {}, [ownership, credentials]);
    const app = release("release", "kagent", kagentValues(args.provider), [crds, credentials]);
    const { cluster } = args;
    const place = (
      part: string,
      objects: pulumi.Resource[],
      more: { check?: string; secret?: k8s.core.v1.Secret },
    ) => placeOfAll(part, { cluster, ownership, deletedWith, objects, ...more }, this);
    place(`${name}-key`, [credentials], { secret: credentials });
    place(`${name}-crds`, [crds], { check: "checkKinds" });
    place(name, [credentials, crds, app], { check: "checkKinds" });
    this.registerOutputs({});
  }
}

/** Its agents' pods say nothing of their user, which "restricted" would refuse. */
const BASELINE = Object.fromEntries(
  ["enforce", "audit", "warn"].map((mode) => [`pod-security.kubernetes.io/${mode}`, "baseline"]),
);

/** The chart's values: one provider, two agents, their tools, a page. */
export function kagentValues(provider: string): object {
  const small = { requests: { cpu: "50m", memory: "128Mi" }, limits: { memory: "512Mi" } };
  return {
    providers: { default: provider },
    controller: { resources: small },
    ui: { resources: small },
    database: { postgres: { bundled: { resources: small } } },
    ...Object.fromEntries(
      ["k8s-agent", "helm-agent"].map((agent) => [agent, { resources: small }]),
    ),
    ...Object.fromEntries(LEFT_OUT.map((part) => [part, { enabled: false }])),
  };
}
