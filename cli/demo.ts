/**
 * Plays the demo on the running app and records it: a terminal cast, a browser video, and stills.
 *
 *   node --import tsx cli/demo.ts [--folder FOLDER] [--report FILE]
 *
 * Ends with 1 when a scene does not go as it should, or the whole takes longer than 90 seconds.
 */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { run } from "../components/process/shell";
import { Cast } from "../tools/demo/cast";
import { SCENES } from "../tools/demo/scenes";
import { recorder } from "../tools/demo/recorder";
import { deployment } from "./cluster/deployed";
import { markdownTable, measuredOn, writeBetween } from "../tools/report/markdown";
import { runMain } from "./stack/entryPoint";

/** Longest that the demo may take, in seconds. */
const LONGEST = 90;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { folder: { type: "string" }, report: { type: "string" } },
  });
  const folder = values.folder ?? fs.mkdtempSync(path.join(os.tmpdir(), "todo-demo-"));
  fs.mkdirSync(folder, { recursive: true });
  const { context, namespace, endpoint } = await deployment();
  const stage = await recorder(endpoint, folder);
  const began = Date.now();
  const seconds = () => (Date.now() - began) / 1000;
  const cast = new Cast("todo-app: a conversation outlives its pod", seconds);
  const kubectl = async (...args: string[]) => {
    const shown = ["kubectl", "-n", namespace, ...args].join(" ");
    cast.print(`$ ${shown}\n`);
    await stage.terminal(`$ ${shown}`);
    const { stdout } = await run("kubectl", ["--context", context, "-n", namespace, ...args]);
    cast.print(stdout);
    await stage.terminal(stdout);
    return stdout;
  };

  const rows: string[][] = [];
  let video: string | undefined;
  try {
    for (const [index, { what, play }] of SCENES.entries()) {
      const from = seconds();
      cast.print(`\n# ${what}\n`);
      await stage.terminal(`# ${what}`);
      await play({ stage, kubectl });
      await stage.picture(path.join(folder, `${index + 1}.png`));
      rows.push([`${from.toFixed(0)} s`, what]);
      console.log(`${from.toFixed(1).padStart(5)} s  ${what}`);
    }
  } finally {
    video = await stage.close();
  }
  const total = seconds();
  fs.renameSync(video, path.join(folder, "demo.webm"));
  fs.writeFileSync(path.join(folder, "demo.cast"), cast.text(began));
  console.log(`${total.toFixed(1).padStart(5)} s  The end. Recorded in ${folder}`);
  const report = values.report;
  if (report) {
    const when = `Recorded on ${measuredOn(new Date(began))}: ${total.toFixed(0)} s.`;
    writeBetween(report, "scenes", `${when}\n\n${markdownTable(["at", "what is seen"], rows)}`);
  }
  if (total > LONGEST) throw new Error(`the demo took ${total.toFixed(0)} s, not ${LONGEST} s`);
}

runMain(main);
