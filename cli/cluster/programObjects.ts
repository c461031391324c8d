/** What the program makes in a namespace, as its state has it: for objects that the state has lost. */
import { APP_SECRET, DATABASE_SECRET } from "../../components/cluster/clusterObjects";
import {
  NAMESPACE_TYPE,
  RELEASE_TYPE,
  resourcesOf,
  SECRET_TYPE,
  State,
  StateResource,
} from "../../components/process/stackState";
import { PROVIDERS } from "../../todo/kagentProviders";
import { RELEASE } from "./release";

/** The type of the component that an object belongs to, by the component's name. */
const COMPONENTS = {
  secrets: "todo:index:AppSecrets",
  app: "todo:index:TodoRelease",
  kagent: "todo:index:Kagent",
};

/**
 * They are in the order in which they are made, without ids; several have one URN where only one of them is made.
 *
 * @returns none where the state lacks what manages them, or the stack's id: Pulumi could not take them over.
 */
export function programObjects(state: State, namespace: string): StateResource[] {
  const all = resourcesOf(state).filter((one) => !one.delete);
  const find = (name: string) => all.find(({ urn }) => urn.endsWith(`::${name}`));
  const [owner, provider] = [find("cluster-owner"), find("cluster-provider")];
  if (owner === undefined || provider === undefined) return [];
  const stack = owner.urn.split("::").slice(0, 2).join("::");
  const part = namespace === "kagent" ? "kagent" : "secrets";
  // Before which nothing of it was made, and after which nothing of it is left.
  const ownership = find(`${part}-ownership`)?.urn ?? [];

  const object = (
    component: keyof typeof COMPONENTS,
    [type, name]: [type: string, name: string],
    inputs: object,
  ) => ({
    urn: `${stack}::${COMPONENTS[component]}$${type}::${name}`,
    ...{ type, custom: true, inputs },
    parent: `${stack}::${COMPONENTS[component]}::${component}`,
    provider: `${provider.urn}::${provider.id}`,
  });
  const space = {
    ...object(part, [NAMESPACE_TYPE, `${part}-namespace`], {
      ...{ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
    }),
    retainOnDelete: true,
  };
  const secret = (resource: string, name: string) => ({
    ...object(part, [SECRET_TYPE, resource], {
      ...{ apiVersion: "v1", kind: "Secret", metadata: { name, namespace } },
    }),
    dependencies: [ownership].flat(),
    // What is read of it is encrypted.
    additionalSecretOutputs: ["data", "stringData"],
  });
  const release = (component: keyof typeof COMPONENTS, resource: string, name: string) => ({
    ...object(component, [RELEASE_TYPE, resource], { name, namespace }),
    dependencies: [ownership].flat(),
  });
  if (part === "kagent")
    return [
      space,
      ...Object.values(PROVIDERS).map((one) => secret("kagent-key", one.secret)),
      release("kagent", "kagent-crds", "kagent-crds"),
      release("kagent", "kagent-release", "kagent"),
    ];
  return [
    space,
    secret("secrets-database", DATABASE_SECRET),
    secret("secrets-app", APP_SECRET),
    release("app", "app-release", RELEASE),
  ];
}
