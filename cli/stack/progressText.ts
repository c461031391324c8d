/** How a run of Pulumi reads: its lines, its steps in flight, its problems and its end. */
import { stepName } from "../../todo/stepNames";
import { buildAdvice } from "./buildAdvice";
import { clock, cut } from "../../tools/report/text";
import { Line, OPERATIONS, Run } from "./progress";

/**
 * The steps in flight: since when, and the last that each said. Of more than can be read in a terminal's width the first
 * ones, and how many others there are.
 */
export function inFlight(run: Run, now: number, width = Infinity): string {
  const all = Object.values(run.steps);
  const steps = all.filter(({ op }) => op in OPERATIONS);
  const looks = all.length - steps.length;
  const items = [
    ...steps.map(({ name, since, words }) => {
      const last = words.at(-1);
      return `${name} ${Math.floor((now - since) / 1000)} s${last ? `: ${last}` : ""}`;
    }),
    ...(looks > 0 ? [`looking at ${looks} ${looks === 1 ? "resource" : "resources"}`] : []),
  ];
  if (items.length === 0) return "working out what to do";
  const room = Math.max(1, Math.floor(width / (LEAST_WIDTH + SEPARATOR.length)));
  const seen = items.slice(0, room);
  const others = items.length - seen.length;
  const rest = others > 0 ? `${SEPARATOR}+${others}` : "";
  const share = Math.floor((width - rest.length) / seen.length) - SEPARATOR.length;
  const texts = seen.map((item) => cut(item, Math.max(share, LEAST_WIDTH)));
  return cut(texts.join(SEPARATOR) + rest, width);
}

const SEPARATOR = " | ";
/** A step's name, its time, and the beginning of what it said. */
const LEAST_WIDTH = 40;

/** What went wrong, whole: every error with the step that it belongs to, and the last lines of a builder. */
export function problems({ errors, lastLines }: Run): string[] {
  // "update failed" says nothing where it is said what failed.
  const telling = errors.filter(({ urn, text }) => urn !== "" || !/^\w+ failed$/.test(text));
  return (telling.length > 0 ? telling : errors).map(({ urn, text }) => {
    const words = lastLines[urn] ?? [];
    const advice = isBuild(urn) ? buildAdvice([text, ...words].join("\n")) : undefined;
    return [
      ...(urn === "" ? [`error: ${text}`] : [`${stepName(urn)}:`, `  error: ${inset(text)}`]),
      ...(words.length > 0 ? ["  Its last log lines:", ...words.map((line) => `    ${line}`)] : []),
      ...(advice ? [`  ${advice}`] : []),
    ].join("\n");
  });
}

const isBuild = (urn: string) => urn.includes("docker:index/image:Image");

const inset = (text: string) => text.replace(/\n/g, "\n  ");

const COUNTED: Record<string, string> = {
  create: "created",
  update: "updated",
  replace: "replaced",
  delete: "deleted",
  import: "imported",
  same: "unchanged",
};

/** What changed, counted as Pulumi counts: "3 created, 12 unchanged". */
export function counts({ changes, failed }: Run): string {
  const known = Object.entries(COUNTED).filter(([op]) => (changes[op] ?? 0) > 0);
  const parts = [
    ...known.map(([op, word]) => `${changes[op]} ${word}`),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ];
  return parts.join(", ") || "nothing changed";
}

const LABEL_WIDTH = 10;

/** A line as it is printed, with the time since the run's beginning in front. */
export function printed({ label, text }: Line, ms: number): string {
  const front = `${clock(ms).padStart(6)}  ${label.padEnd(LABEL_WIDTH)}`;
  return text.replace(/\n/g, `\n${" ".repeat(front.length + 2)}`).replace(/^/, front);
}
