/** What the stack's resources are called for people who do not know them by Pulumi's names. */

const NAMES: Record<string, string> = {
  cluster: "cluster",
  "cluster-owner": "stack's id",
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
  "secrets-ownership": "namespace: whose it is",
  "secrets-database-password": "secrets: database password",
  "secrets-database": "secrets: database",
  "secrets-jwt-secret": "secrets: signing secret",
  "secrets-app": "secrets: app",
  "secrets-database-place": "secrets: database: where it is",
  "secrets-app-place": "secrets: app: where it is",
  "secrets-revision": "secrets: revision",
  app: "release: rollout",
  "app-release": "release: rollout",
  "app-database-image": "database image",
  "app-place": "release: where it is",
  kagent: "kagent: rollout",
  "kagent-namespace": "kagent: namespace",
  "kagent-ownership": "kagent: whose the namespace is",
  "kagent-key": "kagent: key",
  "kagent-crds": "kagent: definitions",
  "kagent-release": "kagent: rollout",
  "kagent-key-place": "kagent: key: where it is",
  "kagent-crds-place": "kagent: definitions: where they are",
  "kagent-place": "kagent: where it is",
};

/** What is done at the end of some of them is another thing than at their beginning. */
const NAMES_AT_THE_END: Record<string, string> = {
  "backend-load": "backend image",
  "frontend-load": "frontend image",
  "secrets-ownership": "namespace",
  "secrets-database-place": "secrets: database: is it still the same place?",
  "secrets-app-place": "secrets: app: is it still the same place?",
  "app-place": "release: is it still the same place?",
  "kagent-ownership": "kagent: namespace",
  "kagent-key-place": "kagent: key: is it still the same place?",
  "kagent-crds-place": "kagent: definitions: is it still the same place?",
  "kagent-place": "kagent: is it still the same place?",
};

/** A resource's name for people; of one that is not known here, Pulumi's type and name. */
export function stepName(urn: string, deleting = false): string {
  const [, types = "", ...rest] = urn.split("::").slice(1);
  const name = rest.join("::");
  const type = types.split("$").at(-1)!;
  return (deleting ? NAMES_AT_THE_END[name] : undefined) ?? NAMES[name] ?? `${type} ${name}`.trim();
}
