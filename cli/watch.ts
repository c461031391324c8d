/** Serves edits as they are saved: one `up`, then a round for each edit, until Ctrl-C. */
import * as os from "node:os";
import { makeCommand } from "../todo/configCommand";
import { interruption, runCommand } from "./stack/interrupt";
import { deploy, ready, up } from "./up";
import { place } from "./stack/place";
import { readState } from "./stack/stack";
import { HeadStart } from "./watch/headStart";
import { beginRound } from "./watch/round";
import { watchFiles } from "./watch/saves";
import { serve } from "./watch/serve";
import { snapshot, sources, watched } from "./watch/sources";

const WATCH = makeCommand("watch");

async function main(): Promise<void> {
  const env = await ready(WATCH, true);
  const all = sources();
  const { paths, isIgnored } = watched(all);
  // Before what is deployed is read: an edit in between is one that was saved since.
  const { saves, close } = await watchFiles(paths, isIgnored);
  try {
    const source = snapshot(all);
    const code = await up(env, []);
    process.exitCode = code;
    if (code !== 0) return;
    // Pulumi runs while the pods of a round start: on a machine with few cores they come first.
    os.setPriority(os.constants.priority.PRIORITY_LOW);
    const headStart = new HeadStart(() => readState(env), place);
    await headStart.learn();
    console.log(
      `\nWatching ${all.map(({ name }) => name).join(", ")}. Press Ctrl-C to stop watching; the app keeps running.`,
    );
    await serve(
      {
        ...{ saves, ends: interruption },
        now: () => snapshot(all),
        begin: (names) => beginRound(env, names, { headStart, deploy: () => deploy(env, true) }),
      },
      source,
    );
    console.log(
      `\nStopped watching. The last good version keeps running. To continue, run: ${WATCH}`,
    );
    // Ctrl-C is how this ends.
    process.exit();
  } finally {
    await close();
  }
}

if (require.main === module) runCommand(main, WATCH);
