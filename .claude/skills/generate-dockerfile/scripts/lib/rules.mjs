/**
 * What makes an image small, quick to build again and safe to run; each rule with the points that its
 * absence costs. Pure: a parsed Dockerfile and what is known of the build context in, findings out.
 */
import { BUILD_RULES } from "./building.mjs";
import { RUN_RULES } from "./running.mjs";
import { SAFETY_RULES } from "./safety.mjs";

export const RULES = [...SAFETY_RULES, ...BUILD_RULES, ...RUN_RULES];

/**
 * @param dockerfile What `parse` gives.
 * @param {{ignore?: string, names?: string[]}} context The build context: the text of its .dockerignore,
 *   if it has one, and the names at its top.
 * @returns {{score: number, findings: {rule: string, points: number, line: number, text: string, fix: string, why: string}[]}}
 *   score: 100 less the points of every rule that is broken, once each; never below 0.
 */
export function score(dockerfile, { ignore, names = [] } = {}) {
  if (dockerfile.stages.length === 0) throw new Error("no FROM: this is no Dockerfile");
  let left = 100;
  const findings = RULES.flatMap(({ id, points, why, check }) => {
    const found = check({ ...dockerfile, ignore, names });
    if (found.length > 0) left -= points;
    return found.map((f) => ({ rule: id, points, ...f, why }));
  });
  return { score: Math.max(0, left), findings };
}
