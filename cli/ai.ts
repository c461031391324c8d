/**
 * Talk to the deployment: kubectl-ai with the app's cluster and namespace, and rights to read only.
 *
 *   ASK="why is the backend not ready?" PROVIDER= MODEL= WRITE= node --import tsx cli/ai.ts
 */
import { spawn } from "node:child_process";
import { access } from "../tools/ai/access";
import { argumentsOf, environmentOf, kubectlAiVersion, VERSION } from "../tools/ai/kubectlAi";
import { providerOf } from "../tools/ai/provider";
import { running } from "./cluster/deployed";
import { runMain } from "./stack/entryPoint";

async function main(): Promise<void> {
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

runMain(main);
