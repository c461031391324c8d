import { createHash, Hash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import dockerignore from "@balena/dockerignore";

/** What decides an image: the same inputs give the same hash on every machine and checkout. */
export interface ImageInputs {
  /** The build context's folder. */
  context: string;
  /** The Dockerfile's path; it may lie outside the context. */
  dockerfile: string;
  args: Record<string, string>;
  platform: string;
}

/** Characters of a hash that become a tag: 64 bits. */
const TAG_LENGTH = 16;

/**
 * Hash of a build: the files as Docker would see them (the ignore file honoured), the Dockerfile,
 * the build arguments and the platform. Names, contents and the executable bit count; times, owners
 * and the umask do not.
 *
 * @throws Error when the context or the Dockerfile is missing.
 */
export function imageHash(inputs: ImageInputs): string {
  const hash = createHash("sha256");
  add(hash, "dockerfile", fs.readFileSync(inputs.dockerfile));
  add(hash, "platform", inputs.platform);
  for (const name of Object.keys(inputs.args).sort()) add(hash, `arg ${name}`, inputs.args[name]!);
  addTree(hash, inputs.context, ignored(inputs));
  return hash.digest("hex").slice(0, TAG_LENGTH);
}

/** Hash of every file in a folder, such as a chart. */
export function folderHash(folder: string): string {
  const hash = createHash("sha256");
  addTree(hash, folder, () => false);
  return hash.digest("hex").slice(0, TAG_LENGTH);
}

type Ignored = (relative: string) => boolean;

/** Docker takes `<Dockerfile>.dockerignore` if there is one, else `.dockerignore` in the context. */
function ignored(inputs: ImageInputs): Ignored {
  const file = [
    `${inputs.dockerfile}.dockerignore`,
    path.join(inputs.context, ".dockerignore"),
  ].find((candidate) => fs.existsSync(candidate));
  if (!file) return () => false;
  const filter = dockerignore().add(fs.readFileSync(file, "utf8"));
  return (relative) => filter.ignores(relative);
}

function addTree(hash: Hash, root: string, skip: Ignored): void {
  for (const relative of filesIn(root, "", skip)) {
    const file = path.join(root, relative);
    const stat = fs.lstatSync(file);
    if (stat.isSymbolicLink()) add(hash, `link ${relative}`, fs.readlinkSync(file));
    else add(hash, `${stat.mode & 0o100 ? "program" : "file"} ${relative}`, fs.readFileSync(file));
  }
}

/**
 * Files below a folder in a fixed order, with forward slashes. A folder that is ignored is still
 * entered: a later line may take a file in it back.
 */
function filesIn(root: string, folder: string, skip: Ignored): string[] {
  const entries = fs.readdirSync(path.join(root, folder), { withFileTypes: true });
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const relative = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory())
        return heavy(entry.name, relative, skip) ? [] : filesIn(root, relative, skip);
      return entry.isFile() || entry.isSymbolicLink() ? (skip(relative) ? [] : [relative]) : [];
    });
}

/** Folders with many thousand files, which nobody takes single files back from. */
function heavy(name: string, relative: string, skip: Ignored): boolean {
  return ["node_modules", ".venv", ".git", ".next"].includes(name) && skip(relative);
}

function add(hash: Hash, name: string, content: string | Buffer): void {
  // Lengths keep "ab" + "c" and "a" + "bc" apart.
  hash.update(`${name.length}:${name} ${content.length}:`).update(content);
}
