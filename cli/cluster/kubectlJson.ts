/** Objects as `kubectl get --output=json` shows them, as far as the status looks at them. */
import * as v from "valibot";
import { event, pod } from "../../components/rollout/rolloutReasons";

const labels = v.optional(v.record(v.string(), v.string()));

const fullPod = v.object({
  ...pod.entries,
  metadata: v.object({
    ...pod.entries.metadata.entries,
    labels,
    creationTimestamp: v.string(),
    ownerReferences: v.optional(
      v.array(
        v.object({ kind: v.string(), name: v.string(), controller: v.optional(v.boolean()) }),
      ),
    ),
  }),
  spec: v.object({ containers: v.array(v.object({ image: v.string() })) }),
  status: v.object({ ...pod.entries.status.entries, phase: v.string() }),
});
export type FullPod = v.InferOutput<typeof fullPod>;

const endpointSlice = v.object({
  kind: v.literal("EndpointSlice"),
  metadata: v.object({ labels }),
  endpoints: v.nullish(
    v.array(
      v.object({
        addresses: v.array(v.string()),
        targetRef: v.optional(
          v.object({ kind: v.optional(v.string()), name: v.optional(v.string()) }),
        ),
      }),
    ),
  ),
});
export type EndpointSlice = v.InferOutput<typeof endpointSlice>;

/** What is asked for at once. */
export const objects = v.object({
  items: v.array(v.variant("kind", [fullPod, endpointSlice, event])),
});
