import { createHash, Hash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { dockerRules } from "./dockerIgnore";
import { filesIn, Links, Rules } from "./fileTree";
import { helmRules } from "./helmIgnore";

/** What decides an image: the same inputs give the same hash on every machine and checkout. */
export interface ImageInputs {
  /** The build context's folder. */
  context: string;
  /** The Dockerfile's path; it may lie outside the context. */
  dockerfile: string;
  args: Record<string, string>;
  /** Empty where the platform is no input: the image runs only where the engine is. */
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
 * @throws pulumi.RunError when Docker refuses a line of the ignore file.
 */
export function imageHash({ context, dockerfile, args, platform }: ImageInputs): string {
  const hash = createHash("sha256");
  add(hash, "dockerfile", fs.readFileSync(dockerfile));
  add(hash, "platform", platform);
  for (const name of Object.keys(args).sort()) add(hash, `arg ${name}`, args[name]!);
  for (const relative of imageFiles(context, dockerfile)) addFile(hash, context, relative, "kept");
  return hash.digest("hex").slice(0, TAG_LENGTH);
}

/**
 * Hash of a folder that Helm loads: the files as Helm would see them (.helmignore honoured).
 *
 * @throws Error when the folder is missing.
 * @throws pulumi.RunError when Helm refuses a line of .helmignore.
 */
export function folderHash(folder: string): string {
  const hash = createHash("sha256");
  for (const relative of chartFiles(folder)) addFile(hash, folder, relative, "followed");
  return hash.digest("hex").slice(0, TAG_LENGTH);
}

/** The files of a context that a build may get, with forward slashes. */
export const imageFiles = (context: string, dockerfile: string): string[] =>
  filesIn(context, imageRules(context, dockerfile), "kept");

/**
 * What of a context a build may get. Docker takes `<Dockerfile>.dockerignore` if there is one, else `.dockerignore` in
 * the context.
 */
export function imageRules(context: string, dockerfile: string): Rules {
  const beside = `${dockerfile}.dockerignore`;
  const file = fs.existsSync(beside) ? beside : path.join(context, ".dockerignore");
  // The provider sends the context's ignore file whatever it says, so `COPY .` copies it.
  return dockerRules(`${textOf(file)}\n!.dockerignore`, file);
}

/** The files of a chart that Helm loads, with forward slashes. */
export const chartFiles = (folder: string): string[] =>
  filesIn(folder, chartRules(folder), "followed");

/** What of a folder Helm loads. */
export function chartRules(folder: string): Rules {
  const file = path.join(folder, ".helmignore");
  return helmRules(textOf(file), file);
}

const textOf = (file: string): string => (fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "");

function addFile(hash: Hash, root: string, relative: string, links: Links): void {
  const file = path.join(root, relative);
  const stat = links === "kept" ? fs.lstatSync(file) : fs.statSync(file);
  if (stat.isSymbolicLink()) add(hash, `link ${relative}`, fs.readlinkSync(file));
  else add(hash, `${stat.mode & 0o100 ? "program" : "file"} ${relative}`, fs.readFileSync(file));
}

function add(hash: Hash, name: string, content: string | Buffer): void {
  // Lengths keep "ab" + "c" and "a" + "bc" apart.
  hash.update(`${name.length}:${name} ${content.length}:`).update(content);
}
