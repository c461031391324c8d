/** One round: what was edited is built, brought to the nodes and rolled out, or what was served before stays. */
import { endChildren } from "../../components/process/shell";
import { RELEASE } from "../cluster/release";
import { settleReleases } from "../cluster/settleReleases";
import { interruption } from "../stack/interrupt";
import { place } from "../stack/place";
import type { Run } from "../stack/progress";
import type { Style } from "../stack/progressView";
import { problems } from "../stack/progressText";
import { change, CHANGE } from "../stack/stack";
import { duration } from "../../tools/report/text";
import { SETTINGS } from "./sources";
import type { Round } from "./serve";

/**
 * Begins a round for the sources of these names.
 *
 * @param deploy an up with all that comes before it. @returns its exit code.
 */
export function beginRound(
  env: Record<string, string>,
  names: string[],
  deploy: () => Promise<number>,
): Round {
  let overtaken = false;
  const serve = async () => {
    // Other settings may lead elsewhere: they are looked at as before every up.
    if (names.includes(SETTINGS)) return deploy();
    return change(
      "up",
      CHANGE,
      env,
      roundStyle(names, () => overtaken),
    );
  };
  const done = serve().then(async (code) => {
    // What other settings lead to may be another stack's, in the middle of its own up: that is recover's to tell.
    if (code !== 0 && !names.includes(SETTINGS)) await settleReleases(place(), [RELEASE]);
    return code === 0;
  });
  return {
    done,
    giveUp() {
      overtaken = true;
      // A terminal's Ctrl-C has reached pulumi already, and a second one would not let it end its step.
      if (!interruption.aborted) endChildren("SIGINT");
    },
  };
}

/** A line for each round. @param isOvertaken whether it was given up. */
export function roundStyle(names: string[], isOvertaken: () => boolean): Style {
  const began = new Date();
  const what = `${began.toTimeString().slice(0, 8)}  ${names.join(", ")}`;
  return {
    opening: "",
    shows: ({ label }) => label === "warning" && !isOvertaken(),
    closing(run, code, ms) {
      if (code === 0) return [`${what}: ready after ${duration(ms)}${parts(run)}.`];
      if (interruption.aborted) return [`${what}: stopped.`];
      if (isOvertaken())
        return [`${what}: stopped after ${duration(ms)}, because of a newer edit.`];
      const failed = `${what}: failed after ${duration(ms)}. The previous version keeps running.`;
      return [...problems(run), failed];
    },
  };
}

const parts = ({ finished }: Run): string =>
  finished.length === 0
    ? ""
    : ` (${finished.map(({ name, ms }) => `${name} ${duration(ms)}`).join(", ")})`;
