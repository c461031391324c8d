/** Types of patterns.mjs, for programs in TypeScript. */

/** What `collect` or `evidenceOf` gives: plain data, fit to be stored as JSON. */
export interface Evidence {
  context: string;
  namespace: string;
  /** ISO time; ages are counted from it. */
  collectedAt: string;
  /** What the cluster refused to show, in kubectl's words. */
  notRead: string[];
  workloads: { ref: string; kind: string }[];
  pods: { name: string; workload: string; labels: Record<string, string> }[];
  logs: { pod: string; container: string; lines: string[] }[];
  /** Ports that were seen to listen; local: for 127.0.0.1 only. refused: why they were not seen. */
  listening: { pod: string; open?: number[]; local?: number[]; udp?: number[]; refused?: string }[];
  /** Memory that containers use now. */
  usage: { pod: string; container: string; bytes: number }[];
  /** Names of Secrets and ConfigMaps, with keys (and bytes of a Secret's) where they were looked at; null: not looked at. */
  sources: { kind: string; name: string; keys?: string[]; sizes?: Record<string, number> }[] | null;
  /** What pods have set aside on each node, in cores and bytes; null: not looked at. */
  setAside: { node: string; cpu: number; memory: number }[] | null;
  [more: string]: unknown;
}

export interface Finding {
  /** One of PATTERNS. */
  kind: string;
  /** What is wrong, as kubectl names it: "deployment/backend", "service/web". */
  object: string;
  /** The workload that it concerns; empty where there is none. */
  workload: string;
  container: string;
  /** The workload's pods that show it. */
  pods: string[];
  /** The cluster's own words. */
  evidence: string;
  cause: string;
  /** A command that shows more, and changes nothing. */
  check: string;
  /** The command that fixes it; what only a person knows stands in it as <NAME>. Empty: none is known. */
  fix: string;
  /** What goes with that command; may be empty. */
  note: string;
  /** What made the workload ("Helm"), and may undo a change by hand; may be empty. */
  managedBy: string;
}

export interface Pattern {
  kind: string;
  means: string;
}

export const PATTERNS: readonly Pattern[];

/** Findings about a namespace, or only those about the workload of a name. */
export function diagnose(evidence: Evidence, name?: string): Finding[];

/** Evidence from `items` of `kubectl get … --output=json`; logs may be added to it. */
export function evidenceOf(
  items: object[],
  about: { namespace: string; context?: string; kubeconfig?: string; collectedAt?: string },
): Evidence;
