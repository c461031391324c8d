import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Cluster } from "../components/cluster/cluster";
import { OWNER_LABEL } from "../components/cluster/clusterObjects";
import { ownNamespace, placeOfAll } from "./namespace/ownNamespace";
import { configCommand } from "./configCommand";
import { kagentChart } from "./kagentCharts";
import { KAGENT_NAMESPACE, KINDS_RELEASE } from "./kagentKinds";
import { PROVIDERS } from "./kagentProviders";
import type { KagentSettings } from "./kagentSettings";
import { kagentValues } from "./kagentValues";

export interface KagentArgs extends KagentSettings {
  cluster: Cluster;
  /** How long its rollout may take, in seconds. */
  timeoutSeconds: number;
}

/**
 * kagent, which answers questions about the cluster from inside of it: its own namespace, the provider's key
 * as a Secret, and two releases at one version (kagentValues.ts: what is left of it, and its rights).
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
          ...{ name: chart, ...kagentChart(args.charts, chart), namespace, values },
          ...{ atomic: true, cleanupOnFail: true, maxHistory: 3, timeout: args.timeoutSeconds },
        },
        { ...inCluster, dependsOn },
      );
    // After the key: what is older than that was not made by the stack (cli/cluster/kagentObjects.ts).
    const crds = release("crds", KINDS_RELEASE, {}, [ownership, credentials]);
    const app = release("release", "kagent", kagentValues(args), [crds, credentials]);
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
