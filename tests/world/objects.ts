/** Namespaces, Secrets and the release in a world's cluster, as Pulumi's Kubernetes provider and Helm make them. */
import { OWNER_LABEL, STACK_LABEL } from "../../components/cluster/clusterObjects";
import { ToolError } from "../../components/process/shell";
import { Cut, DATABASE_IMAGE, PROFILE, Space, World } from "./world";

export const OBJECTS = ["namespace", "secret", "release"] as const;
export type ObjectKind = (typeof OBJECTS)[number];

type Inputs = Record<string, string>;

export const isObject = (kind: string): kind is ObjectKind =>
  (OBJECTS as readonly string[]).includes(kind);

/** @returns its outputs. @throws ToolError where it is there already, or does not come to be. */
export function createObject(world: World, kind: ObjectKind, inputs: Inputs): object {
  const { namespace, label, owner } = inputs;
  if (kind === "release") return install(world, inputs, false);
  if (kind === "namespace") {
    const cluster = world.cluster(PROFILE);
    if (cluster.spaces.has(namespace!)) throw exists(`namespaces "${namespace}"`);
    const labels = {
      [STACK_LABEL]: label!,
      [OWNER_LABEL]: owner!,
      "app.kubernetes.io/managed-by": "pulumi",
    };
    const space = world.effect("create namespace", () =>
      Object.assign(world.makeSpace(cluster, namespace!, labels, false), { maker: owner }),
    );
    return metadataOf(space);
  }
  const { secrets } = spaceOf(world, namespace!);
  if (secrets["app-secrets"]) throw exists('secrets "app-secrets"');
  return world.effect("create secret", () => {
    secrets["app-secrets"] = { uid: world.id("secret"), labels: { [OWNER_LABEL]: owner! } };
    return secretOf(spaceOf(world, namespace!));
  });
}

/** What a namespace says of itself, as the state keeps it. */
export const metadataOf = ({ uid, labels }: Space) => ({
  metadata: { uid, labels: { ...labels } },
});

/** The same of the Secret in one. */
export const secretOf = ({ secrets }: Space) => ({
  metadata: { name: "app-secrets", ...secrets["app-secrets"] },
});

/** @param outputs what it had before. @returns its outputs. */
export function updateObject(
  world: World,
  kind: ObjectKind,
  inputs: Inputs,
  outputs: object,
): object {
  if (kind === "release") return install(world, inputs, true);
  if (kind !== "namespace") return outputs;
  const space = spaceOf(world, inputs.namespace!);
  space.labels[STACK_LABEL] = inputs.label!;
  return metadataOf(space);
}

export function deleteObject(world: World, kind: ObjectKind, inputs: Inputs): void {
  const space = lookup(world, inputs.namespace!);
  if (!space) return;
  world.effect(`delete ${kind}`, () => {
    if (kind === "namespace") world.cluster(PROFILE).spaces.delete(inputs.namespace!);
    if (kind === "secret") delete space.secrets["app-secrets"];
    if (kind === "release" && space.release) {
      delete space.release;
      if (inputs.keep !== "true") removeClaim(space);
    }
  });
}

const removeClaim = (space: Space) => Object.assign(space, { claim: false, tasks: 0 });

export function isThere(world: World, kind: ObjectKind, { namespace }: Inputs): boolean {
  const space = lookup(world, namespace!);
  if (kind === "secret") return Boolean(space?.secrets["app-secrets"]);
  return Boolean(kind === "release" ? space?.release : space);
}

export const lookup = (world: World, namespace: string): Space | undefined =>
  world.cluster(PROFILE).spaces.get(namespace);

/** @throws ToolError where there is none. */
export function spaceOf(world: World, namespace: string): Space {
  const space = lookup(world, namespace);
  if (!space) throw new ToolError("kubectl", `namespaces "${namespace}" not found`, 1);
  return space;
}

const exists = (what: string) => new ToolError("kubectl", `${what} already exists`, 1);

/** Helm's install or upgrade, undone where it does not get ready. @param known whether the state has the release. */
function install(world: World, inputs: Inputs, known: boolean): object {
  const { namespace, image, good } = inputs;
  const keeps = inputs.keep === "true";
  const space = spaceOf(world, namespace!);
  const before = space.release;
  if (before && !known) throw new ToolError("helm", "cannot re-use a name that is still in use", 1);
  if (before?.status.startsWith("pending"))
    throw new ToolError("helm", "another operation (install/upgrade/rollback) is in progress", 1);
  // The chart's own refusal (helm/todo-app/templates/_checks.tpl).
  if (!before && space.claim && !keeps)
    throw new ToolError(
      "helm",
      `PersistentVolumeClaim postgres-data in namespace "${namespace}" exists already`,
      1,
    );
  const revision = (before?.revision ?? 0) + 1;
  const status = before ? "pending-upgrade" : "pending-install";
  const images = [...new Set([...(before?.images ?? []), image!])];
  const undone = (words: string) => {
    if (before) space.release = before;
    else {
      delete space.release;
      if (!keeps) removeClaim(space);
    }
    return new ToolError("helm", `${words}, and was undone`, 1);
  };
  world.effect("helm", () => {
    space.release = { status, revision, images };
    space.claim = true;
    if (keeps) space.kept = false;
  });
  const onNode = world.profile(PROFILE).images;
  if (good !== "true" || ![image!, DATABASE_IMAGE].every((needed) => onNode.has(needed)))
    throw undone("the release did not become ready in time");
  try {
    const deployed = { status: "deployed", revision, images: [image!] };
    world.effect("helm", () => (space.release = deployed));
  } catch (error) {
    throw error instanceof Cut ? error : undone("the release failed");
  }
  return {};
}
