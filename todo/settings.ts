import * as pulumi from "@pulumi/pulumi";
import * as checks from "./checks";
import { type ConfigSource, declaredKeys } from "./configSource";
import { databaseUrl } from "./databaseUrl";
import { configCommand } from "./configCommand";
import { AddonConflict, addonConflict, SAME_PORTS } from "../components/cluster/ingressAddons";
import type { ImageDelivery } from "../components/image/deliveryKinds";
import { KAGENT_NAMESPACE } from "./kagentKinds";
import { KagentSettings, kagentSettings } from "./kagentSettings";
import { modelProblems, OwnModel, ownModel } from "./modelSettings";
import { otherKindCluster } from "./placeSettings";
import { report } from "./problems";
import { programConfig } from "./programConfig";

/** A minikube profile to start or adopt. Empty strings leave the choice to minikube. */
export interface MinikubeSettings {
  kind: "minikube";
  profile: string;
  driver: string;
  cpus: number;
  memoryMiB: number;
  kubernetesVersion: string;
  cni: string;
  addons: string[];
}

/** A cluster that is there already: only a kubeconfig context is needed. */
export interface ExistingSettings {
  kind: "existing";
  context: string;
}

/** Everything that `pulumi config` decides, validated. A secret that is not set is undefined. */
export interface Settings {
  cluster: MinikubeSettings | ExistingSettings;
  /** Path of a kubeconfig file; empty: the one in KUBECONFIG that has the context, else ~/.kube/config. */
  kubeconfig: string;
  delivery: ImageDelivery;
  images: {
    python: string;
    node: string;
    platform: string;
    pullSecret: string;
    /** Certificates in PEM that builds trust besides; empty: none. */
    buildCa: string;
  };
  namespace: string;
  ingress: {
    enabled: boolean;
    host: string;
    className: string;
    /** Namespace of the ingress controller. */
    namespace: string;
    tls: boolean;
    /** A kubernetes.io/tls Secret that is there already; empty: a certificate is generated. */
    tlsSecret: string;
  };
  scale: { backend: number; frontend: number; autoscaling: boolean; max: number };
  database: {
    /** The port of the Postgres that is used in place of the one in the cluster; undefined where none is. */
    externalPort?: number;
    image: string;
    storage: string;
    storageClass: string;
    keep: boolean;
  };
  assistant: {
    /** Cohere's. */
    model: string;
    baseUrl: string;
    /** The model that answers in place of Cohere's; undefined where none does. */
    own?: OwnModel;
  };
  chatkitDomainKey: string;
  /** Undefined where kagent is not wanted. */
  kagent?: KagentSettings;
  networkPolicies: boolean;
  /** Empty where pods of kube-system answer DNS. */
  dnsAddress: string;
  timeoutSeconds: number;
  secrets: {
    /** As the backend reads it, whichever provider it came from (databaseUrl.ts). */
    databaseUrl?: pulumi.Output<string>;
    cohereApiKey?: pulumi.Output<string>;
    modelApiKey?: pulumi.Output<string>;
    jwtSecret?: pulumi.Output<string>;
  };
}

/**
 * Reads and checks every key of Pulumi.yaml.
 *
 * @throws pulumi.RunError that lists all problems, each with the command that fixes it.
 */
