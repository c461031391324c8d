/** Where the settings put the app. It is read by every command, so it loads nothing of Pulumi's SDK. */
import { contextCluster } from "../components/cluster/nodes";
import type { ImageDelivery } from "../components/image/deliveryKinds";
import { configCommand } from "./configCommand";
import { type ConfigSource, textOf } from "./configSource";

/** Of the settings, where the app goes: what the commands around the program have to know without it. */
export interface PlaceSettings {
  /** Undefined where the cluster is there already. */
  profile?: string;
  context: string;
  kubeconfig: string;
  namespace: string;
  /** Undefined where nodes pull from a registry, or the settings say nothing that can be. */
  delivery?: ImageDelivery;
}

/** Reads where the app goes as readSettings does, and checks nothing: that is the program's. */
export function readPlace(source: ConfigSource): PlaceSettings {
  const text = textOf(source);
  const common = { kubeconfig: text("kubeconfig"), namespace: text("namespace") };
  if (text("cluster") === "existing") {
    return { ...common, context: text("context"), ...placedDelivery(text) };
  }
  const profile = text("profile");
  return { ...common, profile, context: profile, delivery: { kind: "minikube", profile } };
}

/** Images that are missing are brought before the program looks at its settings. */
function placedDelivery(text: (key: string) => string): Pick<PlaceSettings, "delivery"> {
  const [context, cluster] = [text("context"), text("kindCluster")];
  switch (text("imageDelivery")) {
    case "kind":
      return otherKindCluster(context, cluster) ? {} : { delivery: { kind: "kind", cluster } };
    case "command":
      return {
        delivery: {
          ...{ kind: "command", load: text("imageLoadCommand") },
          remove: text("imageRemoveCommand"),
        },
      };
    default:
      return {};
  }
}

/**
 * What to say where a context of kind's leads to another cluster of kind than the one that gets the images: who runs from
 * them would be asked in the one, and they would be removed in the other.
 */
export function otherKindCluster(context: string, cluster: string): string | undefined {
  const of = contextCluster(context);
  if (of === undefined || of === cluster) return undefined;
  return (
    `todo:kindCluster is ${JSON.stringify(cluster)}: expected ${JSON.stringify(of)}, the cluster of ` +
    `todo:context ${JSON.stringify(context)}. Run: ${configCommand({ set: "todo:kindCluster", to: of })}`
  );
}
