/** One round: what was edited is built, brought to the nodes and rolled out, or what was served before stays. */
import { endChildren } from "../../components/process/shell";
import { RELEASE } from "../cluster/release";
import { settleReleases } from "../cluster/settleReleases";
import { interruption } from "../stack/interrupt";
import { place } from "../stack/place";
import { newRun, type Run } from "../stack/progress";
import type { Style } from "../stack/progressView";
import { problems } from "../stack/progressText";
import { change, CHANGE } from "../stack/stack";
import { duration } from "../../tools/report/text";
import type { HeadStart } from "./headStart";
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
  { headStart, deploy }: { headStart: Pick<HeadStart, "begin">; deploy: () => Promise<number> },
): Round {
  let overtaken = false;
  const isGivenUp = () => overtaken || interruption.aborted;
  const style = roundStyle(names, () => overtaken);
  /** The `up` of a round; other settings may lead elsewhere: they are looked at as before every up. */
  const record = () => (names.includes(SETTINGS) ? deploy() : change("up", CHANGE, env, style));
  const serve = async () => {
    const end = await headStart.begin(names, isGivenUp);
    style.headStartEnded();
    const code = isGivenUp() ? stopped(style) : await record();
    // What other settings lead to may be another stack's, in the middle of its own up: that is recover's to tell.
    if (code !== 0 && !names.includes(SETTINGS)) await settleReleases(place(), [RELEASE]);
    await end(code === 0).catch(warn);
    return code === 0;
  };
  return {
    done: serve(),
    giveUp() {
      overtaken = true;
      // A terminal's Ctrl-C has reached pulumi already, and a second one would not let it end its step.
      if (!interruption.aborted) endChildren("SIGINT");
    },
  };
}

/** A round that was given up before Pulumi was started. @returns its exit code. */
function stopped(style: RoundStyle): number {
  for (const line of style.closing(newRun(0), 1, 0)) console.log(line);
  return 1;
}

const warn = ({ message }: Error) => console.error(`warning: ${message}`);

export interface RoundStyle extends Style {
  /** Says that the head start has ended: what follows is Pulumi's. */
  headStartEnded(): void;
}

/**
 * A line for each round.
 *
 * @param isOvertaken whether it was given up.
 * @param now in milliseconds.
 */
export function roundStyle(
  names: string[],
  isOvertaken: () => boolean,
  now = () => performance.now(),
): RoundStyle {
  const [began, time] = [now(), new Date().toTimeString().slice(0, 8)];
  let headStart = 0;
  const what = `${time}  ${names.join(", ")}`;
  return {
    opening: "",
    headStartEnded: () => void (headStart = now() - began),
    shows: ({ label }) => label === "warning" && !isOvertaken(),
    closing(run, code) {
      const took = duration(now() - began);
      if (code === 0) return [`${what}: ready after ${took}${parts(run, headStart)}.`];
      if (interruption.aborted) return [`${what}: stopped.`];
      if (isOvertaken()) return [`${what}: stopped after ${took}, because of a newer edit.`];
      const failed = `${what}: failed after ${took}. The previous version keeps running.`;
      return [...problems(run), failed];
    },
  };
}

/** Steps that take less are not named in a round's line, in milliseconds. */
const BRIEF_MS = 100;

/** The steps' times. Pulumi's build and load find done what the head start has done. */
function parts({ finished }: Run, headStart: number): string {
  const all = [{ name: "build and load", ms: headStart }, ...finished];
  const steps = all.filter(({ ms }) => ms >= BRIEF_MS);
  if (steps.length === 0) return "";
  return ` (${steps.map(({ name, ms }) => `${name} ${duration(ms)}`).join(", ")})`;
}
