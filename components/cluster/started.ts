import * as v from "valibot";

/** What this stack has to know of the profile the next time. */
export const started = v.object({
  profile: v.string(),
  /** Whether this stack started it. */
  started: v.boolean(),
  addons: v.array(v.string()),
  address: v.string(),
  /** Where minikube keeps it; an earlier version did not say. */
  folder: v.optional(v.string()),
  /** What went wrong after the profile had been started: the state knows of the profile all the same. */
  failed: v.optional(v.string()),
});
export type Started = v.InferOutput<typeof started>;
