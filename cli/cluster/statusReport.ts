/** What `make status` says, from what kubectl, helm, pulumi and the app's own addresses have answered. */
import * as v from "valibot";
import { readJson } from "../../components/process/json";
import { Event, Reason, reasons } from "../../components/rollout/rolloutReasons";
import { RELEASE } from "../../tools/client/pods";
import { resourceName } from "../../components/process/stackState";
import type { FullPod } from "./kubectlJson";
import type { Stranger } from "./strangers";
import { table } from "../../tools/report/table";
import { makeCommand } from "../../todo/configCommand";

/** An address of the app, and how it answered. */
export interface Visit {
  address: string;
  /** HTTP status, or undefined when there was no answer. */
  status?: number;
}

export interface Seen {
  /** minikube's; "" where the cluster is not minikube's. */
  profile: string;
  objects: (FullPod | Event)[];
  strangers: Stranger[];
  release?: { status: string; revision: string };
  visits: Visit[];
  /** Names of what the next `up` would change; undefined when pulumi could not say. */
  differs?: string[];
  /** kagent's pods; undefined where the stack is to have none. */
  kagent?: FullPod[];
}

interface PodLine {
  state: string;
  pod: string;
  image: string;
  restarts: number;
  minutes: number;
}

export interface StatusReport {
  /** Whether all is there, ready, and answers, and no other pod gets its requests. */
  ok: boolean;
  release: string;
  pods: PodLine[];
  visits: Visit[];
  reasons: Reason[];
  strangers: Stranger[];
  differs?: string[];
  /** Whether the app is well does not depend on it. */
  kagent?: PodLine[];
}

/** @param now milliseconds since the epoch. */
export function statusReport(seen: Seen, now: number): StatusReport {
  const pods = seen.objects.filter((object): object is FullPod => object.kind === "Pod");
  // One that is leaving makes room for another; one that has done its work is no part of the app.
  const serving = pods.filter(
    ({ metadata, status }) => !metadata.deletionTimestamp && status.phase !== "Succeeded",
  );
  const { release, visits, strangers, differs } = seen;
  return {
    ok:
      release?.status === "deployed" &&
      serving.length > 0 &&
      serving.every(isReady) &&
      strangers.length === 0 &&
      visits.every(({ status }) => status === 200),
    release: release ? `${release.status}, revision ${release.revision}` : "not there",
    pods: pods.map((pod) => podLine(pod, now)),
    visits,
    reasons: reasons(seen.objects, seen.profile, makeCommand("up")),
    strangers,
    differs,
    ...(seen.kagent && { kagent: seen.kagent.map((pod) => podLine(pod, now)) }),
  };
}

const isReady = (pod: FullPod) =>
  pod.status.containerStatuses?.every(({ ready }) => ready) ?? false;

function podLine(pod: FullPod, now: number): PodLine {
  return {
    state: isReady(pod) ? "ready" : pod.status.phase,
    pod: pod.metadata.name,
    image: pod.spec.containers[0]?.image ?? "",
    restarts: (pod.status.containerStatuses ?? []).reduce(
      (sum, { restartCount }) => sum + restartCount,
      0,
    ),
    minutes: Math.floor((now - Date.parse(pod.metadata.creationTimestamp)) / 60_000),
  };
}

/** The report for people; what is wrong comes last, with what to do. @param way out of it. */
export function statusText(
  report: StatusReport,
  way = `To repair it: ${makeCommand("up")}`,
): string {
  const parts = [
    `release   ${report.release}`,
    podTable(report.pods),
    report.kagent && kagentText(report.kagent),
    report.visits.map(({ address, status }) => `${status ?? "no answer"}   ${address}`).join("\n"),
    report.reasons.map(({ pod, text }) => `${pod}: ${text}`).join("\n"),
    report.strangers.map(strangerLine).join("\n"),
    difference(report.differs),
    report.ok ? "" : `Not everything is healthy. To see the logs: ${makeCommand("logs")}. ${way}`,
  ];
  return parts.filter(Boolean).join("\n\n");
}

function podTable(pods: PodLine[]): string {
  const rows = pods.map(({ state, pod, image, restarts, minutes }) => [
    ...[state, pod, image],
    ...[`${restarts}`, `${minutes} min`],
  ]);
  return table(["state", "pod", "image", "restarts", "age"], rows);
}

const kagentText = (pods: PodLine[]) =>
  pods.length === 0 ? "kagent    no pods" : `kagent\n${podTable(pods)}`;

const strangerLine = ({ service, who }: Stranger) =>
  `${who} receives requests for ${service}, but does not belong to release ${RELEASE}: delete it, or the object that creates it`;

function difference(differs: string[] | undefined): string {
  if (!differs?.length) return "";
  return `Differs from the Pulumi program: ${differs.join(", ")}. To see the changes: ${makeCommand("preview")}`;
}

const previewed = v.object({ steps: v.array(v.object({ op: v.string(), urn: v.string() })) });

/**
 * What a preview in JSON would change: the resources' names, sorted, without the stack itself.
 *
 * @throws AnswerError
 */
export function changes(preview: string, command: string): string[] {
  const json = preview.slice(preview.indexOf("{"));
  const { steps } = readJson(previewed, json, "previewing the stack's changes", command);
  const changed = steps
    .filter(({ op }) => !["same", "read", "refresh"].includes(op))
    .filter(({ urn }) => !urn.includes("pulumi:pulumi:Stack"))
    .map(({ urn }) => resourceName(urn));
  return [...new Set(changed)].sort();
}
