/** What a stack is made of here: the kinds of resources, and how the state has them. */

export const TYPES = {
  uuid: "random:index/randomUuid:RandomUuid",
  command: "command:local:Command",
  provider: "pulumi:providers:kubernetes",
  image: "docker:index/image:Image",
  namespace: "kubernetes:core/v1:Namespace",
  secret: "kubernetes:core/v1:Secret",
  release: "kubernetes:helm.sh/v3:Release",
};
export type Kind = keyof typeof TYPES;

export interface Resource {
  urn: string;
  type: string;
  id: string;
  name: string;
  kind: Kind;
  inputs: Record<string, string>;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  outputs: any;
  retainOnDelete?: boolean;
  deletedWith?: string;
  /** Replaced already, and still to be deleted. */
  delete?: boolean;
}

export interface Options {
  retainOnDelete?: boolean;
  deletedWith?: string;
}

export interface Settings {
  namespace: string;
  keep: boolean;
}
