import { posix } from "node:path";
import { RE2JS } from "re2js";
import { Rules } from "./fileTree";
import { goMatch } from "./goMatch";
import { linesOf, refused, SYNTAX, trimmed } from "./ignoreLines";

interface Pattern {
  /** The cleaned pattern, without the `!`. */
  text: string;
  /** Whether it takes back what an earlier one left out. */
  takesBack: boolean;
  matches(path: string): boolean;
}

/**
 * The rules of a .dockerignore, as BuildKit and the Engine read it: a port of moby/patternmatcher 0.6.1, its
 * `ignorefile` and the walk of tonistiigi/fsutil, with what they do by accident too: `make test-ignore` compares them.
 *
 * @param file How messages name the file.
 * @throws pulumi.RunError for a pattern that Docker refuses: at once, or, as Docker, when a path first reaches it.
 */
export function dockerRules(text: string, file: string): Rules {
  const patterns = linesOf(text)
    .map(cleaned)
    .filter((line) => line !== "")
    .map((line) => parsed(line, file));
  return below(patterns, mayTakeBackIn(patterns), []);
}

/** `ignorefile.ReadAll` for one line; "" where it says nothing. */
function cleaned(line: string): string {
  if (line.startsWith("#")) return "";
  const whole = trimmed(line);
  const takesBack = whole.startsWith("!");
  const pattern = trimmed(takesBack ? whole.slice(1) : whole);
  const path = pattern === "" ? "" : cleanPath(pattern).replace(/^\/(?=.)/, "");
  return takesBack ? `!${path}` : path;
}

/** Go's filepath.Clean. */
function cleanPath(path: string): string {
  const normal = posix.normalize(path);
  return normal.length > 1 ? normal.replace(/\/$/, "") : normal;
}

/** `patternmatcher.New` for one pattern. */
function parsed(line: string, file: string): Pattern {
  const pattern = cleanPath(line);
  const takesBack = pattern.startsWith("!");
  const text = takesBack ? pattern.slice(1) : pattern;
  if (text === "")
    throw refused(
      file,
      "Docker",
      line,
      "nothing follows the !. Add the pattern to include again, or remove the line",
    );
  const attempt = <T>(step: () => T): T => {
    try {
      return step();
    } catch {
      throw refused(file, "Docker", line, SYNTAX);
    }
  };
  attempt(() => goMatch(text, "."));
  let match: ((path: string) => boolean) | undefined;
  return { text, takesBack, matches: (path) => (match ??= attempt(() => matcher(text)))(path) };
}

/** `Pattern.compile` and `Pattern.match`. */
function matcher(pattern: string): (path: string) => boolean {
  const rest = [...pattern];
  let expression = "^";
  let kind: "exact" | "prefix" | "suffix" | "expression" = "exact";
  for (let first = true; rest.length > 0; first = false) {
    const next = rest.shift()!;
    if (next === "*" && rest[0] === "*") {
      rest.splice(0, rest[1] === "/" ? 2 : 1);
      if (rest.length > 0) {
        expression += "(.*/)?";
        kind = "expression";
      } else if (kind === "exact") kind = "prefix";
      else {
        expression += ".*";
        kind = "expression";
      }
      if (first) kind = "suffix";
    } else if (next === "*" || next === "?") {
      expression += next === "*" ? "[^/]*" : "[^/]";
      kind = "expression";
    } else if (next === "\\") {
      expression += next;
      if (rest.length > 0) {
        expression += rest.shift()!;
        kind = "expression";
      }
    } else if (next === "[" || next === "]") {
      expression += next;
      kind = "expression";
    } else expression += ESCAPED.has(next) ? `\\${next}` : next;
  }

  if (kind === "exact") return (path) => path === pattern;
  if (kind === "prefix") return (path) => path.startsWith(pattern.slice(0, -2));
  if (kind === "suffix") {
    const suffix = pattern.slice(2);
    return (path) => path.endsWith(suffix) || `/${path}` === suffix;
  }
  const compiled = RE2JS.compile(`${expression}$`);
  return (path) => compiled.test(path);
}

/** What patternmatcher escapes. It means to escape `{`, `|` and `}` too, but its table has no room for them. */
const ESCAPED = new Set(".+()$");

/** `MatchesUsingParentResults` for the entries of one folder: which patterns matched a folder holds for all in it. */
function below(
  patterns: Pattern[],
  mayTakeBack: (folder: string) => boolean,
  matchedAbove: boolean[],
): Rules {
  return (relative, isFolder) => {
    let ignored = false;
    const matched = patterns.map((pattern, index) => {
      const match =
        matchedAbove[index] || (pattern.takesBack === ignored && pattern.matches(relative));
      if (match) ignored = !pattern.takesBack;
      return match;
    });
    const enters = isFolder && (!ignored || mayTakeBack(relative));
    return { counts: !ignored, below: enters ? below(patterns, mayTakeBack, matched) : undefined };
  };
}

/** Whether the walk enters a folder that is left out: only then can something in it be taken back. */
function mayTakeBackIn(patterns: Pattern[]): (folder: string) => boolean {
  const back = patterns
    .filter(({ takesBack }) => takesBack)
    .map(({ text }) => text.replace(/\/\*\*$/, "").replace(/\/\*$/, ""));
  const anywhere = back.some((text) => /[*[\]?^\\]/.test(text));
  return (folder) => anywhere || back.some((text) => `${text}/`.startsWith(`${folder}/`));
}
