import * as fs from "node:fs";

/** A known vulnerability that does not concern this app, for a while. */
export interface Ignored {
  /** As the tools name it: GHSA-…, CVE-…, PYSEC-… */
  id: string;
  /** Why it does no harm here. */
  reason: string;
  /** The day, as 2026-12-31, from which it counts again. */
  until: string;
}

const FILE = "tools/supplyChain/ignored.json";

/**
 * The vulnerabilities that are ignored today.
 *
 * @throws Error that names the entry, when one has no reason or its day is over.
 */
export function ignoredToday(today: string, file = FILE): Ignored[] {
  const entries: Ignored[] = JSON.parse(fs.readFileSync(file, "utf8"));
  const problems = entries.flatMap(({ id, reason, until }) => [
    ...(id && reason?.trim() ? [] : [`${id || "an entry"} has no reason`]),
    ...(/^\d{4}-\d{2}-\d{2}$/.test(until ?? "")
      ? []
      : [`${id} has no end date, such as 2026-12-31`]),
    ...(until < today
      ? [
          `${id} was ignored until ${until}: check it again, then change the date or remove the entry`,
        ]
      : []),
  ]);
  if (problems.length > 0) throw new Error(`${file}: ${problems.join("; ")}`);
  return entries;
}
