/**
 * Deploys a copy of this checkout with the tools that come first on PATH, takes it away again, and notes versions,
 * times and result: docs/compatibility.json, docs/compatibility.md.
 *
 *   SET="KEY=VALUE ..." node --import tsx cli/compatibility.ts [chart | backend | program]
 *
 * With a name, it runs those tests instead, which need no cluster. In a minikube profile of its own; leaves nothing
 * behind. Ends with 1 when a step failed, which is noted too.
 */
import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { quoted } from "../components/process/quoted";
import { Kind, KINDS } from "../tools/compatibility/kinds";
import { Name, PASSED, readRecords, writeRecords, withRun } from "../tools/compatibility/records";
import { copyCheckout, settingsOf, shellEnvironment, stackFile } from "../tools/compatibility/site";
import { Outcome, Site, takeSteps } from "../tools/compatibility/steps";
import { run } from "../components/process/shell";
import { interruption, runCommand, stopIfInterrupted } from "./stack/interrupt";
import { backendUrl, LOCAL } from "./stack/localBackend";
import { LOGS, openLog, RunLog } from "./stack/runLog";
import { BRINGABLE, bringTools } from "./doctor/download";

const NAME = `compat-${randomBytes(3).toString("hex")}`;
// As the programs in it see it.
const FOLDER = path.join(fs.realpathSync(os.tmpdir()), `todo-${NAME}`);
const TAKE_AWAY = `make -C ${FOLDER} recover STACK=${NAME}, then: make -C ${FOLDER} down STACK=${NAME}, then: rm -r ${FOLDER}`;

function kindNamed(name: string): Kind {
  if (Object.hasOwn(KINDS, name)) return KINDS[name]!;
  throw new Error(
    `ONLY is "${name}": expected one of ${Object.keys(KINDS).join(", ")}, such as: make compatibility ONLY=chart`,
  );
}

/**
 * What is run, and with which settings.
 *
 * @param set as KEY=VALUE KEY=VALUE.
 * @throws Error that names what is wrong, and a command that is right.
 */
export function wanted(name: string, set: string) {
  const kind = kindNamed(name);
  const settings = settingsOf(set);
  if (!kind.undo && Object.keys(settings).length > 0)
    throw new Error(
      `SET is for a deployment, and ONLY=${name} has none. Run: make compatibility ONLY=${name}`,
    );
  return { kind, settings };
}

async function main(): Promise<void> {
  const [name = "deployment"] = process.argv.slice(2);
  const { kind, settings } = wanted(name, process.env.SET ?? "");
  await bringTools(BRINGABLE.filter((tool) => !kind.tools.includes(tool)));
  const { PYTHON } = process.env;
  const site: Site = {
    ...{ folder: FOLDER, name: NAME },
    env: shellEnvironment(process.env, {
      checkout: process.cwd(),
      folder: FOLDER,
      backend: backendUrl(path.join(FOLDER, LOCAL)),
      first: kind.path,
    }),
    variables: [`STACK=${NAME}`, ...(PYTHON ? [`PYTHON=${PYTHON}`] : [])],
  };
  const log = openLog("compatibility", name, new Date());
  if (log.file) console.log(`All output is written to ${log.file}`);
  const outcome = await inCopy(kind, site, settings, log);
  stopIfInterrupted();
  await note(name, kind, settings, outcome);
}

async function inCopy(
  kind: Kind,
  site: Site,
  settings: Record<string, string>,
  log: RunLog,
): Promise<Outcome> {
  let left = false;
  try {
    await copyCheckout(site.folder);
    if (kind.undo) {
      const file = path.join(site.folder, `Pulumi.${site.name}.yaml`);
      fs.writeFileSync(file, stackFile({ profile: site.name, ...settings }));
    }
    // Until what the steps make is known to be gone, only the copy knows how to take it away.
    left = kind.undo !== undefined;
    const say = (text: string) => console.log(text);
    const listener = { say, write: log.write, signal: interruption };
    const outcome = await takeSteps(kind, site, listener);
    left = outcome.left;
    return outcome;
  } finally {
    keepLogs(path.join(site.folder, LOGS), log);
    if (left)
      console.error(
        `Some resources may still exist, so the copy is kept. To remove both, run: ${TAKE_AWAY}`,
      );
    else fs.rmSync(site.folder, { recursive: true, force: true });
  }
}

/** The steps name logs that go with the copy. */
function keepLogs(folder: string, log: RunLog): void {
  for (const file of fs.existsSync(folder) ? fs.readdirSync(folder).sort() : [])
    log.write(`\n== ${LOGS}/${file}\n${fs.readFileSync(path.join(folder, file), "utf8")}`);
}

/** @throws Error where it is not known with what it was run. */
async function note(
  name: string,
  { versions: wanted, optional = [] }: Kind,
  settings: Record<string, string>,
  { steps, versions, counts, result }: Outcome,
): Promise<void> {
  const unknown = wanted.filter((each: Name) => !versions[each] && !optional.includes(each));
  if (unknown.length > 0)
    throw new Error(
      `${result}\nThe run was not recorded, because these versions are unknown: ${unknown.join(", ")}. ` +
        "To see what is missing, run: make doctor",
    );
  const date = new Date().toISOString().slice(0, 10);
  const set = Object.keys(settings).length > 0 ? { settings } : {};
  const noted = { kind: name, date, versions, ...set, steps, ...(counts && { counts }), result };
  writeRecords(withRun(readRecords(), noted));
  await run(process.execPath, ["docs/compatibility.mjs"], { step: "writing the document" });
  console.log(`${result}\nWritten: docs/compatibility.json, docs/compatibility.md`);
  if (result !== PASSED) process.exitCode = 1;
}

if (require.main === module) {
  const [name = "deployment"] = process.argv.slice(2);
  const { SET } = process.env;
  const again = [
    "make compatibility",
    ...(name === "deployment" ? [] : [`ONLY=${name}`]),
    ...(SET ? [`SET=${quoted(SET)}`] : []),
  ];
  runCommand(main, again.join(" "), KINDS[name]?.undo ? TAKE_AWAY : `rm -r ${FOLDER}`);
}
