/** The settings of the model that answers in the chat, and what is wrong with them together. */
import * as checks from "./checks";
import { configCommand } from "./configCommand";

/** A model on a server that speaks OpenAI's API. */
export interface OwnModel {
  baseUrl: string;
  name: string;
  /** How long one answer may take. */
  timeoutSeconds: number;
  /** Where the server is, for the network policies; empty: what its address says. */
  cidr: string;
}

/** Reads it. @returns undefined where there is none. */
export function ownModel(read: checks.Reader): OwnModel | undefined {
  const baseUrl = read.optional("modelBaseUrl", checks.MODEL_URL);
  const name = baseUrl
    ? read.pattern("modelName", checks.OWN_MODEL)
    : read.optional("modelName", checks.OWN_MODEL);
  const timeoutSeconds = read.integer("modelTimeoutSeconds", 10, 600);
  const cidr = read.optional("modelCidr", checks.CIDR);
  return baseUrl ? { baseUrl, name, timeoutSeconds, cidr } : undefined;
}

/** What is wrong with the keys of the two models together: only one answers, and what is for one's own needs its address. */
export function modelProblems(
  read: checks.Reader,
  own: OwnModel | undefined,
  keys: { cohereApiKey?: unknown; modelApiKey?: unknown },
): string[] {
  if (own) {
    if (!keys.cohereApiKey) return [];
    return [
      `todo:modelBaseUrl is ${JSON.stringify(own.baseUrl)}, and todo:cohereApiKey is set too: expected one of them, ` +
        `for only one model answers. For your own, run: ${configCommand({ unset: "todo:cohereApiKey" })} ` +
        `For Cohere's, run: ${configCommand({ unset: "todo:modelBaseUrl" })}`,
    ];
  }
  const set = configCommand({ set: "todo:modelBaseUrl", to: checks.MODEL_URL.example });
  return ["modelName", "modelCidr", "modelApiKey"]
    .filter((key) => (key === "modelApiKey" ? keys.modelApiKey : read.text(key)))
    .map(
      (key) =>
        `todo:${key} is set, and todo:modelBaseUrl is not: expected the address of the server that it is for. ` +
        `Run: ${set} Or, to do without it: ${configCommand({ unset: `todo:${key}` })}`,
    );
}
