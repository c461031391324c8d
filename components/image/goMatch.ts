/** The words of Go's filepath.ErrBadPattern. */
const BAD = "syntax error in pattern";

/**
 * Go's filepath.Match, by which Docker checks patterns and Helm matches them: `*`, `?`, classes as `[a-c]` and `[^x]`,
 * and `\` before a character that is meant as it stands. The whole name has to match.
 *
 * @throws Error for wrong syntax, but only as far as Go reads: not behind the first part that does not match.
 */
export function goMatch(pattern: string, name: string): boolean {
  let [rest, left] = [[...pattern], [...name]];
  while (rest.length > 0) {
    const { star, part } = firstPart(rest);
    rest = rest.slice(star + part.length);
    if (star > 0 && part.length === 0) return !left.includes("/");
    const after = afterPart(part, left, star > 0, rest.length === 0);
    if (after === undefined) return false;
    left = after;
  }
  return left.length === 0;
}

/** How many stars come first, and what follows them up to the next star outside a class. */
function firstPart(pattern: string[]): { star: number; part: string[] } {
  const star = pattern.findIndex((next) => next !== "*");
  if (star === -1) return { star: pattern.length, part: [] };
  let inClass = false;
  let end = star;
  for (; end < pattern.length; end++) {
    const next = pattern[end];
    if (next === "*" && !inClass) break;
    if (next === "\\") end++;
    else if (next === "[" || next === "]") inClass = next === "[";
  }
  return { star, part: pattern.slice(star, end) };
}

/** The name behind a part that matches; the last one has to match to the end. */
function afterPart(
  part: string[],
  name: string[],
  star: boolean,
  last: boolean,
): string[] | undefined {
  for (let skipped = 0; ; skipped++) {
    const after = afterPrefix(part, name.slice(skipped));
    if (after && (after.length === 0 || !last)) return after;
    if (!star || skipped === name.length || name[skipped] === "/") return undefined;
  }
}

/** The name behind a part without stars; the part is read to its end, for its syntax. */
function afterPrefix(part: string[], name: string[]): string[] | undefined {
  const rest = [...part];
  let read = 0;
  let fits = true;
  while (rest.length > 0) {
    const next = rest.shift()!;
    const character = name[read++];
    const one = next === "[" ? inClass(rest, character) : isOne(next, rest, character);
    fits &&= character !== undefined && one;
  }
  return fits ? name.slice(read) : undefined;
}

function isOne(next: string, rest: string[], character: string | undefined): boolean {
  if (next === "?") return character !== "/";
  return character === (next === "\\" ? taken(rest) : next);
}

/** Whether a character is in the class that begins the rest, behind its bracket; takes the class. */
function inClass(rest: string[], character: string | undefined): boolean {
  const negated = rest[0] === "^";
  if (negated) rest.shift();
  const code = character?.codePointAt(0) ?? -1;
  let found = false;
  do {
    const low = bound(rest);
    let high = low;
    if (rest[0] === "-") {
      rest.shift();
      high = bound(rest);
    }
    found ||= low <= code && code <= high;
  } while (rest[0] !== "]");
  rest.shift();
  return found !== negated;
}

/** One end of a range; the class has to go on behind it. */
function bound(rest: string[]): number {
  const first = taken(rest);
  if (first === "-" || first === "]") throw new Error(BAD);
  const character = first === "\\" ? taken(rest) : first;
  if (rest.length === 0) throw new Error(BAD);
  return character.codePointAt(0)!;
}

function taken(rest: string[]): string {
  const character = rest.shift();
  if (character === undefined) throw new Error(BAD);
  return character;
}
