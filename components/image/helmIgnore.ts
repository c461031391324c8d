import { posix } from "node:path";
import { Rules } from "./fileTree";
import { goMatch } from "./goMatch";
import { linesOf, refused, SYNTAX, trimmed } from "./ignoreLines";

interface Rule {
  negated: boolean;
  onlyFolders: boolean;
  matches(path: string): boolean;
}

/** What Helm leaves out of every chart. */
const ALWAYS = "templates/.?*";

/**
 * The rules of a .helmignore, as Helm 3 and 4 read it. It looks like a .dockerignore and is not: a pattern without a
 * slash goes for a name at any depth, the first that matches decides, and `!x` leaves out all that x does not match.
 *
 * @param file How messages name the file.
 * @throws pulumi.RunError for a pattern that Helm refuses.
 */
export function helmRules(text: string, file: string): Rules {
  const rules = [...linesOf(text), ALWAYS]
    .map(trimmed)
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => parsed(line, file));
  const here: Rules = (relative, isFolder) => {
    const ignored = rules.some(({ negated, onlyFolders, matches }) => {
      if (onlyFolders && !isFolder) return negated;
      return matches(relative) !== negated;
    });
    return { counts: !ignored, below: isFolder && !ignored ? here : undefined };
  };
  return here;
}

function parsed(line: string, file: string): Rule {
  if (line.includes("**"))
    throw refused(
      file,
      "Helm",
      line,
      "Helm has no **. A name without a slash matches at any depth",
    );
  const negated = line.startsWith("!");
  const onlyFolders = line.endsWith("/");
  const path = line.slice(negated ? 1 : 0, onlyFolders ? -1 : undefined);
  try {
    goMatch(line, "abc");
  } catch {
    throw refused(file, "Helm", line, SYNTAX);
  }
  const pattern = path.replace(/^\/+/, "");
  const whole = path.includes("/");
  const matches = (name: string): boolean => {
    try {
      return goMatch(pattern, whole ? name : posix.basename(name));
    } catch {
      // Nothing, for Helm, which logs it.
      return false;
    }
  };
  return { negated, onlyFolders, matches };
}
