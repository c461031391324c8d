/**
 * The table of everything that is recognised. Pure: evidence in, findings out; no cluster, no clock but
 * the evidence's own. Other programs import `diagnose` (with `evidenceOf` for raw objects) from here.
 */
import { ADMISSION_PATTERNS } from "./admission.mjs";
import { CONTAINER_PATTERNS, CRASH_PATTERN } from "./containers.mjs";
import { contextOf } from "./context.mjs";
import { ENDLESS_PATTERN } from "./endless.mjs";
import { IMAGE_PATTERN } from "./images.mjs";
import { INGRESS_PATTERNS } from "./ingresses.mjs";
import { NODE_PATTERN, POD_PATTERNS } from "./nodes.mjs";
import { SCHEDULING_PATTERN } from "./placement.mjs";
import { POLICY_PATTERN } from "./policies.mjs";
import { PROBE_PATTERNS, READINESS_PATTERN } from "./probes.mjs";
import { PAUSED_PATTERN, ROLLOUT_PATTERNS } from "./rollout.mjs";
import { SERVICE_PATTERNS } from "./services.mjs";
import { CLAIM_PATTERN, MOUNT_PATTERN } from "./volumes.mjs";

export { evidenceOf } from "./evidence.mjs";

/** Causes before consequences: a later pattern is silent about what an earlier one explains. */
export const PATTERNS = [
  NODE_PATTERN,
  PAUSED_PATTERN,
  CLAIM_PATTERN,
  SCHEDULING_PATTERN,
  IMAGE_PATTERN,
  ...CONTAINER_PATTERNS,
  MOUNT_PATTERN,
  ...POD_PATTERNS,
  ENDLESS_PATTERN,
  ...PROBE_PATTERNS,
  CRASH_PATTERN,
  READINESS_PATTERN,
  ...ADMISSION_PATTERNS,
  ...SERVICE_PATTERNS,
  POLICY_PATTERN,
  ...INGRESS_PATTERNS,
  ...ROLLOUT_PATTERNS,
];

/**
 * @param evidence What `collect` gave, or `evidenceOf` made of raw objects.
 * @param {string} [name] Only what concerns the workload of this name ("backend", "deployment/backend").
 * @returns Findings, each once for a workload however many of its pods show it.
 */
export function diagnose(evidence, name) {
  const ctx = contextOf(evidence);
  for (const { kind, find } of PATTERNS) {
    ctx.found.push(...find(ctx).map((finding) => ({ kind, ...finding })));
  }
  const findings = merged(ctx.found).map((finding) => ({
    ...finding,
    fix: forSet(ctx, finding),
    // Who will undo a change made by hand: Helm, mostly.
    managedBy: ctx.workload(finding.workload)?.manager ?? "",
  }));
  return name ? findings.filter((finding) => concerns(finding, name)) : findings;
}

/** A StatefulSet does not replace a pod that never became ready: its new template waits for that. */
function forSet({ kubectl }, { fix, workload, pods }) {
  const changes = fix.startsWith(`${kubectl} `) && fix.includes(` ${workload} `);
  // Made again as a whole, it makes its pods again by itself.
  const whole = fix.includes(`get ${workload} --output=json`);
  return workload.startsWith("statefulset/") && changes && !whole && pods.length > 0
    ? `${fix} && ${kubectl} delete pod ${pods.join(" ")}`
    : fix;
}

const concerns = ({ object, workload }, name) =>
  object.startsWith("node/") ||
  [object, workload].some((ref) => ref === name || ref.endsWith(`/${name}`));

/**
 * One finding for all pods of a workload that show it. Of pods that say different things, the one that
 * says most is kept: some have lost their log already.
 */
function merged(found) {
  const groups = new Map();
  for (const { kind, object, workload, container = "", pod, ...rest } of found) {
    const { evidence, cause, check, fix, note = "" } = rest;
    const key = [kind, object, container, pod ? "" : evidence].join("\n");
    const before = groups.get(key);
    const pods = [...(before?.pods ?? []), ...(pod ? [pod] : [])];
    // In the order in which the fields are given out.
    const words = { evidence, cause, check, fix, note };
    const more = before === undefined || cause.length > before.cause.length;
    groups.set(
      key,
      more ? { kind, object, workload, container, pods, ...words } : { ...before, pods },
    );
  }
  return [...groups.values()];
}
