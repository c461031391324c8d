/** Volumes that do not come: claims without a volume, and mounts of what is not there. */
import { oneLine, shellWord } from "./clean.mjs";
import { create } from "./commands.mjs";
import { isCurrent } from "./context.mjs";
import { nearest } from "./nearest.mjs";
import { missingRefs } from "./sources.mjs";

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
          ...claimCause(ctx, claim, absent, known, makerOf(ctx, claim)),
        },
      ];
    });
}

/** The StatefulSet that makes this claim, and makes it again: {set, template, at}. */
function makerOf(ctx, claim) {
  for (const set of ctx.evidence.workloads.filter((w) => w.kind === "StatefulSet"))
    for (const [at, template] of (set.claimTemplates ?? []).entries()) {
      const start = `${template}-${set.ref.split("/")[1]}-`;
      if (claim.name.startsWith(start) && /^\d+$/.test(claim.name.slice(start.length)))
        return { set, start, at };
    }
  return undefined;
}

/**
 * A StatefulSet's template of a claim cannot be changed, and the claim comes back from it: the set is made again
 * from itself, its pods and its other claims stay.
 */
function setAgain({ evidence, kubectl }, { set, start, at }, spec) {
  const ops = Object.entries(spec).map(([key, value]) => ({
    ...{ op: "add", path: `/spec/volumeClaimTemplates/${at}/spec/${key}`, value },
  }));
  const unbound = evidence.claims.filter((c) => c.name.startsWith(start) && c.phase === "Pending");
  return [
    `set="$(${kubectl} get ${set.ref} --output=json | kubectl patch --local --filename - --type=json --patch ${shellWord(JSON.stringify(ops))} --output=json)"`,
    `${kubectl} delete ${set.ref} --cascade=orphan`,
    `${kubectl} delete pvc ${unbound.map((c) => c.name).join(" ")}`,
    `printf '%s' "$set" | ${kubectl} create --filename -`,
  ].join(" && ");
}

function claimCause({ evidence, kubectl, cluster }, claim, absent, known, maker) {
  const changed = (spec) =>
    maker && claim.phase === "Pending"
      ? setAgain({ evidence, kubectl }, maker, spec)
      : create(kubectl, { ...madeAgain(claim), spec: { ...madeAgain(claim).spec, ...spec } }, "replace --force");
  const whose = maker
    ? `; ${maker.set.ref}, whose template of the claim cannot be changed, is made again with it, and its pods stay: put the same into its manifest, or the next apply is refused`
    : "";
  const classes = evidence.storageClasses.map((c) => c.name);
  const fallback =
    (claim.storageClass && nearest(claim.storageClass, classes)) ??
    evidence.storageClasses.find((c) => c.isDefault)?.name ??
    (classes.length === 1 ? classes[0] : undefined);
  // A claim's class cannot be changed: it is made again. One that never had a volume holds no data.
  const again = fallback
    ? {
        fix: changed({ storageClassName: fallback }),
        note: `makes the claim again with class ${fallback}: it never had a volume, so no data goes with it${whose}`,
      }
    : {
        fix: "",
        note: "the cluster has no StorageClass that could serve it: a provisioner has to be installed, or a volume made by hand",
      };
  if (claim.phase === "Lost")
    return {
      cause: `its volume ${claim.volume} is gone, and the data with it`,
      ...again,
      note: "makes the claim again, empty: bring a backup's volume back first, if there is one",
    };
  if (absent)
    return {
      cause: `there is no StorageClass ${claim.storageClass} (there are: ${classes.join(", ") || "none"})`,
      ...again,
    };
  if (claim.storageClass === null && known && !evidence.storageClasses.some((c) => c.isDefault))
    return {
      cause: "the claim names no StorageClass, and the cluster has no default one",
      ...again,
    };
  if (claim.storageClass === "")
    return {
      cause: 'storageClassName "" asks for a volume made by hand, and none fits',
      ...again,
    };
  if (claim.volume)
    return {
      cause: `it asks for the volume ${claim.volume}, which is not there, or does not fit`,
      ...again,
    };
  if (claim.accessModes.includes("ReadWriteMany"))
    return {
      cause: `the provisioner of class ${claim.storageClass ?? fallback} has made no volume; most cannot make one for many nodes (ReadWriteMany)`,
      fix: changed({
        accessModes: ["ReadWriteOnce"],
        storageClassName: claim.storageClass ?? fallback,
      }),
      note: `makes the claim again for one node (ReadWriteOnce): it never had a volume, so no data goes with it${whose}`,
    };
  return {
    cause: `the provisioner of class ${claim.storageClass ?? fallback} has made no volume: look whether it runs`,
    check: `${cluster} get pods --all-namespaces --output=wide`,
    fix: "",
    note: "the claim is right as far as it can be seen: the provisioner's own log says why it makes none",
  };
}

const madeAgain = ({ name, labels, accessModes, size }) => ({
  ...{ apiVersion: "v1", kind: "PersistentVolumeClaim", metadata: { name, labels } },
  spec: { accessModes, resources: { requests: { storage: size } } },
});

function mounts(ctx) {
  return ctx.evidence.pods.filter(isCurrent).flatMap((pod) => {
    const waits = pod.containers.some((c) =>
      ["ContainerCreating", "PodInitializing"].includes(c.waiting?.reason),
    );
    const failed = ["FailedMount", "FailedAttachVolume"]
      .flatMap((r) => ctx.events(`pod/${pod.name}`, r))
      .at(-1);
    if (!waits || !failed || ctx.found.some((f) => f.pod === pod.name)) return [];
    const [, kind, name] =
      /(secret|configmap) "(?:[^"/]+\/)?([^"]+)" not found/.exec(failed.message) ?? [];
    const [, key] =
      /references non-existent (?:config|secret) key: ([^\s,;]+)/.exec(failed.message) ?? [];
    const holder = key && pod.volumes.find((v) => v.keys.includes(key));
    const missing = kind
      ? { kind, name }
      : holder
        ? { kind: holder.kind, name: holder.source, key }
        : undefined;
    return [
      {
        object: pod.workload,
        workload: pod.workload,
        pod: pod.name,
        evidence: oneLine(failed.message),
        check: `${ctx.kubectl} describe pod ${pod.name}`,
        ...(missing ? { ...missingRefs(ctx, pod, missing) } : otherMount(failed.message)),
      },
    ];
  });
}

const otherMount = (message) => ({
  cause: /not a directory|is a directory/i.test(message)
    ? "a file is mounted where the image has a folder, or a folder where it has a file: subPath"
    : /Multi-Attach/.test(message)
      ? "the volume is held by a pod on another node, and can be on one node at a time: that pod has to go first"
      : /hostPath type check failed/.test(message)
        ? "the node has no such path: hostPath takes what is there, and makes nothing by itself"
        : "a volume of the pod cannot be mounted",
  fix: "",
  note: "the message is all that is known",
});

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
