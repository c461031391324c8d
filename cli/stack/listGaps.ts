/**
 * Gaps in lists of settings. `pulumi config set --path 'KEY[1]'` on a list without a [0] puts null there, and what
 * Pulumi says of such a list before it runs the program ("must be of type") names neither the place nor a way out.
 */
import { report } from "../../todo/problems";
import { configCommand, PREFIX } from "../../todo/configCommand";
import { Declared, declaredKeys } from "../../todo/configSource";
import { configured } from "./place";
import { stackName } from "./stack";

/**
 * The commands that set a list anew without gaps.
 *
 * @param key as todo:addons.
 * @param defaults what takes the place of a gap; one that has no default is closed.
 */
export function withoutGaps(
  key: string,
  list: unknown[],
  defaults: unknown[],
  stack: string,
): string {
  const filled = list.map((element, at) => element ?? defaults[at]);
  const values = [...new Set(filled.filter((element) => element !== undefined).map(String))];
  const changes = values.map((to, at) => ({ set: `${key}[${at}]`, to }));
  return [{ unset: key }, ...changes].map((change) => configCommand(change, stack)).join(" && ");
}

/** One problem for each list with a gap, with the commands that fix it. */
export function gapProblems(
  config: Record<string, unknown>,
  declared: Declared,
  stack: string,
): string[] {
  return Object.entries(declared).flatMap(([name, { default: defaults }]) => {
    const key = PREFIX + name;
    const list = config[key];
    if (!Array.isArray(defaults) || !Array.isArray(list) || !list.includes(null)) return [];
    const fix = withoutGaps(key, list, defaults, stack);
    return [`${key} is ${JSON.stringify(list)}: expected a list without null. Run: ${fix}`];
  });
}

/** Before Pulumi looks at the stack's settings. @throws Error that lists the problems, where there are some. */
export function refuseGaps(): void {
  const problems = gapProblems(configured(), declaredKeys(), stackName());
  if (problems.length > 0) throw new Error(report(problems));
}
