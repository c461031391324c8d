/** What a run of Pulumi has come to: events of its engine in, lines for people out. Nothing else happens here. */
import { stripVTControlCharacters } from "node:util";
import { stepName } from "../../todo/stepNames";
import { EngineEvent, isForDebugging } from "./engineEvents";
import { cut, duration } from "../../tools/report/text";

export interface Line {
  /** What happens to the step that the text names, as "creating"; "" for what a step says. */
  label: string;
  text: string;
  /** For the log alone. */
  hidden?: boolean;
}

interface Step {
  name: string;
  op: string;
  /** When it began, in milliseconds. */
  since: number;
  /** Whether its beginning was shown. */
  shown: boolean;
  /** The last lines that it said; empty where nothing was said yet. */
  words: string[];
}

interface Problem {
  urn: string;
  text: string;
}

export interface Run {
  since: number;
  /** What is being done at this moment, by URN. */
  steps: Readonly<Record<string, Step>>;
  errors: readonly Problem[];
  /** What was done, in the order of its ends, with the milliseconds that it took. */
  finished: readonly { name: string; ms: number }[];
  /** What steps that failed had said, and was not shown. */
  lastLines: Readonly<Record<string, string[]>>;
  failed: number;
  /** Pulumi's own count, as {"create": 3}; known at the end. */
  changes: Readonly<Record<string, number>>;
}

export const newRun = (now: number): Run => ({
  ...{ since: now, steps: {}, finished: [], errors: [], lastLines: {} },
  ...{ failed: 0, changes: {} },
});

/** What Pulumi does to a resource: while it does, and afterwards. What is not in here changes nothing. */
export const OPERATIONS: Record<string, [now: string, then: string]> = {
  create: ["creating", "created"],
  update: ["updating", "updated"],
  delete: ["deleting", "deleted"],
  import: ["importing", "imported"],
  "create-replacement": ["replacing", "replaced"],
  "import-replacement": ["replacing", "replaced"],
  "delete-replaced": ["removing", "removed"],
  download: ["fetching", "fetched"],
};

/** How a look at a resource can end: it is not as the state knows it. */
const DRIFT: Record<string, string> = { update: "changed", delete: "gone" };

/** How long a step may take without a word before its beginning is shown, in milliseconds. */
const SHORT_MS = 1000;
const KEPT_WORDS = 15;
const SHORT_LINE = 120;

/** Takes an event in. @returns the run after it, and what there is to say. */
export function heard(run: Run, event: EngineEvent, now: number): [Run, Line[]] {
  if (isForDebugging(event)) return [run, []];
  const { resourcePreEvent, resOutputsEvent, resOpFailedEvent, diagnosticEvent } = event;
  if (resourcePreEvent) return [begins(run, resourcePreEvent.metadata, now), []];
  if (resOutputsEvent) return ends(run, resOutputsEvent.metadata, now);
  if (resOpFailedEvent) return fails(run, resOpFailedEvent.metadata.urn, now);
  if (diagnosticEvent) return says(run, diagnosticEvent);
  if (event.progressEvent) return downloads(run, event.progressEvent, now);
  if (event.policyEvent) {
    const { resourceUrn = "", message, enforcementLevel } = event.policyEvent;
    const severity = enforcementLevel === "mandatory" ? "error" : "warning";
    return says(run, { urn: resourceUrn, message, severity });
  }
  // At Ctrl-C Pulumi says the same as this project does.
  if (event.stdoutEvent)
    return [run, [{ label: "", text: clean(event.stdoutEvent.message), hidden: true }]];
  if (event.summaryEvent) return [{ ...run, changes: event.summaryEvent.resourceChanges }, []];
  return [run, []];
}

/** Time goes by. @returns what there is to say of steps that take longer than a moment. */
export function passed(run: Run, now: number): [Run, Line[]] {
  const late = Object.entries(run.steps).filter(
    ([, step]) => !step.shown && step.op in OPERATIONS && now - step.since >= SHORT_MS,
  );
  return late.reduce<[Run, Line[]]>(
    ([before, lines], [urn]) => {
      const [after, more] = show(before, urn);
      return [after, [...lines, ...more]];
    },
    [run, []],
  );
}

type Metadata = NonNullable<EngineEvent["resourcePreEvent"]>["metadata"];

function begins(run: Run, { urn, op, old, new: wanted }: Metadata, now: number): Run {
  const state = wanted ?? old;
  // A component is no work of its own. What is kept at its deletion is not deleted.
  const kept = op === "delete" && "retainOnDelete" in (old ?? {}) && old?.retainOnDelete;
  if (!state?.custom || kept) return run;
  const step = { name: stepName(urn, op === "delete"), op, since: now, shown: false, words: [] };
  return { ...run, steps: { ...run.steps, [urn]: step } };
}

