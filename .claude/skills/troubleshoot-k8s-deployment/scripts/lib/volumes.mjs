/** Volumes that do not come: claims without a volume, and mounts of what is not there. */
import { oneLine } from "./clean.mjs";
import { makeSource } from "./containers.mjs";
import { isLive } from "./context.mjs";

/** Seconds that a volume may take to come before its absence is a finding. */
const CLAIM_SECONDS = 30;

function unboundClaims(ctx) {
  const { claims, storageClasses, pods } = ctx.evidence;
  const classes = storageClasses.map((c) => c.name);
  const known = !ctx.isUnread("storageclasses");
  return claims
    .filter((claim) => claim.phase !== "Bound")
    .flatMap((claim) => {
      const ref = `persistentvolumeclaim/${claim.name}`;
      const user = pods.find((pod) => pod.claims.includes(claim.name));
      const said = ["ProvisioningFailed", "FailedBinding"]
        .map((r) => ctx.events(ref, r).at(-1))
        .find(Boolean);
      const absent =
        known &&
        claim.storageClass !== null &&
        claim.storageClass !== "" &&
        !classes.includes(claim.storageClass);
      const old = ctx.ageSeconds(claim.createdAt) > CLAIM_SECONDS;
      // Nothing uses it yet: with WaitForFirstConsumer that is how it should be.
      const waits = ctx.events(ref, "WaitForFirstConsumer").length > 0 && !user;
      if (waits || !(absent || said || old || claim.phase === "Lost")) return [];
      return [
        {
          object: ref,
          workload: user?.workload ?? "",
          claim: claim.name,
          evidence: oneLine(
            `${claim.phase}, class ${claim.storageClass ?? "(default)"}, ${claim.size}${said ? `: ${said.message}` : ""}`,
          ),
          check: `${ctx.kubectl} describe pvc ${claim.name}`,
          ...claimCause(ctx, claim, absent, known),
        },
      ];
    });
}

function claimCause({ evidence, kubectl, cluster }, claim, absent, known) {
  const fallback = evidence.storageClasses.find((c) => c.isDefault)?.name;
  // A claim's class cannot be changed: it is made again.
  const again = {
    fix: `${kubectl} delete pvc ${claim.name}`,
    note: `then make it again with storageClassName: ${fallback ?? "<CLASS>"}`,
  };
  if (claim.phase === "Lost")
    return { cause: `its volume ${claim.volume} is gone, and the data with it`, ...again };
  if (absent)
    return {
      cause: `there is no StorageClass ${claim.storageClass} (there are: ${evidence.storageClasses.map((c) => c.name).join(", ") || "none"})`,
      ...again,
    };
  if (claim.storageClass === null && known && !fallback)
    return {
      cause: "the claim names no StorageClass, and the cluster has no default one",
      ...again,
    };
  if (claim.storageClass === "")
    return {
      cause: 'storageClassName "" asks for a volume made by hand, and none fits',
      ...again,
    };
  return {
    cause: `the provisioner of class ${claim.storageClass ?? fallback} has made no volume: look whether it runs`,
    fix: `${cluster} get pods --all-namespaces | grep -i provision`,
  };
}

function mounts(ctx) {
  return ctx.evidence.pods.filter(isLive).flatMap((pod) => {
    const waits = pod.containers.some((c) =>
      ["ContainerCreating", "PodInitializing"].includes(c.waiting?.reason),
    );
    const failed = ["FailedMount", "FailedAttachVolume"]
      .flatMap((r) => ctx.events(`pod/${pod.name}`, r))
      .at(-1);
    if (!waits || !failed || ctx.found.some((f) => f.pod === pod.name)) return [];
    const [, kind, name] =
      /(secret|configmap) "(?:[^"/]+\/)?([^"]+)" not found/.exec(failed.message) ?? [];
    return [
      {
        object: pod.workload,
        workload: pod.workload,
        pod: pod.name,
        evidence: oneLine(failed.message),
        cause: kind
          ? `the pod mounts the ${kind} ${name}, which does not exist in this namespace`
          : "a volume of the pod cannot be mounted",
        check: `${ctx.kubectl} describe pod ${pod.name}`,
        fix: kind ? makeSource(ctx, kind, name) : `${ctx.kubectl} edit ${pod.workload}`,
      },
    ];
  });
}

export const CLAIM_PATTERN = {
  kind: "ClaimUnbound",
  means: "a PersistentVolumeClaim gets no volume",
  find: unboundClaims,
};

/** After the container's own reasons. */
export const MOUNT_PATTERN = {
  kind: "MountFailed",
  means: "a volume of the pod cannot be mounted",
  find: mounts,
};
