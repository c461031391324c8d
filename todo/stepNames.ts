/** What the stack's resources are called for people who do not know them by Pulumi's names. */

const NAMES: Record<string, string> = {
  cluster: "cluster",
  "cluster-owner": "stack id",
  "cluster-profile": "minikube cluster",
  "cluster-provider": "connection to the cluster",
  backend: "backend image",
  "backend-build": "backend image: build",
  "backend-load": "backend image: load",
  frontend: "frontend image",
  "frontend-build": "frontend image: build",
  "frontend-load": "frontend image: load",
  secrets: "secrets",
  "secrets-namespace": "namespace",
  "secrets-ownership": "namespace: ownership",
  "secrets-database-password": "secrets: database password",
  "secrets-database": "secrets: database",
  "secrets-jwt-secret": "secrets: signing secret",
  "secrets-app": "secrets: app",
  "secrets-database-place": "secrets: database: location",
  "secrets-app-place": "secrets: app: location",
  "secrets-revision": "secrets: revision",
  app: "release: rollout",
  "app-release": "release: rollout",
  "app-database-image": "database image",
  "app-place": "release: location",
  kagent: "kagent: rollout",
  "kagent-namespace": "kagent: namespace",
  "kagent-ownership": "kagent: namespace ownership",
  "kagent-key": "kagent: key",
  "kagent-crds": "kagent: CRDs",
  "kagent-release": "kagent: rollout",
  "kagent-key-place": "kagent: key: location",
  "kagent-crds-place": "kagent: CRDs: location",
  "kagent-place": "kagent: location",
};

/** Some of them do another thing when they are deleted than when they are created. */
const NAMES_ON_DELETE: Record<string, string> = {
  "backend-load": "backend image",
  "frontend-load": "frontend image",
  "secrets-ownership": "namespace",
  "secrets-database-place": "secrets: database: location check",
  "secrets-app-place": "secrets: app: location check",
  "app-place": "release: location check",
  "kagent-ownership": "kagent: namespace",
  "kagent-key-place": "kagent: key: location check",
  "kagent-crds-place": "kagent: CRDs: location check",
  "kagent-place": "kagent: location check",
};

/** A resource's name for people; of one that is not known here, Pulumi's type and name. */
export function stepName(urn: string, deleting = false): string {
  const [, types = "", ...rest] = urn.split("::").slice(1);
  const name = rest.join("::");
  const type = types.split("$").at(-1)!;
  return (deleting ? NAMES_ON_DELETE[name] : undefined) ?? NAMES[name] ?? `${type} ${name}`.trim();
}
