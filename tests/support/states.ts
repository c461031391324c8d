/** States and records of a stack, as tests need them. */
import type { NamespaceRecord } from "../../todo/namespace/namespaceRecord";
import type { State, StateResource } from "../../components/process/stackState";
import type { ProfileRecord } from "../../components/cluster/profileRecord";

export const UUID = "random:index/randomUuid:RandomUuid";
export const COMMAND = "command:local:Command";
export const NAMESPACE = "kubernetes:core/v1:Namespace";
export const SECRET = "kubernetes:core/v1:Secret";
export const RELEASE = "kubernetes:helm.sh/v3:Release";

export const urnOf = (type: string, name: string) => `urn:pulumi:dev::todo::${type}::${name}`;

interface Listed extends Omit<StateResource, "urn"> {
  name: string;
  dependencies?: string[];
  propertyDependencies?: Record<string, string[]>;
  deletedWith?: string;
}

/** A state as `pulumi stack export` prints it, of resources that are named shortly. */
export const stateOf = (...resources: Listed[]): State => ({
  deployment: {
    resources: resources.map(({ name, ...rest }) => ({ urn: urnOf(rest.type, name), ...rest })),
  },
});

/** A command's resource with what it has answered. */
export const answered = (name: string, answer: unknown, environment = {}): Listed => ({
  name,
  type: COMMAND,
  outputs: { stdout: JSON.stringify(answer), environment },
});

export const recorded = (name: string, record: NamespaceRecord, environment = {}): Listed =>
  answered(name, record, environment);

/** The record of a stack that started its profile, and put nothing into it yet. */
export const aRecord = (owner: string): ProfileRecord => ({
  ...{ owner, stack: owner, folder: "/here", identity: "i", session: "s" },
  ...{ started: true, addons: [], enabling: [], namespaces: [] },
});

/** An object as kubectl shows it by what it says of its release: kind, name, namespace, release and its namespace. */
export const marked = (...objects: string[][]): string =>
  objects.map((fields) => `${fields.join("\t")}\n`).join("");

export const CRD = "CustomResourceDefinition";
