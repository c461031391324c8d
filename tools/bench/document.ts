import { markdownTable } from "../report/markdown";
import type { Answers } from "./chat";
import { BUDGETS, verdict } from "./budgets";
import { deliveryRatio, mostSentMb } from "./delivery";
import { type Edit, editRatio } from "./edits";
import { Baseline, ratio, Step } from "./life";
import { Line, plot } from "./plot";
import { Results } from "./results";
import { median, Summary } from "./statistics";

const NOTHING = "Not measured yet.";

/** The document's parts by the names of their places in it, each a table or a few. */
export function parts(results: Results): Record<string, string> {
  return {
    budgets: budgets(results),
    life: results.life ? taken(results.life.on, life(results.life.steps)) : NOTHING,
    edits: results.edits ? taken(results.edits.on, edits(results.edits.edits)) : NOTHING,
    delivery: results.delivery ? taken(results.delivery.on, delivery(results.delivery)) : NOTHING,
    images: results.images ? taken(results.images.on, images(results.images)) : NOTHING,
    chat: results.chat ? taken(results.chat.on, chat(results.chat)) : NOTHING,
    data: results.data ? taken(results.data.on, data(results.data)) : NOTHING,
    changes: results.changes ? taken(results.changes.on, changes(results.changes)) : NOTHING,
  };
}

/** The plots by their files' names; none of what was not measured. */
export function plots(results: Results): Record<string, string> {
  const of = (name: string, all: Answers[] = [], pick: (summary: Summary) => number): Line => ({
    name,
    points: all.map(({ people, wholeAnswer }) => [people, pick(wholeAnswer)]),
  });
  const { levels, flatOut } = results.chat ?? {};
  return {
    ...(results.chat && {
      "chat.svg": plot("Whole answers, by people who talk at once", "conversations at once", "ms", [
        of("p50", levels, ({ p50 }) => p50),
        of("p95", levels, ({ p95 }) => p95),
        of("p50, no pause", flatOut, ({ p50 }) => p50),
        of("p95, no pause", flatOut, ({ p95 }) => p95),
      ]),
    }),
    ...(results.data && {
      "data.svg": plot(
        "Answers, by what others have stored",
        "tasks and conversations of others",
        "ms",
        [
          {
            name: "answer, p95",
            points: results.data.filled.map((at) => [at.others, at.answers.wholeAnswer.p95]),
          },
          {
            name: "task list, p95",
            points: results.data.filled.map((at) => [at.others, at.answers.taskList.p95]),
          },
        ],
      ),
    }),
  };
}

const taken = (on: string, text: string) => `Measured on ${on}.\n\n${text}`;

function budgets(results: Results): string {
  const rows = BUDGETS.map((budget) => {
    const figure = budget.figure(results);
    const unit = budget.unit ? ` ${budget.unit}` : "";
    return [
      budget.what,
      `${budget.limit}${unit}`,
      figure === undefined ? "" : `${short(figure)}${unit}`,
      verdict(budget, results),
      budget.enforced ? "yes" : "told only",
    ];
  });
  return markdownTable(["budget", "at most", "figure", "", "enforced"], rows);
}

function life(steps: Step[]): string {
  const rivals = (["plain", "skaffold"] as const).filter((rival) =>
    steps.every((step) => step[rival]),
  );
  const ways = ["ours", ...rivals] as const;
  const rows = steps.map((step) => [
    step.name,
    times(step.ours),
    ...rivals.flatMap((rival) => [times(step[rival]!), ratio(step, rival)!.toFixed(2)]),
    ways.map((way) => received(step, way)).join(", "),
  ]);
  const names = { plain: "plain script", skaffold: "Skaffold" };
  const head = ["step", "ours", ...rivals.flatMap((rival) => [names[rival], "ratio"])];
  return markdownTable([...head, "MB to the node, in this order"], rows);
}

const received = (step: Step, way: Baseline | "ours"): string => {
  const megabytes = step.receivedMb?.[way];
  return megabytes ? short(median(megabytes)) : "-";
};

function edits(all: Edit[]): string {
  const rows = all.map((edit) => [
    edit.part,
    times(edit.ours),
    edit.tilt ? times(edit.tilt) : "-",
    editRatio(edit)?.toFixed(2) ?? "-",
  ]);
  return markdownTable(["one line of the", "make watch", "Tilt", "ratio"], rows);
}

function delivery(measured: NonNullable<Results["delivery"]>): string {
  const { ours, minikube } = measured;
  const most = mostSentMb(measured);
  const sent = most === undefined ? "the whole image" : `${short(most)} MB`;
  return markdownTable(
    ["ours", "sent at most", "minikube's own", "ratio"],
    [[times(ours), sent, times(minikube), deliveryRatio(measured).toFixed(3)]],
  );
}

