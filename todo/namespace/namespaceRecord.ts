import * as v from "valibot";

/** What the state has to know of a namespace. */
export const namespaceRecord = v.object({
  name: v.string(),
  /** The cluster's own id of it: another namespace of that name has another. */
  uid: v.string(),
  /** Whether the stack made it, and so may delete it. */
  created: v.boolean(),
  /** What tells its cluster from another under the same context; "" where reading that is not allowed. */
  cluster: v.string(),
});
export type NamespaceRecord = v.InferOutput<typeof namespaceRecord>;

/** What the state has to know of the place of an object: where it is, and of a Secret which one it is. */
export const placeRecord = v.object({
  ...namespaceRecord.entries,
  secret: v.optional(v.object({ name: v.string(), uid: v.optional(v.string()) })),
});
export type PlaceRecord = v.InferOutput<typeof placeRecord>;
