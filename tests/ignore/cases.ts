import fc from "fast-check";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/** An ignore file, and the files that lie beside it; one named "link" is a link. */
export interface Case {
  ignore: string;
  files: string[];
}

/** Few names, so that patterns meet them; among them what a regular expression, a shell or Go reads in its own way. */
const NAMES = [
  ...["a", "b", "ab", "app", "lib", "env", "docs", "node_modules", ".next", ".git", "link"],
  ...[
    "main.py",
    "env.py",
    "README.md",
    "page.tsx",
    "x.log",
    "log",
    ".env",
    ".env.local",
    ".DS_Store",
  ],
  ...[
    "c++",
    "(auth)",
    "[id]",
    "[[...path]]",
    "a.b",
    "axb",
    "a|b",
    "{a,b}",
    "$a",
    "^a",
    "!a",
    "#a#",
    "a b",
    "ü",
    "日.py",
  ],
];

const name = fc.constantFrom(...NAMES);

/** Those that can be cut without leaving a class open: Docker refuses it only where a path comes to it. */
const cuttable = name.filter((text) => !text.startsWith("["));

const otherCase = (text: string): string =>
  text === text.toLowerCase() ? text.toUpperCase() : text.toLowerCase();

/** One part of a pattern, between slashes. */
const part = fc.oneof(
  { weight: 6, arbitrary: name },
  { weight: 2, arbitrary: fc.constantFrom("*", "**", "?", "?*", "*.py", "*.md", "*.*", ".*") },
  {
    weight: 1,
    arbitrary: fc.constantFrom("[ab]", "[^a]", "[a-c]*", "*[.]py", "[!a]*", "a]", "*[+]"),
  },
  { weight: 1, arbitrary: cuttable.map((text) => `${text.slice(0, 1)}*`) },
  { weight: 1, arbitrary: cuttable.map((text) => `**${text.slice(-3)}`) },
  { weight: 1, arbitrary: cuttable.map((text) => `${text.slice(0, 2)}**`) },
  { weight: 1, arbitrary: name.map(otherCase) },
  { weight: 1, arbitrary: name.map((text) => text.replace(/[^\w./ü日]/g, "\\$&")) },
);

const pattern = fc
  .tuple(
    fc.constantFrom("", "", "", "", "/", "./", "**/", "../", "//", "a/../"),
    fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/")),
    fc.constantFrom("", "", "", "", "/", "/*", "/**", "/."),
  )
  .map((parts) => parts.join(""));

/** A pattern for one of the files, or for a folder above it: a part of its path may be another one. */
const patternFor = (files: string[]) =>
  fc
    .tuple(
      fc.constantFrom(...files),
      fc.nat(3),
      fc.nat(7),
      part,
      fc.constantFrom("", "", "**/", "/"),
    )
    .map(([file, depth, index, other, start]) => {
      const parts = file.split("/").slice(0, depth + 1);
      return start + parts.map((text, at) => (at === index ? other : text)).join("/");
    });

const lineFor = (files: string[]) => line(fc.oneof(pattern, patternFor(files), patternFor(files)));

const line = (pattern: fc.Arbitrary<string>) =>
  fc.oneof(
    { weight: 12, arbitrary: pattern },
    { weight: 6, arbitrary: pattern.map((text) => `!${text}`) },
    { weight: 1, arbitrary: pattern.map((text) => ` \t${text}  `) },
    { weight: 1, arbitrary: pattern.map((text) => `! ${text}`) },
    {
      weight: 1,
      arbitrary: fc.constantFrom("", "# a", " # a", "*", "**", "/", ".", "..", "!.", "!*"),
    },
  );

/** A line that Docker refuses, whatever lies there. */
const refusedLine = fc.constantFrom("!", "! ", "!/", "a[", "[]a]", "[a-]", "b\\", "app/[^]");

const ignoreFor = (files: string[]) =>
  fc
    .tuple(
      fc.array(lineFor(files), { minLength: 1, maxLength: 7 }),
      fc.oneof({ weight: 30, arbitrary: fc.constant(undefined) }, refusedLine),
      fc.constantFrom("\n", "\n", "\n", "\r\n"),
      fc.constantFrom("", "", "", "\uFEFF"),
    )
    .map(([lines, refused, end, mark]) => {
      const all = refused === undefined ? lines : [...lines, refused];
      return `${mark}${all.join(end)}${end}`;
    });

