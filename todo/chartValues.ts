import * as pulumi from "@pulumi/pulumi";
import type { OwnModel } from "./modelSettings";
import { Settings } from "./settings";

/** The settings that a release is made of. */
export type ReleaseSettings = Pick<
  Settings,
  | "namespace"
  | "ingress"
  | "scale"
  | "database"
  | "assistant"
  | "chatkitDomainKey"
  | "networkPolicies"
  | "dnsAddress"
  | "timeoutSeconds"
> & {
  images: Pick<Settings["images"], "pullSecret">;
  secrets: { cohereApiKey?: unknown };
};

/** The startup probe has seen to it already: a pod serves as soon as it can (docs/decisions/0011). */
export const PROBES = { readiness: { initialDelaySeconds: 0 } };

/** What the backend was seen to use; one process cannot use more than one CPU (docs/decisions/0012). */
export const BACKEND_RESOURCES = { requests: { memory: "256Mi" }, limits: { cpu: "1" } };

interface Made {
  backend: ChartImage;
  frontend: ChartImage;
  secretsRevision: pulumi.Input<string>;
  contentHash: string;
}

interface ChartImage {
  repository: string;
  tag: string;
}

/**
 * The chart's values. Helm keeps them in the cluster as they are, so no secret is among them: only
 * whether one is there, and a revision that is another one when a secret is.
 */
export function chartValues(settings: ReleaseSettings, made: Made) {
  const { scale, ingress, database, assistant, secrets } = settings;
  const autoscaling = { enabled: scale.autoscaling, minReplicas: 2, maxReplicas: scale.max };
  const { pullSecret } = settings.images;
  return {
    contentHash: made.contentHash,
    ...(pullSecret ? { imagePullSecrets: [{ name: pullSecret }] } : {}),
    // For `make ai`: who asks questions about the app needs no right to change it.
    reader: { create: true },
    backend: {
      image: imageValues(made.backend),
      replicas: scale.backend,
      cohereModel: assistant.model,
      cohereBaseUrl: assistant.baseUrl,
      ...modelValues(assistant.own),
      secretsRevision: made.secretsRevision,
      autoscaling,
      probes: PROBES,
      resources: BACKEND_RESOURCES,
    },
    frontend: {
      image: imageValues(made.frontend),
      replicas: scale.frontend,
      chatkitDomainKey: settings.chatkitDomainKey,
      autoscaling,
      probes: PROBES,
    },
    ingress: {
      enabled: ingress.enabled,
      host: ingress.host,
      className: ingress.className,
      controllerNamespace: ingress.namespace,
      tls: {
        enabled: ingress.tls,
        generate: ingress.tlsSecret === "",
        ...(ingress.tlsSecret ? { secretName: ingress.tlsSecret } : {}),
      },
    },
    postgres: {
      enabled: database.externalPort === undefined,
      image: splitImage(database.image),
      storage: {
        size: database.storage,
        className: database.storageClass,
        keep: database.keep,
      },
    },
    networkPolicy: {
      enabled: settings.networkPolicies,
      ...dnsAt(settings.dnsAddress),
      ...externalDatabase(database.externalPort),
      allowCohere: secrets.cohereApiKey !== undefined,
      ...(assistant.own?.cidr ? { modelCidr: assistant.own.cidr } : {}),
    },
  };
}

const modelValues = (own?: OwnModel) =>
  own && {
    modelBaseUrl: own.baseUrl,
    modelName: own.name,
    modelTimeoutSeconds: own.timeoutSeconds,
  };

/** Of an address only the port reaches Helm: it is no secret. */
const externalDatabase = (port?: number) =>
  port === undefined
    ? { allowExternalDatabase: false }
    : { allowExternalDatabase: true, externalDatabasePort: port };

/** Where DNS is answered, as the chart's policies have it; without an address its own default. */
const dnsAt = (address: string) =>
  address === ""
    ? {}
    : { dnsPeers: [{ ipBlock: { cidr: `${address}/${address.includes(":") ? 128 : 32}` } }] };

const imageValues = ({ repository, tag }: ChartImage) => ({ repository, tag });

/** "postgres:17-alpine" as the chart's two values; a digest stays with the tag. */
export function splitImage(image: string): { repository: string; tag: string } {
  const match = /^(.+?)(?::([^:/]+(?:@sha256:[0-9a-f]{64})?))?$/.exec(image);
  return { repository: match?.[1] ?? image, tag: match?.[2] ?? "latest" };
}
