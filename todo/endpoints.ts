import * as v from "valibot";

/** The addresses of the app, as an output of the stack. */
export const endpointsSchema = v.object({
  /** Through the ingress, once the host name leads to the cluster. */
  ingress: v.optional(v.string()),
  /** Through the node, where this machine reaches it. */
  nodePort: v.optional(v.string()),
  /** The line for the hosts file that leads the ingress's name there, where the node's address is known. */
  hosts: v.optional(v.string()),
  /** The backend, inside the cluster only. */
  backend: v.string(),
});
export type Endpoints = v.InferOutput<typeof endpointsSchema>;
