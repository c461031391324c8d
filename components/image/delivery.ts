/** How a built image reaches the cluster's nodes. */
export type ImageDelivery =
  | { kind: "minikube"; profile: string }
  | { kind: "kind"; cluster: string }
  | { kind: "command"; load: string; remove: string }
  | { kind: "registry"; registry: string };
