/**
 * Talk to the deployment: to kubectl-ai with the app's cluster and namespace, or to kagent's agent in the cluster. Both
 * have rights to read only.
 *
 *   ASK="why is the backend not ready?" TOOL= PROVIDER= MODEL= WRITE= node --import tsx cli/ai.ts
 */
import { spawn } from "node:child_process";
import { access } from "../tools/ai/access";
import { AGENT } from "../tools/ai/kagentAgent";
import { kagentSession } from "../tools/ai/kagentSession";
import { argumentsOf, environmentOf, kubectlAiVersion, VERSION } from "../tools/ai/kubectlAi";
import { providerOf } from "../tools/ai/provider";
import { questionFor, toolOf } from "../tools/ai/tool";
import { running } from "./cluster/deployed";
import { runMain } from "./stack/entryPoint";

async function askKubectlAi(): Promise<void> {
  const provider = providerOf(process.env);
  const version = kubectlAiVersion();
  const { context, namespace } = (await running()).outputs;
  const { ASK: question, WRITE } = process.env;
  const session = await access(context, namespace, WRITE ? "own" : "reader");
  console.error(
    `kubectl-ai ${version}${version === VERSION ? "" : ` (tried with ${VERSION})`}, ${provider.name} ` +
      `${provider.model}, namespace ${namespace} of ${context}: ` +
      (WRITE
        ? "with your own rights; it asks before commands that it takes for changes."
        : "reads only."),
  );
  // Ctrl-C reaches kubectl-ai by itself; what was written for it goes in any case.
  process.on("SIGINT", () => {});
  const args = argumentsOf({
    kubeconfig: session.kubeconfig,
    provider,
    question,
    quiet: !!question,
  });
  const child = spawn("kubectl-ai", args, {
    stdio: "inherit",
    env: { ...process.env, ...environmentOf(session, provider) },
  });
  // A terminal that is closed, and a kill: without these the credentials would stay behind.
  for (const signal of ["SIGHUP", "SIGTERM"] as const) {
    process.on(signal, () => {
      child.kill();
      process.exit(1);
    });
  }
  process.exitCode = await new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

async function askKagent(): Promise<void> {
  const question = questionFor(process.env);
  // Without these the port would stay forwarded.
  for (const signal of ["SIGINT", "SIGHUP", "SIGTERM"]) process.on(signal, () => process.exit(1));
  const { context, namespace } = (await running()).outputs;
  const session = await kagentSession(context);
  try {
    const { provider, model } = session.model;
    console.error(
      `kagent ${session.version}, agent ${AGENT}, ${provider} ${model}, namespace ${namespace} of ${context}: reads only.`,
    );
    console.log(await session.ask(question, namespace));
  } finally {
    session.end();
  }
}

runMain(async () => (toolOf(process.env) === "kagent" ? await askKagent() : await askKubectlAi()));
