import * as fs from "node:fs";
import * as path from "node:path";

/** Whether an entry counts, and the rules for what lies in it; without them nothing in it counts. */
export interface Verdict {
  counts: boolean;
  below?: Rules;
}

/** The rules of one folder: decide on an entry by its path from the root, with forward slashes. */
export type Rules = (relative: string, isFolder: boolean) => Verdict;

/** How links are taken: for what they say, as Docker does, or for what they lead to, as Helm does. */
export type Links = "kept" | "followed";

/**
 * Files and links below a folder that the rules let in, in a fixed order, as paths from it with forward slashes.
 * Folders themselves, sockets and devices are not among them.
 *
 * @throws Error when the folder cannot be read.
 */
export function filesIn(root: string, rules: Rules, links: Links): string[] {
  return listed(root, "", rules, links);
}

function listed(root: string, folder: string, rules: Rules, links: Links): string[] {
  const entries = fs.readdirSync(path.join(root, folder), { withFileTypes: true });
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const relative = folder === "" ? entry.name : `${folder}/${entry.name}`;
      const kind = entry.isSymbolicLink() && links === "followed" ? target(root, relative) : entry;
      const { counts, below } = rules(relative, kind.isDirectory());
      if (kind.isDirectory()) return below ? listed(root, relative, below, links) : [];
      return counts && (kind.isFile() || kind.isSymbolicLink()) ? [relative] : [];
    });
}

/** What a link leads to; the link itself where that is nothing. */
function target(root: string, relative: string): fs.Stats {
  const file = path.join(root, relative);
  return fs.statSync(file, { throwIfNoEntry: false }) ?? fs.lstatSync(file);
}

/**
 * Whether an entry counts, or may have something in it that does.
 *
 * @param relative its path from the root, with forward slashes.
 */
export function isWithin(rules: Rules, relative: string, isFolder: boolean): boolean {
  const names = relative.split("/");
  let below: Rules | undefined = rules;
  for (let depth = 1; depth < names.length; depth++) {
    below = below(names.slice(0, depth).join("/"), true).below;
    if (below === undefined) return false;
  }
  const verdict = below(relative, isFolder);
  return isFolder ? verdict.below !== undefined : verdict.counts;
}