export function readSettings(source: ConfigSource = programConfig()): Settings {
  const declared = declaredKeys();
  const problems = checks.unknownKeys(source, declared);
  const read = checks.reader(source, declared, problems);

  const external = read.databaseAddress("databaseUrl");
  const minikube = read.oneOf("cluster", ["minikube", "existing"]) === "minikube";
  const settings: Settings = {
    cluster: minikube ? minikubeSettings(read) : existingSettings(read),
    kubeconfig: read.text("kubeconfig"),
    delivery: minikube ? { kind: "minikube", profile: read.text("profile") } : delivery(read),
    images: {
      python: read.pattern("pythonImage", checks.IMAGE),
      node: read.pattern("nodeImage", checks.IMAGE),
      platform: read.optional("platform", checks.PLATFORM),
      pullSecret: read.optional("imagePullSecret", checks.OBJECT_NAME),
      buildCa: read.certificates("buildCa"),
    },
    namespace: read.pattern("namespace", checks.DNS_LABEL),
    ingress: {
      enabled: read.flag("ingress"),
      host: read.pattern("host", checks.HOST),
      className: read.pattern("ingressClass", checks.DNS_LABEL),
      namespace: read.pattern("ingressNamespace", checks.DNS_LABEL),
      tls: read.flag("tls"),
      tlsSecret: read.optional("tlsSecret", checks.OBJECT_NAME),
    },
    scale: {
      backend: read.integer("backendReplicas", 1, 20),
      frontend: read.integer("frontendReplicas", 1, 20),
      autoscaling: read.flag("autoscaling"),
      max: read.integer("maxReplicas", 2, 50),
    },
    database: {
      externalPort: external?.port,
      image: read.pattern("databaseImage", checks.IMAGE),
      storage: read.pattern("databaseStorage", checks.STORAGE),
      storageClass: read.optional("databaseStorageClass", checks.OBJECT_NAME),
      keep: read.flag("keepDatabase"),
    },
    assistant: {
      model: read.pattern("cohereModel", checks.MODEL),
      baseUrl: read.optional("cohereBaseUrl", checks.HTTP_URL),
      own: ownModel(read),
    },
    chatkitDomainKey: read.optional("chatkitDomainKey", checks.DOMAIN_KEY),
    kagent: kagentSettings(read, problems),
    networkPolicies: read.flag("networkPolicies"),
    dnsAddress: read.optional("dnsAddress", checks.IP_ADDRESS),
    timeoutSeconds: read.integer("timeoutSeconds", 30, 3600),
    secrets: {
      databaseUrl: external && pulumi.secret(databaseUrl(external)),
      cohereApiKey: read.secret("cohereApiKey", checks.API_KEY),
      modelApiKey: read.secret("modelApiKey", checks.API_KEY),
      jwtSecret: read.secret("jwtSecret", checks.JWT_SECRET),
    },
  };
  problems.push(...modelProblems(read, settings.assistant.own, settings.secrets));
  const { cluster } = settings;
  const conflict = cluster.kind === "minikube" && addonConflict(cluster.addons);
  if (conflict) problems.push(bothWanted(cluster.addons, conflict));
  if (settings.kagent && settings.namespace === KAGENT_NAMESPACE) problems.push(sameNamespace());
  const { delivery: to } = settings;
  const other =
    cluster.kind === "existing" &&
    to.kind === "kind" &&
    otherKindCluster(cluster.context, to.cluster);
  if (other) problems.push(other);
  if (problems.length > 0) {
    throw new pulumi.RunError(report(problems));
  }
  return settings;
}

const sameNamespace = () =>
  `todo:namespace is "${KAGENT_NAMESPACE}": expected another name, because todo:kagent is true and kagent has that namespace. ` +
  `Run: ${configCommand({ set: "todo:namespace", to: "todo-app" })}`;

function minikubeSettings(read: checks.Reader): MinikubeSettings {
  return {
    kind: "minikube",
    profile: read.pattern("profile", checks.PROFILE),
    driver: read.optional("driver", checks.WORD),
    cpus: read.integer("cpus", 2, 256),
    memoryMiB: read.integer("memoryMiB", 2048, 1048576),
    kubernetesVersion: read.optional("kubernetesVersion", checks.KUBERNETES_VERSION),
    cni: read.optional("cni", checks.WORD),
    addons: read.list("addons", checks.WORD),
  };
}

function existingSettings(read: checks.Reader): ExistingSettings {
  return {
    kind: "existing",
    context: read.pattern("context", checks.contextOf(read.text("kubeconfig"))),
  };
}

function delivery(read: checks.Reader): ImageDelivery {
  switch (read.oneOf("imageDelivery", ["kind", "command", "registry"])) {
    case "kind":
      return { kind: "kind", cluster: read.pattern("kindCluster", checks.PROFILE) };
    case "command":
      return {
        kind: "command",
        load: read.pattern("imageLoadCommand", checks.loadCommandTo(read.text("context"))),
        remove: read.optional("imageRemoveCommand", checks.removeCommandTo(read.text("context"))),
      };
    case "registry":
      return { kind: "registry", registry: read.pattern("imageRegistry", checks.REGISTRY) };
    default:
      // It is said already that it is none of them: which key it wants is not known.
      return { kind: "registry", registry: "" };
  }
}

function bothWanted(addons: string[], { wanted, other }: AddonConflict): string {
  const unset = configCommand({ unset: `todo:addons[${addons.indexOf(other)}]` });
  return `todo:addons has ${wanted} and ${other}: ${SAME_PORTS}. Run: ${unset}`;
}
