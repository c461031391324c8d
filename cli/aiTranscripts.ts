/**
 * Runs the workflows of docs/ai-tools-usage.md against the deployed app, and writes what was shown.
 *
 *   STANDIN= PROVIDER= MODEL= node --import tsx cli/aiTranscripts.ts
 *
 * STANDIN=1 takes a stand-in that is no model, for what does not depend on one's wits. It changes the
 * number of frontend pods for a moment, and puts it back.
 */
import { access } from "../tools/ai/access";
import { answered, argumentsOf, environmentOf, kubectlAiVersion } from "../tools/ai/kubectlAi";
import { Provider, providerOf } from "../tools/ai/provider";
import { shown, without } from "../tools/ai/terminal";
import { Workflow, workflows } from "../tools/ai/workflows";
import { run } from "../components/process/shell";
import { serve } from "../tools/ai/modelStandIn";
import { running } from "./cluster/deployed";
import { writeBetween } from "../tools/report/markdown";
import { runMain } from "./stack/entryPoint";

const DOCUMENT = "docs/ai-tools-usage.md";
/** Lines of a transcript that are kept. */
const LINES = 40;

interface Model {
  provider: Provider;
  /** As the document names it. */
  words: string;
  env: Record<string, string>;
  end(): void;
}

async function model(): Promise<Model> {
  if (!process.env.STANDIN) {
    const provider = providerOf(process.env);
    const words = `${provider.model || "the default model"} of ${provider.name}`;
    return { provider, words, env: {}, end: () => {} };
  }
  const { endpoint, end } = await serve();
  return {
    provider: { name: "openai", model: "stand-in" },
    words: "**a stand-in that is no model** (`tools/ai/modelStandIn.ts`)",
    env: { OPENAI_API_KEY: "none", OPENAI_ENDPOINT: endpoint, OPENAI_USE_RESPONSES_API: "" },
    end,
  };
}

async function main(): Promise<void> {
  // Without these the credentials of a session would stay behind.
  for (const signal of ["SIGINT", "SIGHUP", "SIGTERM"]) process.on(signal, () => process.exit(1));
  const version = kubectlAiVersion();
  const { context, namespace } = (await running()).outputs;
  const { provider, words, env, end } = await model();
  const kubectl = (...args: string[]) =>
    run("kubectl", ["--context", context, "--namespace", namespace, ...args], {
      timeoutSeconds: 90,
    });
  const { stdout } = await kubectl(
    "get",
    "deployment/frontend",
    "--output=jsonpath={.spec.replicas}",
  );

  const record = async ({ question, rights, replies }: Workflow): Promise<string> => {
    const session = await access(context, namespace, rights);
    try {
      const { kubeconfig, folder } = session;
      const args = argumentsOf({ kubeconfig, provider, question, quiet: replies === undefined });
      const around = { ...env, ...environmentOf(session, provider) };
      const end = await shown("kubectl-ai", args, { env: around, replies });
      return without(answered(end), folder);
    } finally {
      session.end();
    }
  };

  const when = new Date().toISOString().slice(0, 10);
  try {
    for (const workflow of workflows(namespace, Number(stdout))) {
      const { name, question, rights, replies, before = [], after = [] } = workflow;
      try {
        for (const args of before) await kubectl(...args);
        const lines = (await record(workflow)).split("\n");
        const kept = lines.slice(0, LINES);
        if (lines.length > LINES) kept.push(`(${lines.length - LINES} more lines)`);
        const command = `make ai${rights === "own" ? " WRITE=1" : ""}${replies ? "" : ` ASK="${question}"`}`;
        const asked = replies ? `\n>>> ${question}` : "";
        writeBetween(
          DOCUMENT,
          `transcript ${name}`,
          `Recorded on ${when} with kubectl-ai ${version} and ${words}:\n\n` +
            `\`\`\`text\n$ ${command}${asked}\n${kept.join("\n")}\n\`\`\``,
        );
        console.log(`${name}: ${lines.length} lines`);
      } catch (error) {
        // What was recorded before stays, with its own date and model.
        console.error(`${name}: not recorded. ${(error as Error).message}`);
        process.exitCode = 1;
      } finally {
        for (const args of after) await kubectl(...args);
      }
    }
  } finally {
    end();
  }
}

runMain(main);
