import { Fault } from "./faults";
import { Experience, Load } from "./load";
import { Site } from "./site";

export interface Outcome extends Experience {
  fault: string;
  /** Seconds that the fault itself took, where it is one that lasts. */
  lasted: number;
  withinSeconds: number;
  /** Why it did not go as promised. */
  problem?: string;
  said: string;
}

export interface Report {
  outcomes: Outcome[];
  acknowledged: number;
  lost: string[];
}

/** People who work while everything goes wrong. */
const PEOPLE = 3;
/** Nothing fails for so long: then it is over. */
const QUIET_SECONDS = 5;

/**
 * Lets one fault after the other happen to an app that is in use, and looks in the end whether all that
 * was acknowledged is there.
 */
export async function suite(
  site: Site,
  faults: Fault[],
  tell: (outcome: Outcome) => void,
): Promise<Report> {
  const load = await Load.start(site.endpoint, PEOPLE);
  const outcomes: Outcome[] = [];
  try {
    await load.calm(QUIET_SECONDS, 60);
    for (const fault of faults) {
      const outcome = await happen(site, load, fault);
      outcomes.push(outcome);
      tell(outcome);
    }
  } finally {
    await load.stop();
  }
  const { acknowledged, lost } = await load.lost();
  await load.leave();
  return { outcomes, acknowledged, lost };
}

/** @throws Error where it cannot begin; what its preparation had changed is put right by then. */
export async function happen(
  site: Site,
  load: Pick<Load, "calm" | "since">,
  fault: Fault,
): Promise<Outcome> {
  const { withinSeconds } = fault;
  await scale(site, fault.replicas ?? 1);
  try {
    await fault.prepare?.(site);
    await load.calm(QUIET_SECONDS, 120);
  } catch (error) {
    // Without a preparation nothing is changed yet, and a rollout that is undone would be another run's.
    if (fault.prepare) await fixAfter(error as Error, site, fault);
    throw error;
  }
  const begin = performance.now();
  let said = "";
  let problem: string | undefined;
  let lasted = 0;
  try {
    said = (await fault.inject(site)) ?? "";
    lasted = (performance.now() - begin) / 1000;
    await load.calm(QUIET_SECONDS, withinSeconds + 60);
  } catch (error) {
    problem = (error as Error).message;
  }
  const experience = load.since(begin);
  await fault.fix?.(site);
  await load.calm(QUIET_SECONDS, 180);
  return {
    fault: fault.name,
    ...experience,
    lasted,
    withinSeconds,
    problem: problem ?? late(experience, withinSeconds),
    said,
  };
}

/** @throws Error that names both, where the fixing fails too. */
async function fixAfter(error: Error, site: Site, fault: Fault): Promise<void> {
  try {
    await fault.fix?.(site);
  } catch (second) {
    const words = (second as Error).message;
    throw new Error(`${error.message}\nThe repair failed too: ${words}`, { cause: error });
  }
}

function late(
  { recoverySeconds, failures }: Experience,
  withinSeconds: number,
): string | undefined {
  if (withinSeconds === 0 && Object.keys(failures).length > 0) return "users noticed";
  return recoverySeconds > withinSeconds ? `took more than ${withinSeconds} s` : undefined;
}

async function scale(site: Site, replicas: number): Promise<void> {
  await site.kubectl("scale", "deployment/backend", `--replicas=${replicas}`);
  await site.rolledOut("backend", "frontend", "postgres");
}