function ends(run: Run, { urn, op }: Metadata, now: number): [Run, Line[]] {
  const step = run.steps[urn];
  if (!step) return [run, []];
  const label =
    step.op === "refresh" ? DRIFT[op] : (OPERATIONS[step.op] ?? [undefined, undefined])[1];
  if (!label) return [without(run, urn), []];
  const ms = now - step.since;
  const finished = [...run.finished, { name: step.name, ms }];
  return [{ ...without(run, urn), finished }, [{ label, text: `${step.name}, ${duration(ms)}` }]];
}

function fails(run: Run, urn: string, now: number): [Run, Line[]] {
  const step = run.steps[urn];
  const name = step?.name ?? stepName(urn);
  const took = step ? `, ${duration(now - step.since)}` : "";
  const lastLines = isQuiet(urn) ? { ...run.lastLines, [urn]: step?.words ?? [] } : run.lastLines;
  return [
    { ...without(run, urn), failed: run.failed + 1, lastLines },
    // Why, is said whole at the end; but a command has said it already, and others may go on for minutes.
    [{ label: "failed", text: `${name}${took}${isQuiet(urn) ? whyShort(run, urn) : ""}` }],
  ];
}

function whyShort({ errors }: Run, urn: string): string {
  const line = errors
    .filter((error) => error.urn === urn)
    .at(-1)
    ?.text.split("\n")[0];
  return line ? `: ${cut(line, SHORT_LINE)}` : "";
}

interface Diagnostic {
  urn?: string;
  message: string;
  severity: string;
  ephemeral?: boolean;
}

function says(run: Run, { urn = "", message, severity, ephemeral }: Diagnostic): [Run, Line[]] {
  const text = clean(message);
  if (text === "") return [run, []];
  const name = urn === "" ? "" : (run.steps[urn]?.name ?? stepName(urn));
  const named = (words: string) => (name === "" ? words : `${name}: ${words}`);
  if (severity === "error") {
    const error = text.split("\n").filter((line) => !isAnswer(line));
    const errors = [...run.errors, { urn, text: error.join("\n").trim() || text }];
    return [{ ...run, errors }, [{ label: "error", text: named(text), hidden: true }]];
  }
  if (severity === "warning") return [run, [{ label: "warning", text: named(text) }]];
  const hidden = Boolean(ephemeral) && isQuiet(urn);
  const known = run.steps[urn]?.words ?? [];
  // A builder says everything several times.
  const isNew = (line: string) => !isNoise(line) && !(hidden && known.includes(line));
  const words = text.split("\n").filter(isNew);
  const [shown, lines] = hidden || words.length === 0 ? [run, []] : show(run, urn);
  const said = words.map((line) => {
    const [, warning] = /^warning: (.*)$/.exec(line) ?? [];
    return warning
      ? { label: "warning", text: named(warning), hidden }
      : { label: "", text: named(line), hidden };
  });
  return [remember(shown, urn, words), [...lines, ...said]];
}

function downloads(
  run: Run,
  { message, done }: NonNullable<EngineEvent["progressEvent"]>,
  now: number,
): [Run, Line[]] {
  const step = run.steps[message];
  if (done) return step ? ends(run, { urn: message, op: "download" } as never, now) : [run, []];
  if (step) return [run, []];
  const begun = { name: clean(message), op: "download", since: now, shown: false, words: [] };
  return [{ ...run, steps: { ...run.steps, [message]: begun } }, []];
}

/** The words of commands are for people; those of a builder, or of Helm, only while they are the last ones. */
const isQuiet = (urn: string) => urn !== "" && !urn.includes("command:local:Command::");

/** What a builder says of its own bookkeeping, and the answer of a command to Pulumi. */
const isNoise = (line: string) =>
  line.trim() === "" || /^digest: sha256:/.test(line) || isAnswer(line);

function isAnswer(line: string): boolean {
  if (!/^(\{.*\}|null)$/.test(line.trim())) return false;
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

/** Shows the beginning of a step, once. */
function show(run: Run, urn: string): [Run, Line[]] {
  const step = run.steps[urn];
  const operation = OPERATIONS[step?.op ?? ""];
  if (!step || step.shown || !operation) return [run, []];
  const steps = { ...run.steps, [urn]: { ...step, shown: true } };
  return [{ ...run, steps }, [{ label: operation[0], text: step.name }]];
}

function remember(run: Run, urn: string, words: string[]): Run {
  const step = run.steps[urn];
  if (!step || words.length === 0) return run;
  const kept = [...step.words, ...words].slice(-KEPT_WORDS);
  return { ...run, steps: { ...run.steps, [urn]: { ...step, words: kept } } };
}

function without(run: Run, urn: string): Run {
  const steps = Object.entries(run.steps).filter(([other]) => other !== urn);
  return { ...run, steps: Object.fromEntries(steps) };
}

/** A terminal does nothing at the word of what a tool or a pod printed. */
const clean = (text: string) =>
  stripVTControlCharacters(text)
    .replace(/\r\n?/g, "\n")
    .replace(/\t/g, "  ")
    .replace(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/g, "")
    .replace(/\s+$/, "");
