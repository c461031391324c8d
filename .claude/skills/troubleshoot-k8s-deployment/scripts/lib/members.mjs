/** Members of a StatefulSet that look for each other by name, and are never found. */
import { remake } from "./commands.mjs";

/**
 * @param host A member's own name: `db-1.db-peers`, with or without the namespace.
 * @returns {{meaning: string, action: {fix: string, note: string}} | undefined} Undefined for any other name,
 *   and where nothing keeps the name from being known.
 */
export function memberName({ evidence, kubectl, workload }, host) {
  const [, set, governing] = /^([^.]+)-\d+\.([^.]+)/.exec(host) ?? [];
  const ref = `statefulset/${set}`;
  const own = workload(ref);
  const service = evidence.services.find((s) => s.name === governing);
  if (!own || !service?.headless) return undefined;
  const renamed = own.serviceName !== governing && { serviceName: governing };
  const silent = !service.publishNotReady;
  // Ready only with the others, and the others come only when it is ready.
  const ordered = own.ordered && own.desired > 1 && { podManagementPolicy: "Parallel" };
  if (!renamed && !silent) return undefined;
  const spec = { ...renamed, ...ordered };
  const meaning = [
    renamed &&
      `${ref} names Service ${own.serviceName || "none"} as its serviceName, so no member is known in ${governing}`,
    silent &&
      `Service ${governing} tells no names of members that are not ready (publishNotReadyAddresses), and they are ready only when they find each other`,
    ordered && "they are started one after the other, each only when the one before is ready",
  ]
    .filter(Boolean)
    .join("; ");
  const opened = `${kubectl} patch service ${governing} --type=merge --patch '{"spec":{"publishNotReadyAddresses":true}}'`;
  if (Object.keys(spec).length > 0 && own.claimsGo)
    return {
      meaning,
      action: {
        fix: "",
        note: `its claims are deleted with it (persistentVolumeClaimRetentionPolicy), and ${Object.keys(spec).join(", ")} cannot be changed in place: set whenDeleted to Retain first`,
      },
    };
  return {
    meaning,
    action: {
      fix: [
        ...(silent ? [opened] : []),
        ...(Object.keys(spec).length > 0 ? [remake(kubectl, ref, { spec })] : []),
      ].join(" && "),
      note:
        Object.keys(spec).length > 0
          ? "makes the StatefulSet again, since this cannot be changed in place: its pods stop for a moment, its claims and their data stay"
          : "",
    },
  };
}
