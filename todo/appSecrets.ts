import * as command from "@pulumi/command";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { Cluster } from "../components/cluster/cluster";
import { APP_SECRET, DATABASE_SECRET, OWNER_LABEL } from "../components/cluster/clusterObjects";
import { refuseLossNow } from "./namespace/keptVolume";
import { OWN, ownNamespace, placeOfAll } from "./namespace/ownNamespace";
import { configCommand } from "./configCommand";

/** The name by which the chart's Postgres is reached, and its one user and database. */
const DATABASE = { host: "postgres-service:5432", user: "todo", name: "todo" };

/** Labels by which the API server refuses every pod that is not restricted. */
const POD_SECURITY = {
  "pod-security.kubernetes.io/enforce": "restricted",
  "pod-security.kubernetes.io/audit": "restricted",
  "pod-security.kubernetes.io/warn": "restricted",
};

export interface AppSecretsArgs {
  cluster: Cluster;
  /** Namespace to make, or to use as it is where it is external. */
  namespace: string;
  /** Leave the namespace, and what others keep in it, behind at destroy. */
  keepNamespace?: boolean;
  /** Connection string of a Postgres elsewhere; without it, one in the cluster gets a password. */
  databaseUrl?: pulumi.Input<string>;
  /** Without it the offline assistant answers. */
  cohereApiKey?: pulumi.Input<string>;
  /** Of the model that answers in place of Cohere's; a server on the own network mostly takes none. */
  modelApiKey?: pulumi.Input<string>;
  /** Without it one is generated, once. */
  jwtSecret?: pulumi.Input<string>;
}

/**
 * The namespace and the Secrets in it: given ones from Pulumi's config, the others generated and
 * kept in the stack's state, encrypted.
 */
export class AppSecrets extends pulumi.ComponentResource {
  readonly namespace: string;
  /** What everything in the namespace depends on: it is there, and its owner is recorded in the state. */
  readonly ownership: command.local.Command;
  /** With what the objects in the namespace end, where that is so. */
  readonly deletedWith?: pulumi.Resource;
  /** Its Secrets. */
  readonly objects: pulumi.Resource[] = [];
  /** Random text that is another one whenever a secret is: it tells pods to start anew, and nothing else. */
  readonly revision: pulumi.Output<string>;

  constructor(name: string, args: AppSecretsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("todo:index:AppSecrets", name, {}, opts);
    if (args.keepNamespace)
      refuseLossNow(args.cluster, {
        namespace: args.namespace,
        isElsewhere: args.databaseUrl !== undefined,
      });
    const labels = {
      "app.kubernetes.io/part-of": "todo-app",
      "app.kubernetes.io/managed-by": "pulumi",
    };

    const { ownership, deletedWith } = ownNamespace(
      name,
      {
        cluster: args.cluster,
        namespace: args.namespace,
        labels: { ...labels, ...POD_SECURITY },
        leave: configCommand({ set: "todo:namespace", to: `${args.namespace}-2` }),
        keep: args.keepNamespace,
      },
      this,
    );
    this.namespace = args.namespace;
    this.ownership = ownership;
    this.deletedWith = deletedWith;
    const inCluster = { parent: this, provider: args.cluster.provider, deletedWith };
    const secret = (part: string, secretName: string, stringData: pulumi.Inputs) => {
      const made = new k8s.core.v1.Secret(
        `${name}-${part}`,
        {
          metadata: {
            ...{ name: secretName, namespace: this.namespace, annotations: OWN },
            labels: { ...labels, [OWNER_LABEL]: args.cluster.owner },
          },
          type: "Opaque",
          stringData: pulumi.secret(stringData),
        },
        { ...inCluster, dependsOn: ownership },
      );
      this.objects.push(made);
      const { cluster } = args;
      placeOfAll(
        `${name}-${part}`,
        { cluster, ownership, deletedWith, objects: [made], secret: made },
        this,
      );
      return made;
    };
    const password = (part: string, length: number) =>
      new random.RandomPassword(`${name}-${part}`, { length, special: false }, { parent: this })
        .result;

    let databaseUrl = args.databaseUrl;
    if (databaseUrl === undefined) {
      const generated = password("database-password", 32);
      secret("database", DATABASE_SECRET, { POSTGRES_PASSWORD: generated });
      databaseUrl = pulumi.interpolate`postgresql://${DATABASE.user}:${generated}@${DATABASE.host}/${DATABASE.name}`;
    }
    const values = {
      COHERE_API_KEY: args.cohereApiKey ?? "",
      DATABASE_URL: databaseUrl,
      ...(args.modelApiKey === undefined ? {} : { MODEL_API_KEY: args.modelApiKey }),
      JWT_SECRET: args.jwtSecret ?? password("jwt-secret", 48),
    };
    const app = secret("app", APP_SECRET, values);

    const revision = new random.RandomId(
      `${name}-revision`,
      { byteLength: 8, keepers: pulumi.secret(values) },
      { parent: this, additionalSecretOutputs: ["keepers"] },
    );
    // Waits for the Secret, so that a pod that starts anew finds the new value.
    this.revision = pulumi.unsecret(pulumi.all([revision.hex, app.id]).apply(([hex]) => hex));
    this.registerOutputs({ namespace: this.namespace });
  }
}
