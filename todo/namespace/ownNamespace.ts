import * as path from "node:path";
import * as command from "@pulumi/command";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Cluster } from "../../components/cluster/cluster";
import { OWNER_LABEL, STACK_LABEL, stackLabel } from "../../components/cluster/clusterObjects";
import { placeOf } from "../../components/cluster/programPlace";
import { program } from "../../components/process/commandProgram";
import { namespaceOwner } from "./namespaceOwner";

/** What its commands run. */
const PROGRAMS = path.join(__dirname, "../programs");

/** An object that is the stack's own is put right even where a hand has changed it since. */
export const OWN = { "pulumi.com/patchForce": "true" };

export interface OwnNamespaceArgs {
  cluster: Cluster;
  /** Its name: made where there is none, used as it is where it is external. */
  namespace: string;
  /** Labels of one that the stack makes. */
  labels: Record<string, string>;
  /** The command by which a user leaves it to the stack that owns it. */
  leave: string;
  /** Leave it, and what is in it, to the user at destroy. */
  keep?: boolean;
}

/**
 * A namespace that is made, or used as it is, and how its end is decided: a command notes in the state whether
 * the stack made it, and deletes by the uid that it noted. Pulumi itself never deletes it, whatever is declared.
 *
 * @param name begins the names of its resources.
 * @returns what everything in it depends on, and the resource with which it is all deleted: in an external namespace the
 *   stack's objects are deleted one by one, since the profile around it may stay for another stack.
 */
export function ownNamespace(
  name: string,
  args: OwnNamespaceArgs,
  parent: pulumi.ComponentResource,
): { ownership: command.local.Command; deletedWith: pulumi.Resource | undefined } {
  const { cluster, namespace } = args;
  const isOurs = namespaceOwner(cluster, namespace, args.leave) === "stack";
  // What is to be kept outlives the rest, where the profile around it stays for another stack.
  const deletedWith = isOurs && !args.keep ? cluster.deletedWith : undefined;
  const made = !isOurs
    ? undefined
    : new k8s.core.v1.Namespace(
        `${name}-namespace`,
        {
          metadata: {
            name: namespace,
            labels: {
              ...args.labels,
              [STACK_LABEL]: stackLabel(pulumi.getStack()),
              [OWNER_LABEL]: cluster.owner,
            },
            annotations: OWN,
          },
        },
        {
          ...{ parent, provider: cluster.provider, deletedWith },
          retainOnDelete: true,
        },
      );
  const ownership = new command.local.Command(
    `${name}-ownership`,
    {
      ...program(PROGRAMS, { create: "recordNamespace", delete: "deleteNamespace" }),
      environment: {
        ...placeOf(cluster.ref),
        NAMESPACE: namespace,
        // By this it waits for the namespace, too.
        UID: made?.metadata.uid ?? "",
        CLUSTER: cluster.identity,
        KEEP: String(args.keep ?? false),
      },
      // Another namespace has a record of its own: the old one goes, if the stack made it.
      triggers: [namespace],
    },
    {
      parent,
      dependsOn: cluster.ready,
      deletedWith,
      customTimeouts: { delete: "10m" },
    },
  );
  return { ownership, deletedWith };
}

/**
 * Deleted before what it waits for: nothing in a namespace goes before it has looked whether this is still the place.
 * Each object has one of its own, for an `up` that fails later has made that, and none that waits for more.
 *
 * @param name begins its resource's name.
 * @param objects what is deleted by its name in there.
 * @param check the program that looks.
 * @param secret the one of them of which is noted which one it is.
 */
export function placeOfAll(
  name: string,
  {
    cluster,
    ownership,
    deletedWith,
    objects,
    check = "checkPlace",
    secret,
  }: {
    cluster: Cluster;
    objects: pulumi.Resource[];
    check?: string;
    secret?: k8s.core.v1.Secret;
  } & ReturnType<typeof ownNamespace>,
  parent: pulumi.ComponentResource,
): void {
  new command.local.Command(
    `${name}-place`,
    {
      ...program(PROGRAMS, { create: "notePlace", delete: check }),
      environment: {
        ...placeOf(cluster.ref),
        RECORD: ownership.stdout,
        ...(secret
          ? { OBJECT: secret.metadata.apply(({ name, uid }) => JSON.stringify({ name, uid })) }
          : {}),
      },
    },
    { parent, dependsOn: objects, deletedWith },
  );
}