/** The median, and the span where there are several. */
function times(seconds: number[]): string {
  const [least, most] = [Math.min(...seconds), Math.max(...seconds)];
  const span = seconds.length > 1 ? ` (${short(least)} to ${short(most)})` : "";
  return `${short(median(seconds))} s${span}`;
}

function images({ images: all }: NonNullable<Results["images"]>): string {
  const rows = all.map((image) => [
    image.part,
    `${short(image.addedMb)} MB in ${image.layers} layers, on ${image.base}`,
    `${short(image.wholeMb)} MB, ${short(image.compressedMb)} MB compressed`,
    `${image.healthySeconds.toFixed(2)} s`,
    `${short(image.idleMb)} MB`,
    `${short(image.busyMb)} MB`,
  ]);
  const head = [
    "image",
    "adds",
    "whole",
    "healthy after",
    "memory at rest",
    "with fifty conversations",
  ];
  return markdownTable(head, rows);
}

function chat({ levels, flatOut }: NonNullable<Results["chat"]>): string {
  const table = (all: Answers[]) => {
    const rows = all.map(({ people, firstWord, wholeAnswer, taskList, messagesPerSecond }) => [
      `${people}`,
      quantiles(firstWord),
      quantiles(wholeAnswer),
      quantiles(taskList),
      short(messagesPerSecond),
    ]);
    const head = ["at once", "first word", "whole answer", "task list", "messages a second"];
    return markdownTable(head, rows);
  };
  const most = flatOut.reduce((a, b) => (b.messagesPerSecond > a.messagesPerSecond ? b : a));
  return [
    "Milliseconds: p50 / p95 / p99. With a pause of a second between an answer and the next message:",
    table(levels),
    "Without a pause, as a load and no person does it:",
    table(flatOut),
    `It bends at ${short(most.messagesPerSecond)} messages a second, without a pause with ${most.people} at once: from there on they wait for each other, and the median grows with their number.`,
    "![Answers by people at once](images/bench/chat.svg)",
  ].join("\n\n");
}

function data({ filled }: NonNullable<Results["data"]>): string {
  const rows = filled.map(({ others, answers }) => [
    others.toLocaleString("en"),
    quantiles(answers.wholeAnswer),
    quantiles(answers.taskList),
  ]);
  const names = Object.keys(filled[0]?.queries ?? {});
  const queries = names.map((name) => [
    name,
    [...new Set(filled.map(({ queries: each }) => each[name]!.scans.join(", ")))].join("; then "),
    filled.map(({ queries: each }) => each[name]!.rows).join(", "),
    filled.map(({ queries: each }) => each[name]!.milliseconds.toFixed(2)).join(", "),
  ]);
  const most = filled.at(-1);
  const indexes = names.map((name) => [
    name,
    `${most!.unindexed[name]!.rows.toLocaleString("en")} rows, ${most!.unindexed[name]!.milliseconds.toFixed(2)} ms`,
    `${most!.queries[name]!.rows.toLocaleString("en")} rows, ${most!.queries[name]!.milliseconds.toFixed(2)} ms`,
  ]);
  return [
    "Milliseconds: p50 / p95 / p99.",
    markdownTable(["of others", "whole answer", "task list"], rows),
    "![Answers by what others have stored](images/bench/data.svg)",
    "What Postgres read for a user with 20 tasks and a conversation of 20 entries, at each size (EXPLAIN ANALYZE):",
    markdownTable(["query", "plan", "rows read", "milliseconds"], queries),
    "What the indexes are worth, at the last size:",
    markdownTable(["query", "without", "with"], indexes),
  ].join("\n\n");
}

function changes({ imports, changes: all }: NonNullable<Results["changes"]>): string {
  const rows = all.map(({ what, because, before, after, unit }) => [
    what,
    because,
    `${short(before)} ${unit}`,
    `${short(after)} ${unit}`,
  ]);
  const profile = imports.map(([name, ms]) => `${name} ${ms.toFixed(0)}`).join(", ");
  return [
    markdownTable(["change", "what led to it", "without", "with"], rows),
    `Milliseconds of each package's own modules while backend and assistant are imported, the largest: ${profile}.`,
  ].join("\n\n");
}

const quantiles = ({ p50, p95, p99 }: Summary) =>
  [p50, p95, p99].map((value) => value.toFixed(0)).join(" / ");

/** Two digits behind the point for what is small, one for what is not, none for what is large. */
const short = (value: number) => value.toFixed(value < 1 ? 2 : value < 100 ? 1 : 0);
