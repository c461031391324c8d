// A module of its own: what delivers an image would load all of Pulumi for half a second with delivery.ts.
import * as v from "valibot";

/** How a built image reaches the cluster's nodes. */
export const imageDelivery = v.variant("kind", [
  v.object({ kind: v.literal("minikube"), profile: v.string() }),
  v.object({ kind: v.literal("kind"), cluster: v.string() }),
  v.object({ kind: v.literal("command"), load: v.string(), remove: v.string() }),
  v.object({ kind: v.literal("registry"), registry: v.string() }),
]);
export type ImageDelivery = v.InferOutput<typeof imageDelivery>;
