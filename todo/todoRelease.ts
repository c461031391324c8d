import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { AppImage } from "../components/image/appImage";
import { AppSecrets } from "./appSecrets";
import { deliveredImage } from "../components/image/deliveredImage";
import { chartValues, ReleaseSettings } from "./chartValues";
import { Cluster } from "../components/cluster/cluster";
import type { Endpoints } from "./endpoints";
import { folderHash } from "../components/image/contentHash";
import { nodePort } from "./nodePort";
import { placeOfAll } from "./namespace/ownNamespace";
import { watchRollout } from "../components/rollout/rolloutWatch";
import { Settings } from "./settings";
import { CHART } from "./sources";

/** The name of its one release. */
export const RELEASE = "todo-app";

/** Revisions that `helm rollback` can go back to. */
const KEPT_REVISIONS = 5;

export interface TodoReleaseArgs {
  cluster: Cluster;
  secrets: AppSecrets;
  backend: AppImage;
  frontend: AppImage;
  settings: ReleaseSettings & Pick<Settings, "delivery" | "images">;
}

/**
 * The chart as a Helm release. A rollout that does not become ready in time is undone, and until
 * then the reasons that its pods give are shown as they come up.
 */
export class TodoRelease extends pulumi.ComponentResource {
  /** Where the page is: through the ingress, through the node, and the API inside the cluster. */
  readonly endpoints: pulumi.Output<Endpoints>;
  /** What Helm says of it: "deployed", and which revision that is. */
  readonly status: pulumi.Output<{ status: string; revision: number }>;

  constructor(name: string, args: TodoReleaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super("todo:index:TodoRelease", name, {}, opts);
    const { cluster, secrets, settings } = args;
    const { provider } = cluster;
    const { deletedWith } = secrets;
    const inCluster = { parent: this, provider, deletedWith };

    const values = chartValues(settings, {
      backend: args.backend,
      frontend: args.frontend,
      secretsRevision: secrets.revision,
      contentHash: folderHash(CHART),
    });
    const images = [args.backend.delivered, args.frontend.delivered];
    const { database, delivery } = settings;
    if (database.externalPort === undefined) {
      const { platform } = settings.images;
      const { image } = database;
      images.push(
        deliveredImage(
          `${name}-database-image`,
          { image, delivery, platform, cluster: cluster.ref },
          this,
        ),
      );
    }
    const release = new k8s.helm.v3.Release(
      `${name}-release`,
      {
        name: RELEASE,
        chart: CHART,
        namespace: secrets.namespace,
        values,
        atomic: true,
        cleanupOnFail: true,
        timeout: settings.timeoutSeconds,
        maxHistory: KEPT_REVISIONS,
      },
      {
        ...inCluster,
        dependsOn: [...images, secrets.ownership],
      },
    );
    const { ownership, objects } = secrets;
    placeOfAll(name, { cluster, ownership, deletedWith, objects: [...objects, release] }, this);
    watchRollout({
      begins: pulumi.all([
        args.backend.delivered.stdout,
        args.frontend.delivered.stdout,
        secrets.revision,
      ]),
      ends: release.status,
      cluster,
      namespace: settings.namespace,
      component: this,
    });

    // Asked each time, not read as a resource: `pulumi preview --diff` shows all fields of one that is read.
    const place = { kubeconfig: cluster.kubeconfig, context: cluster.contextName };
    this.endpoints = pulumi
      .all([cluster.address, release.status])
      .apply(async ([address, { namespace }]) =>
        endpoints(settings, {
          ...{ address, namespace },
          nodePort: await nodePort({ ...place, namespace }, "frontend-service"),
        }),
      );
    this.status = release.status.apply(({ status, revision }) => ({ status, revision }));
    this.registerOutputs({ endpoints: this.endpoints, status: this.status });
  }
}

/** The addresses of the app, as far as they are known. */
export function endpoints(
  settings: Pick<ReleaseSettings, "ingress">,
  found: { address: string; nodePort?: number; namespace: string },
): Endpoints {
  const { ingress } = settings;
  return {
    ...(ingress.enabled ? { ingress: `${ingress.tls ? "https" : "http"}://${ingress.host}` } : {}),
    ...(found.address && found.nodePort
      ? { nodePort: `http://${found.address}:${found.nodePort}` }
      : {}),
    ...(found.address && ingress.enabled ? { hosts: `${found.address} ${ingress.host}` } : {}),
    backend: `http://backend-service.${found.namespace}.svc.cluster.local:8000`,
  };
}
