/**
 * Breaks the running app in every way that is known, while people use it, and says what they saw.
 *
 *   node --import tsx cli/faults.ts [--report FILE] [WORDS OF A FAULT'S NAME]...
 *
 * For a stack of one's own on minikube: the node is stopped, too. Ends with 1 when something that was
 * acknowledged is lost, or something takes longer than promised.
 */
import { parseArgs } from "node:util";
import { FAULTS } from "../tools/faultInjection/faults";
import { Site } from "../tools/faultInjection/site";
import { Outcome, Report, suite } from "../tools/faultInjection/suite";
import { deployment } from "./cluster/deployed";
import { markdownTable, measuredOn, writeBetween } from "../tools/report/markdown";
import { table } from "../tools/report/table";
import { runMain } from "./stack/entryPoint";

const HEAD = ["", "fault", "recovered", "promised", "acknowledged meanwhile", "what users saw"];

function row(outcome: Outcome): string[] {
  const { fault, problem, recoverySeconds, withinSeconds, acknowledged, failures, said } = outcome;
  const seen = Object.entries(failures).map(([what, count]) => `${count} × ${what}`);
  const words = [seen.join(", ") || "nothing", said, problem].filter(Boolean).join("; ");
  return [
    problem ? "BROKEN" : "ok",
    fault,
    recoverySeconds === 0 ? "at once" : `${recoverySeconds.toFixed(1)} s`,
    withinSeconds === 0 ? "unnoticed" : `${withinSeconds} s`,
    `${acknowledged}`,
    words,
  ];
}

function summary({ acknowledged, lost }: Report): string {
  const examples = lost.length > 0 ? `, such as "${lost[0]}"` : "";
  return `${acknowledged} writes acknowledged, ${lost.length} lost${examples}.`;
}

function write(file: string, report: Report): void {
  const rows = report.outcomes.map((outcome) => row(outcome).slice(1));
  const when = `Measured on ${measuredOn(new Date())}.`;
  const text = `${when}\n**${summary(report)}**\n\n${markdownTable(HEAD.slice(1), rows)}`;
  writeBetween(file, "faults", text);
}

async function main(): Promise<void> {
  const { values, positionals: args } = parseArgs({
    options: { report: { type: "string" } },
    allowPositionals: true,
  });
  const chosen = FAULTS.filter(
    ({ name }) => args.length === 0 || args.some((words) => name.includes(words)),
  );
  if (chosen.length === 0) throw new Error(`no fault is called ${args.join(" or ")}`);
  const { context, namespace, endpoint } = await deployment();
  const report = await suite(new Site(context, namespace, endpoint), chosen, (outcome) =>
    console.log(row(outcome).join("  ")),
  );
  console.log(`\n${table(HEAD, report.outcomes.map(row))}\n\n${summary(report)}`);
  if (values.report) write(values.report, report);
  const broken = report.outcomes.some(({ problem }) => problem);
  process.exitCode = broken || report.lost.length > 0 ? 1 : 0;
}

runMain(main);
