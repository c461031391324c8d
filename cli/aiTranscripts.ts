/**
 * Runs the workflows of docs/ai-tools-usage.md against the deployed app, and writes what was shown: kubectl-ai's, and
 * kagent's where the stack has it.
 *
 *   STANDIN= PROVIDER= MODEL= node --import tsx cli/aiTranscripts.ts
 *
 * STANDIN=1 takes a stand-in that is no model, for what does not depend on one's wits; kagent asks it where
 * todo:kagentModel is "stand-in", at the port of todo:kagentModelUrl. It changes the number of frontend pods for a moment,
 * and puts it back.
 */
import { access } from "../tools/ai/access";
import { AGENT } from "../tools/ai/kagentAgent";
import { KagentSession, kagentSession } from "../tools/ai/kagentSession";
import { answered, argumentsOf, environmentOf, kubectlAiVersion } from "../tools/ai/kubectlAi";
import { Provider, providerOf } from "../tools/ai/provider";
import { shown, without } from "../tools/ai/terminal";
import { KAGENT_WORKFLOWS, Workflow, workflows } from "../tools/ai/workflows";
import { run } from "../components/process/shell";
import { serve } from "../tools/ai/modelStandIn";
import { fileConfig } from "../todo/configSource";
import { running } from "./cluster/deployed";
import { wantsKagent } from "./cluster/kagentObjects";
import { configured } from "./stack/place";
import { writeBetween } from "../tools/report/markdown";
import { runMain } from "./stack/entryPoint";

const DOCUMENT = "docs/ai-tools-usage.md";
/** Lines of a transcript that are kept. */
const LINES = 40;
/** The name of the stand-in as a model. */
const STANDIN = "stand-in";
const STANDIN_WORDS = "**a stand-in that is no model** (`tools/ai/modelStandIn.ts`)";

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
    provider: { name: "openai", model: STANDIN },
    words: STANDIN_WORDS,
    env: { OPENAI_API_KEY: "none", OPENAI_ENDPOINT: endpoint, OPENAI_USE_RESPONSES_API: "" },
    end,
  };
}

/** What is written of one workflow. */
interface Recorded {
  /** The command, and what was typed after it. */
  typed: string;
  /** What was used, as "kubectl-ai 0.0.28 and ...". */
  using: string;
  text: string;
}

/** Records one workflow; what was recorded of it before stays where that fails, with its own date and model. */
async function write(name: string, record: () => Promise<Recorded>): Promise<void> {
  try {
    const { typed, using, text } = await record();
    const lines = text.split("\n");
    const kept = lines.slice(0, LINES);
    if (lines.length > LINES) kept.push(`(${lines.length - LINES} more lines)`);
    const when = new Date().toISOString().slice(0, 10);
    writeBetween(
      DOCUMENT,
      `transcript ${name}`,
      `Recorded on ${when} with ${using}:\n\n\`\`\`text\n$ ${typed}\n${kept.join("\n")}\n\`\`\``,
    );
    console.log(`${name}: ${lines.length} lines`);
  } catch (error) {
    console.error(`${name}: not recorded. ${(error as Error).message}`);
    process.exitCode = 1;
  }
}

async function recordKubectlAi(context: string, namespace: string): Promise<void> {
  const version = kubectlAiVersion();
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

  const record = async ({ question, rights, replies }: Workflow): Promise<Recorded> => {
    const session = await access(context, namespace, rights);
    try {
      const { kubeconfig, folder } = session;
      const args = argumentsOf({ kubeconfig, provider, question, quiet: replies === undefined });
      const around = { ...env, ...environmentOf(session, provider) };
      const end = await shown("kubectl-ai", args, { env: around, replies });
      const command = `make ai${rights === "own" ? " WRITE=1" : ""}${replies ? "" : ` ASK="${question}"`}`;
      return {
        typed: command + (replies ? `\n>>> ${question}` : ""),
        using: `kubectl-ai ${version} and ${words}`,
        text: without(answered(end), folder),
      };
    } finally {
      session.end();
    }
  };

  try {
    for (const workflow of workflows(namespace, Number(stdout))) {
      const { name, before = [], after = [] } = workflow;
      try {
        await write(name, async () => {
          for (const args of before) await kubectl(...args);
          return record(workflow);
        });
      } finally {
        for (const args of after) await kubectl(...args);
      }
    }
  } finally {
    end();
  }
}

async function recordKagent(context: string, namespace: string): Promise<void> {
  const settings = fileConfig(configured());
  const isStandIn = settings.get("kagentModel") === STANDIN;
  // Pods reach it at this machine's own address, so it hears there.
  const port = isStandIn ? Number(new URL(settings.get("kagentModelUrl")!).port) : 0;
  const served = isStandIn ? await serve({ host: "0.0.0.0", port }) : undefined;
  let session: KagentSession | undefined;
  try {
    session = await kagentSession(context);
    const { version, ask } = session;
    const { provider, model } = session.model;
    const words = isStandIn ? STANDIN_WORDS : `${model} of ${provider}`;
    for (const { name, question } of KAGENT_WORKFLOWS) {
      await write(name, async () => {
        const text = await ask(question, namespace);
        return {
          typed: `make ai TOOL=kagent ASK="${question}"`,
          using: `kagent ${version}, its agent ${AGENT}, and ${words}`,
          text,
        };
      });
    }
  } finally {
    session?.end();
    served?.end();
  }
}

async function main(): Promise<void> {
  // Without these the credentials of a session would stay behind.
  for (const signal of ["SIGINT", "SIGHUP", "SIGTERM"]) process.on(signal, () => process.exit(1));
  const { context, namespace } = (await running()).outputs;
  const tools: [name: string, record: typeof recordKagent][] = [["kubectl-ai", recordKubectlAi]];
  if (wantsKagent()) tools.push(["kagent", recordKagent]);
  else console.log("kagent: not recorded, for todo:kagent is false");
  for (const [name, record] of tools) {
    try {
      await record(context, namespace);
    } catch (error) {
      // The other one is recorded all the same.
      console.error(`${name}: not recorded. ${(error as Error).message}`);
      process.exitCode = 1;
    }
  }
}

runMain(main);
