/**
 * Asks npm's and PyPI's databases about every locked package. Ends with 1 on a vulnerability that
 * tools/supplyChain/ignored.json does not explain; what could not be asked is said.
 */
import { Audited, npmAudit, pipAudit } from "../tools/supplyChain/audits";
import { ignoredToday } from "../tools/supplyChain/ignored";
import { table } from "../tools/report/table";
import { runMain } from "./stack/entryPoint";

async function main(): Promise<void> {
  const today = new Date().toISOString().slice(0, 10);
  const ignored = new Set(ignoredToday(today).map(({ id }) => id));
  const audits: Audited[] = [
    await npmAudit("."),
    await npmAudit("frontend"),
    await pipAudit("backend/requirements.txt"),
  ];
  const rows = audits.map(({ what, found, unanswered }) => {
    const counted = found.filter(({ id }) => !ignored.has(id));
    const state = counted.length > 0 ? "FOUND" : unanswered ? "skipped" : "ok";
    const names = counted.map(({ id, in: where, severity }) => `${id} in ${where} (${severity})`);
    return [state, what, [...names, unanswered].filter(Boolean).join(", ")];
  });
  console.log(table(["", "packages", "found"], rows));
  console.log(`\n${ignored.size} ignored, each with a reason and an end date.`);
  process.exitCode = rows.some(([state]) => state === "FOUND") ? 1 : 0;
}

runMain(main);
