import type { Results } from "./results";
import { deliveryRatio, mostSentMb } from "./delivery";
import { editRatio } from "./edits";
import { Baseline, ratio } from "./life";

/** A figure, and how large it may be. */
export interface Budget {
  what: string;
  limit: number;
  unit: string;
  /** Ratios and sizes hold on any machine; seconds are measured and told. */
  enforced: boolean;
  /** Undefined where it was not measured. */
  figure(results: Results): number | undefined;
}

const step = (results: Results, name: string, baseline: Baseline = "plain") => {
  const found = results.life?.steps.find((each) => each.name === name);
  return found && ratio(found, baseline);
};
/** From a save to the answer, beside Tilt. */
const edit = (results: Results, part: string) => {
  const found = results.edits?.edits.find((each) => each.part === part);
  return found && editRatio(found);
};
const image = (results: Results, part: string) =>
  results.images?.images.find((each) => each.part === part);
const talk = (results: Results, people: number) =>
  results.chat?.levels.find((each) => each.people === people);

export const BUDGETS: Budget[] = [
  {
    ...{ what: "from nothing built, beside a plain script", limit: 0.7, unit: "", enforced: true },
    figure: (results) => step(results, "from nothing built"),
  },
  {
    ...{ what: "nothing changed, beside a plain script", limit: 0.2, unit: "", enforced: true },
    figure: (results) => step(results, "nothing changed"),
  },
  {
    ...{ what: "nothing changed, beside Skaffold", limit: 0.5, unit: "", enforced: true },
    figure: (results) => step(results, "nothing changed", "skaffold"),
  },
  {
    ...{ what: "preview of nothing, beside a plain script", limit: 0.2, unit: "", enforced: true },
    figure: (results) => step(results, "nothing changed: preview"),
  },
  {
    ...{
      what: "one line of the backend, beside a plain script",
      limit: 0.45,
      unit: "",
      enforced: true,
    },
    figure: (results) => step(results, "one line of the backend"),
  },
  {
    ...{ what: "one line of the backend, beside Skaffold", limit: 0.6, unit: "", enforced: true },
    figure: (results) => step(results, "one line of the backend", "skaffold"),
  },
  {
    ...{
      what: "from a saved line of the backend to its answer, beside Tilt",
      limit: 1,
      unit: "",
      enforced: false,
    },
    figure: (results) => edit(results, "backend"),
  },
  {
    ...{
      what: "from a saved line of the frontend to its page, beside Tilt",
      limit: 1,
      unit: "",
      enforced: false,
    },
    figure: (results) => edit(results, "frontend"),
  },
  {
    ...{
      what: "delivery of one line to a node with containerd, beside minikube's own",
      limit: 0.05,
      unit: "",
      enforced: true,
    },
    figure: ({ delivery }) => delivery && deliveryRatio(delivery),
  },
  {
    ...{ what: "sent to that node", limit: 1, unit: "MB", enforced: true },
    figure: ({ delivery }) => delivery && (mostSentMb(delivery) ?? Infinity),
  },
  {
    ...{ what: "backend adds to its base", limit: 190, unit: "MB", enforced: true },
    figure: (results) => image(results, "backend")?.addedMb,
  },
  {
    ...{ what: "frontend adds to its base", limit: 60, unit: "MB", enforced: true },
    figure: (results) => image(results, "frontend")?.addedMb,
  },
  {
    ...{
      what: "backend healthy after its container's start",
      limit: 3,
      unit: "s",
      enforced: false,
    },
    figure: (results) => image(results, "backend")?.healthySeconds,
  },
  {
    ...{
      what: "frontend healthy after its container's start",
      limit: 1,
      unit: "s",
      enforced: false,
    },
    figure: (results) => image(results, "frontend")?.healthySeconds,
  },
  {
    ...{
      what: "whole answer, p95, ten conversations at once",
      limit: 250,
      unit: "ms",
      enforced: false,
    },
    figure: (results) => talk(results, 10)?.wholeAnswer.p95,
  },
  {
    ...{ what: "first word, p95, one conversation", limit: 100, unit: "ms", enforced: false },
    figure: (results) => talk(results, 1)?.firstWord.p95,
  },
  {
    ...{ what: "backend's memory at rest", limit: 200, unit: "MB", enforced: true },
    figure: (results) => image(results, "backend")?.idleMb,
  },
  {
    ...{
      what: "backend's memory with fifty conversations",
      limit: 300,
      unit: "MB",
      enforced: true,
    },
    figure: (results) => image(results, "backend")?.busyMb,
  },
];

export type Verdict = "met" | "not met" | "not measured";

export function verdict(budget: Budget, results: Results): Verdict {
  const figure = budget.figure(results);
  if (figure === undefined) return "not measured";
  return figure <= budget.limit ? "met" : "not met";
}
