/** A copy of this checkout with a stack and a profile of its own, and what a user's shell would have there. */
import * as fs from "node:fs";
import * as path from "node:path";
import { declaredKeys } from "../../todo/configSource";
import { run } from "../../components/process/shell";

/** This checkout's files as git would commit them, into a folder, which is made where it is not there. */
export async function copyCheckout(folder: string): Promise<void> {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { stdout } = await run("git", ["ls-files", "-co", "--exclude-standard", "-z"], {
    step: "listing the checkout's files",
  });
  for (const file of stdout.split("\0").filter((each) => each && fs.existsSync(each)))
    fs.cpSync(file, path.join(folder, file));
}

/** The stack's file, with settings and no others. */
export function stackFile(settings: Record<string, string>): string {
  const lines = Object.entries(settings).map(
    ([key, value]) => `  todo:${key}: ${JSON.stringify(value)}\n`,
  );
  return `config:\n${lines.join("")}`;
}

/** Keys that are the run's own. */
const OWN = ["cluster", "profile", "context", "kubeconfig"];
const EXAMPLE = 'make compatibility SET="cpus=2 memoryMiB=3072"';

/**
 * Settings for the run's stack.
 *
 * @param text pairs KEY=VALUE with blanks between them; nothing else is in it.
 * @throws Error that names what is wrong, and how it is meant.
 */
export function settingsOf(text: string): Record<string, string> {
  return Object.fromEntries(text.split(/\s+/).filter(Boolean).map(setting));
}

function setting(word: string): [key: string, value: string] {
  const [, key, value = ""] = /^(?:todo:)?([^=]+)=(.*)$/.exec(word) ?? [];
  if (key === undefined)
    throw new Error(`SET has "${word}": expected KEY=VALUE, separated by spaces: ${EXAMPLE}`);
  const declared = declaredKeys();
  if (!Object.hasOwn(declared, key))
    throw new Error(
      `${key} is not a key of this project. Every key: README.md, Configuration. ` +
        "minikube's own settings come from its variables, such as MINIKUBE_CONTAINER_RUNTIME=containerd",
    );
  if (OWN.includes(key) || declared[key]!.description.startsWith("SECRET."))
    throw new Error(`todo:${key} cannot be set here: each run uses a new minikube profile`);
  return [key, value];
}

/** What make hands to its recipes, and what would lead pulumi to another state than the copy's. */
const OURS =
  /^(MAKE.*|MFLAGS|STACK|SET|SECRET|UNSET|ASK|WRITE|PROVIDER|MODEL|STANDIN|PART|GONE|VERBOSE|JSON|REPORT|ONLY|PYTHON|PULUMI_ACCESS_TOKEN|PULUMI_CONFIG_PASSPHRASE(_FILE)?)$/;

export interface ShellOptions {
  /** The checkout that is copied: what was downloaded into its .tools is not on a user's PATH. */
  checkout: string;
  /** The copy. */
  folder: string;
  /** Address of the Pulumi backend in the copy. */
  backend: string;
  /** Folders of the copy that come before everything on PATH. */
  first?: string[];
}

/** The environment of a shell in the copy: this process's, without what make has put into it. */
export function shellEnvironment(
  env: NodeJS.ProcessEnv,
  { checkout, folder, backend, first = [] }: ShellOptions,
): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !OURS.test(name));
  const own = [...first, ".tools/node_modules/.bin", ".tools/bin"].map((each) =>
    path.join(folder, each),
  );
  const others = (env.PATH ?? "")
    .split(path.delimiter)
    .filter((each) => !each.startsWith(path.join(checkout, ".tools") + path.sep));
  return {
    ...Object.fromEntries(kept),
    PATH: [...own, ...others].join(path.delimiter),
    PULUMI_BACKEND_URL: backend,
  };
}
