/** One promise, looked at on the running deployment. */
export interface Check {
  what: string;
  ok: boolean;
  /** What was found: a figure where there is one, else the first thing that is not as promised. */
  found: string;
}

/** A check over a list: it holds where the list is empty. */
export function none(what: string, problems: string[], found: string): Check {
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : "";
  const ok = problems.length === 0;
  return { what, ok, found: ok ? found : `${problems[0]}${more}` };
}

/** A check that is a piece of work: it holds unless the work fails. */
export async function works(what: string, work: () => Promise<string>): Promise<Check> {
  try {
    return { what, ok: true, found: await work() };
  } catch (error) {
    return { what, ok: false, found: (error as Error).message.split("\n")[0]! };
  }
}