const file = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));

export const anyCase: fc.Arbitrary<Case> = fc
  .array(file, { minLength: 4, maxLength: 16 })
  .map(possible)
  .chain((files) => ignoreFor(files).map((ignore) => ({ ignore, files })));

/** Without files that would have to be a folder too, or that are one name where upper and lower case are one. */
function possible(files: string[]): string[] {
  const chosen: string[] = [];
  const clash = (one: string, other: string) => `${one}/`.startsWith(`${other}/`);
  for (const next of files)
    if (!chosen.some((file) => clash(file, next) || clash(next, file))) chosen.push(next);
  return chosen.sort();
}

/** What is known to differ between the readers of ignore files, one a line. */
export const KNOWN: Case[] = [
  { ignore: "**/*.PY\nread*\n", files: ["a.py", "a/b.py", "README.md"] },
  { ignore: "docs/**\nli**\n", files: ["docs/a", "docs/b/c", "lib/x", "list", "docs2"] },
  { ignore: "*\n!a/**\n", files: ["a/b/c", "b/c"] },
  { ignore: "readme.md\n", files: ["README.md", "docs/README.md"] },
  {
    ignore: "app/(auth)\na+b\n**/c++\n",
    files: ["app/(auth)/page.tsx", "a+b", "aab", "lib/c++/x"],
  },
  { ignore: "**.log\n", files: ["x.log", "a.log/b", "a/xlog", "a/x.log"] },
  { ignore: "**\n!.next/standalone/server.js\n", files: [".next/standalone/server.js", ".next/x"] },
  { ignore: "node_modules\n!**/*.py\n", files: ["node_modules/a/b.py", "node_modules/a/b.js"] },
  { ignore: "a\n!a/b\na\n", files: ["a/b", "a/c"] },
  { ignore: "a/b\n!a\n", files: ["a/b", "a/c"] },
  { ignore: "*\n!a\na/b\n!a/b/c\n", files: ["a/x", "a/b/c/d", "a/b/e"] },
  { ignore: "*.{py,md}\n*|b\n", files: ["a.py", "a.{py,md}", "b", "lib/b", "lib/x"] },
  { ignore: "**/env\n!lib/env\n", files: ["env/a", "lib/env/a", "lib/env.py", "app/env/a"] },
  { ignore: "a/**/b\n", files: ["a/b", "a/x/b", "a/x/y/b/c", "b"] },
  { ignore: "a/*\n!a/b/*\n", files: ["a/b/c", "a/x", "a/b/c2/d"] },
  { ignore: ".*\n", files: [".env", "a/.env", ".git/x"] },
  { ignore: "[a-c]\n[^.]py\n", files: ["a", "b/x", "d", "xpy"] },
  { ignore: "/a/\n./b/../c\n//d\n", files: ["a/x", "b", "c", "d", "x/a"] },
  { ignore: "#a\n #b\n\\#c\n", files: ["#a", "#b", "#c"] },
  { ignore: "!a\n", files: ["a", "b"] },
  { ignore: "**/*\n!**/*.py\n", files: ["a/b/c.py", "a/b/c.md", "d.py"] },
];

/** A folder of its own for each case, with its ignore file in it; gone after the last is done. */
export function inFolders<T>(cases: Case[], use: (folders: string[]) => T): T {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "todo-ignore-"));
  try {
    return use(cases.map((one, index) => madeIn(path.join(root, String(index)), one)));
  } finally {
    fs.rmSync(root, { recursive: true });
  }
}

function madeIn(folder: string, { ignore, files }: Case): string {
  fs.mkdirSync(folder);
  fs.writeFileSync(path.join(folder, ".dockerignore"), ignore);
  for (const file of files) {
    const full = path.join(folder, file);
    fs.mkdirSync(path.dirname(full), { recursive: true });
    if (path.basename(file) === "link") fs.symlinkSync("nowhere", full);
    else fs.writeFileSync(full, "");
  }
  return folder;
}
