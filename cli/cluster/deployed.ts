import type { Deployment } from "../../tools/secretScan/places";
import * as v from "valibot";
import { readJson } from "../../components/process/json";
import { run } from "../../components/process/shell";
import { commandLine } from "../../components/process/typed";
import { endpointOf } from "./endpoint";
import { needlessTools, place } from "../stack/place";
import { LOGS } from "../stack/runLog";
import { Outputs, outputs, pulumiEnvironment, STACK } from "../stack/stack";
import { bringTools } from "../doctor/download";
import { makeCommand } from "../../todo/configCommand";

/**
 * What the stack's last `up` gave, and the environment that pulumi needs for more.
 *
 * @throws Error when it is not up, with the command that fixes it.
 */
export async function running(): Promise<{ env: Record<string, string>; outputs: Outputs }> {
  await bringTools(needlessTools());
  const env = await pulumiEnvironment();
  const found = await outputs(env);
  if (!found) throw new Error(`Stack ${STACK} is not deployed. Run: ${makeCommand("up")}`);
  // The context is in the file that the settings name: kubectl and helm look there too.
  process.env.KUBECONFIG = place().kubeconfig;
  return { env, outputs: found };
}

/**
 * The stack as it runs, with the way into it.
 *
 * @throws Error when it is not up, or not to be reached from here, with the command that fixes it.
 */
export async function deployment(): Promise<Deployment & { outputs: Outputs }> {
  const { env, outputs: found } = await running();
  return {
    outputs: found,
    context: found.context,
    namespace: found.namespace,
    images: [found.backendImage, found.frontendImage],
    endpoint: await endpointOf(found),
    stack: STACK,
    env,
    logs: LOGS,
  };
}

const secrets = v.object({
  items: v.array(
    v.object({
      metadata: v.object({ name: v.string() }),
      data: v.optional(v.record(v.string(), v.string())),
    }),
  ),
});

/** Every value of the app's Secrets, by Secret and key. */
export async function secretsIn(where: Deployment): Promise<Record<string, string>> {
  const step = "reading the app's Secrets";
  const args = [
    ...["--context", where.context, "-n", where.namespace, "get", "secrets", "--output=json"],
    "--selector=app.kubernetes.io/managed-by=pulumi",
  ];
  const { stdout } = await run("kubectl", args, { step });
  const { items } = readJson(secrets, stdout, step, commandLine("kubectl", args));
  return Object.fromEntries(
    items.flatMap(({ metadata, data }) =>
      Object.entries(data ?? {})
        .map(([key, value]) => [`${metadata.name}/${key}`, Buffer.from(value, "base64").toString()])
        .filter(([, value]) => value !== ""),
    ),
  );
}
