/** The way to the agents of the kagent that runs in a cluster. */
import * as v from "valibot";
import { readJson } from "../../components/process/json";
import { run } from "../../components/process/shell";
import { commandLine } from "../../components/process/typed";
import { makeCommand } from "../../todo/configCommand";
import { KAGENT_NAMESPACE } from "../../todo/kagentKinds";
import { Endpoint, request } from "../client/endpoint";
import { ask, inNamespace, turnText } from "./kagentAgent";
import { Forwarded, portForward } from "./portForward";
import { failedToolCommands } from "./toolServerLog";

const CONTROLLER = { service: "kagent-controller", port: 8083 };

export interface KagentSession {
  /** kagent's own, such as v0.9.9. */
  version: string;
  /** As its agents ask for it, such as gpt-4.1-mini of OpenAI. */
  model: KagentModelInUse;
  /** Asks its agent about the app, and gives what is shown of the answer. */
  ask(question: string, namespace: string): Promise<string>;
  /** Ends the way. */
  end(): void;
}

export interface KagentModelInUse {
  provider: string;
  model: string;
}

/**
 * Opens a way to kagent's controller.
 *
 * @throws Error where kagent is not there, or does not answer, with the command that fixes it.
 */
export async function kagentSession(context: string): Promise<KagentSession> {
  const model = await modelInUse(context);
  let way: Forwarded;
  try {
    way = await portForward(context, KAGENT_NAMESPACE, CONTROLLER.service, CONTROLLER.port);
  } catch (error) {
    throw new Error(
      `kagent's controller is not reached: ${(error as Error).message}\n` +
        `To look at its pods: ${commandLine("kubectl", [...at(context), "get", "pods"])}`,
    );
  }
  try {
    const controller = { url: way.url };
    const asked = async (question: string, namespace: string) => {
      const start = Date.now();
      const turn = await ask(controller, KAGENT_NAMESPACE, inNamespace(question, namespace));
      const failed = await failedToolCommands(context, (Date.now() - start) / 1000 + 1);
      return turnText(turn, failed);
    };
    return { ask: asked, version: await versionOf(controller), model, end: way.end };
  } catch (error) {
    way.end();
    throw error;
  }
}

const at = (context: string) => ["--context", context, "--namespace", KAGENT_NAMESPACE];

const modelConfig = v.object({
  spec: v.object({ provider: v.string(), model: v.string() }),
});

async function modelInUse(context: string): Promise<KagentModelInUse> {
  const step = "reading which model kagent asks";
  const args = [
    ...[...at(context), "get", "modelconfigs.kagent.dev", "default-model-config"],
    "--output=json",
  ];
  const { stdout, stderr, code } = await run("kubectl", args, { step, allow: () => true });
  if (code === 0) return readJson(modelConfig, stdout, step, commandLine("kubectl", args)).spec;
  if (!/not found|the server doesn't have a resource type/.test(stderr))
    throw new Error(`${step} failed:\n${stderr.trim()}`);
  throw new Error(
    `kagent is not installed in ${context}. To install it, run: ${makeCommand("config", { variable: "SET=kagent=true" })} && ${makeCommand("up")}`,
  );
}

const version = v.object({ kagent_version: v.string() });

async function versionOf(controller: Endpoint): Promise<string> {
  const { text } = await request(controller, "/version");
  return readJson(version, text, "reading kagent's version", `curl ${controller.url}/version`)
    .kagent_version;
}
