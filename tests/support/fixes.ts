/** What the command of a fix does, without a cluster: a shell runs it with tools that only tell what they were told. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

const TOOLS = ["kubectl", "docker", "minikube", "kind", "k3d", "helm"];
const SCOPE = /^(kubectl) --context kind-dev(?: --namespace apps)?/;

/**
 * The commands that a fix runs, in their order, each as its words; of a kubectl that reads from its
 * input, what was written there comes first, as a line of its own. Context and namespace are checked, and left out.
 */
export function spoken(fix: string): string[] {
  if (fix === "") return [];
  return told(fix).flatMap(({ words: [tool, ...args], input }) => {
    const line = [path.basename(tool!), ...args].join(" ");
    const local = args.includes("--local");
    if (path.basename(tool!) === "kubectl" && !local)
      assert.match(line, SCOPE, "bound to context and namespace");
    const short = line.replace(SCOPE, "$1");
    return input && !input.includes("from a cluster") ? [input, short] : [short];
  });
}

/** Where a JSON patch of the fix names a place that the object does not have. */
export function brokenPlaces(fix: string, objects: object[]): string[] {
  if (fix === "") return [];
  return told(fix).flatMap(({ words }) => {
    const type = words.indexOf("--type=json");
    if (type < 0 || words.includes("--local")) return [];
    const at = words.indexOf("patch") + 1;
    const [kind, name] = words[at]!.includes("/") ? words[at]!.split("/") : words.slice(at, at + 2);
    const object = objects.find((candidate) => {
      const { kind: own, metadata } = candidate as { kind: string; metadata: { name: string } };
      return own.toLowerCase() === kind && metadata.name === name;
    });
    const ops: Op[] = JSON.parse(words[words.indexOf("--patch") + 1]!);
    return ops
      .filter((op, index) => {
        const made = ops.slice(0, index).some((before) => needed(op).startsWith(before.path));
        return !made && !has(object, needed(op));
      })
      .map((op) => JSON.stringify(op));
  });
}

interface Op {
  op: string;
  path: string;
  from?: string;
}

/** The place that has to be there: what is added need not be, only what it is added to. */
const needed = ({ op, path: place, from }: Op): string =>
  from ?? (op === "add" ? place.slice(0, place.lastIndexOf("/")) : place);

function has(object: unknown, place: string): boolean {
  let at = object;
  for (const key of place.split("/").slice(1)) {
    if (typeof at !== "object" || at === null || !(key in at)) return false;
    at = (at as Record<string, unknown>)[key];
  }
  return true;
}

interface Told {
  words: string[];
  input: string;
}

/** Runs it under sh, with each tool replaced by one that writes down its words and its input. */
function told(fix: string): Told[] {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "fix-"));
  try {
    const fake = path.join(folder, "fake.sh");
    fs.writeFileSync(
      fake,
      // What it reads comes from the one before it, which has written its own down by then.
      `#!/bin/sh
case " $* " in *" --filename - "*) input=$(cat) ;; esac
number=$(mktemp -p "$FOLDER/told" "$(date +%s%N)-XXXXXX")
for word in "$(basename "$0")" "$@"; do printf '%s\\0' "$word"; done > "$number"
printf '%s' "$input" > "$number.input"
case " $* " in *" --output=json "*) echo "from a cluster" ;; esac
`,
      { mode: 0o755 },
    );
    fs.mkdirSync(path.join(folder, "told"));
    fs.mkdirSync(path.join(folder, "bin"));
    for (const tool of TOOLS) fs.symlinkSync(fake, path.join(folder, "bin", tool));
    const { status, stderr } = spawnSync("sh", ["-c", fix], {
      encoding: "utf8",
      env: { PATH: `${path.join(folder, "bin")}:${process.env.PATH}`, FOLDER: folder },
    });
    assert.equal(status, 0, `${fix}\n${stderr}`);
    const files = fs
      .readdirSync(path.join(folder, "told"))
      .filter((name) => !name.endsWith(".input"));
    return files.sort().map((name) => {
      const file = path.join(folder, "told", name);
      const words = fs.readFileSync(file, "utf8").split("\0").slice(0, -1);
      const input = fs.readFileSync(`${file}.input`, "utf8").trim();
      return { words, input };
    });
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}
