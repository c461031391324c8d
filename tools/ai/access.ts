import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as v from "valibot";
import { readJson } from "../../components/process/json";
import { run } from "../../components/process/shell";
import { commandLine } from "../../components/process/typed";
import { makeCommand } from "../../todo/configCommand";

/** Where an assistant looks, and by whose rights. */
export interface Access {
  kubeconfig: string;
  /** Of this session alone: the kubeconfig lies in it. */
  folder: string;
  rights: Rights;
  /** Removes the folder. */
  end(): void;
}

/** How long a token of the reader holds. */
const DURATION = "1h";

/** Whose rights: the chart's ServiceAccount that changes nothing, or the user's own. */
export type Rights = "reader" | "own";

/**
 * A kubeconfig of its own, readable by the user alone, with nothing in it but this cluster and namespace.
 *
 * @throws Error when the release has no reader.
 */
export async function access(context: string, namespace: string, rights: Rights): Promise<Access> {
  const view = ["config", "view", "--minify", "--flatten", "--context", context, "--output=json"];
  const step = `reading context ${context}`;
  const { stdout } = await run("kubectl", [...view, "--raw"], { step });
  // The command that is printed shows no credentials: it is for people.
  const found = readJson(config, stdout, step, commandLine("kubectl", view));
  const token = rights === "reader" ? await readerToken(context, namespace) : undefined;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "todo-ai-"));
  const file = path.join(folder, "kubeconfig");
  fs.writeFileSync(file, kubeconfig(found, namespace, token), { mode: 0o600 });
  const remove = () => fs.rmSync(folder, { recursive: true, force: true });
  // However this program ends, as long as its signals end in an exit.
  process.once("exit", remove);
  return {
    kubeconfig: file,
    folder,
    rights,
    end: () => {
      process.off("exit", remove);
      remove();
    },
  };
}

/** Of a cluster and a user all is passed on, whatever it is. */
const config = v.object({
  clusters: v.array(v.object({ cluster: v.record(v.string(), v.unknown()) })),
  users: v.nullish(v.array(v.object({ user: v.record(v.string(), v.unknown()) }))),
});
type Config = v.InferOutput<typeof config>;

/** A kubeconfig with one context, as text. @param token replaces the user's own credentials */
export function kubeconfig(found: Config, namespace: string, token?: string): string {
  const [cluster] = found.clusters;
  const user = token === undefined ? (found.users?.[0]?.user ?? {}) : { token };
  const name = "todo-app";
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": name,
    contexts: [{ name, context: { cluster: name, user: name, namespace } }],
    clusters: [{ name, cluster: cluster!.cluster }],
    users: [{ name, user }],
  });
}

async function readerToken(context: string, namespace: string): Promise<string> {
  const where = ["--context", context, "--namespace", namespace];
  const { stdout, stderr, code } = await run(
    "kubectl",
    [...where, "create", "token", "reader", `--duration=${DURATION}`],
    { allow: () => true },
  );
  if (code === 0) return stdout.trim();
  if (!stderr.includes("not found")) throw new Error(stderr.trim());
  throw new Error(
    `Namespace ${namespace} has no ServiceAccount reader. To create it, run: ${makeCommand("up")}`,
  );
}
