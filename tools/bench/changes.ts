import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { run } from "../../components/process/shell";
import { sizeMb } from "./images";
import { healthySeconds, importProfile } from "./start";

/** Something that was done to make it quicker or smaller, taken back and measured again. */
export interface Change {
  what: string;
  /** The profile's word that led to it. */
  because: string;
  before: number;
  after: number;
  unit: "s" | "MB";
}

export interface Changes {
  /** Milliseconds of each package's own modules at the backend's start, most first. */
  imports: [name: string, ms: number][];
  changes: Change[];
}

/** Each change taken back, in the same run as what is there now. @param images as the stack names them */
export async function changes(images: string[]): Promise<Changes> {
  const backend = images.find((image) => image.includes("backend"))!;
  const imports = await importProfile(backend);
  const now = await healthySeconds("backend", backend);
  const found: Change[] = [
    {
      what: "the assistant's libraries are imported after the port is open",
      because: `${share(imports, ["pydantic_ai", "mcp", "chatkit", "agents", "openai", "cohere"])} of the imports' time is theirs`,
      before: await healthySeconds("backend", backend, { command: EAGER }),
      after: now,
      unit: "s",
    },
    {
      what: "bytecode of what is imported is in the image",
      because: "a read-only root keeps none, so each start compiled everything",
      // No bytecode is found there, and none can be kept.
      before: await healthySeconds("backend", backend, { env: { PYTHONPYCACHEPREFIX: "/none" } }),
      after: now,
      unit: "s",
    },
  ];
  for (const { what, because, part, edit, target } of SMALLER) {
    const image = images.find((each) => each.includes(part))!;
    const before = await builtOtherwise(part, edit, target);
    found.push({ what, because, before, after: await sizeMb(image), unit: "MB" });
  }
  return { imports: imports.slice(0, 12), changes: found };
}

const EAGER = [
  "python",
  "-c",
  "import app.conversation, uvicorn; uvicorn.run('main:app', host='0.0.0.0', port=8000)",
];

/** Changes to an image, each undone by an edit of its Dockerfile or by an earlier stage. */
const SMALLER: {
  what: string;
  because: string;
  part: string;
  edit: (dockerfile: string) => string;
  target?: string;
}[] = [
  {
    what: "no tests and type stubs of libraries in the image",
    because: "the largest folders below site-packages were listed",
    part: "backend",
    edit: (text) => text.replace(/ \\\n && find [^\n]+\\\n && find [^\n]+/, ""),
  },
  {
    what: "bytecode of what is imported, not of all",
    because: "it is as large as the code, and two thirds are never read",
    part: "backend",
    edit: (text) => text.replace("install --no-compile", "install"),
  },
  {
    what: "a build and a run stage, and Next's standalone output",
    because: "node_modules holds what only the build uses",
    part: "frontend",
    edit: (text) => text,
    target: "builder",
  },
];

/** Megabytes of an image from an edited Dockerfile. */
async function builtOtherwise(
  part: string,
  edit: (dockerfile: string) => string,
  target?: string,
): Promise<number> {
  const text = fs.readFileSync(`docker/${part}/Dockerfile`, "utf8");
  const edited = edit(text);
  if (edited === text && !target) throw new Error(`docker/${part}/Dockerfile has no line to undo`);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "todo-bench-image-"));
  const image = `todo-bench-${part}:otherwise`;
  try {
    const file = path.join(folder, "Dockerfile");
    fs.writeFileSync(file, edited);
    const stage = target ? [`--target=${target}`] : [];
    await run("docker", ["build", "--quiet", `--tag=${image}`, `--file=${file}`, ...stage, part], {
      env: { ...process.env, DOCKER_BUILDKIT: "1" },
      timeoutSeconds: 900,
    });
    return await sizeMb(image);
  } finally {
    await run("docker", ["rmi", "--force", image], { allow: () => true });
    fs.rmSync(folder, { recursive: true });
  }
}

/** A few packages' part of all, as "62 %". */
function share(imports: [string, number][], names: string[]): string {
  const sum = (all: [string, number][]) => all.reduce((total, [, ms]) => total + ms, 0);
  return `${Math.round((100 * sum(imports.filter(([name]) => names.includes(name)))) / sum(imports))} %`;
}
