/** Which model kubectl-ai asks, by the variables that kubectl-ai itself reads. */

export interface Provider {
  name: string;
  /** kubectl-ai's own default where it is empty. */
  model: string;
}

/** Providers whose key is one variable; the first whose variable is set is taken. */
const KEYS: Record<string, string> = {
  gemini: "GEMINI_API_KEY",
  openai: "OPENAI_API_KEY",
  grok: "GROK_API_KEY",
};
/** Providers that are asked without a key, or find theirs elsewhere. */
const KEYLESS = ["ollama", "llamacpp", "bedrock", "vertexai", "azopenai"];
/** Providers whose login lies in the user's home folder. */
const LOGIN_AT_HOME = ["bedrock", "vertexai", "azopenai"];

/** Whether a provider is found without the user's home folder. */
export const needsNoHome = ({ name }: Provider): boolean => !LOGIN_AT_HOME.includes(name);

/**
 * The provider to use: PROVIDER, else the one whose key is set. MODEL names its model.
 *
 * @throws Error that names the variable to set.
 */
export function providerOf(env: NodeJS.ProcessEnv): Provider {
  const name = env.PROVIDER || Object.keys(KEYS).find((provider) => env[KEYS[provider]!]);
  if (!name) {
    const keys = Object.values(KEYS).join(", ");
    throw new Error(
      `No model is configured. Set one of ${keys}, or name a provider that needs no key: ` +
        "make ai PROVIDER=ollama MODEL=qwen3",
    );
  }
  const key = KEYS[name];
  if (key && !env[key]) throw new Error(`Provider ${name} needs its key in ${key}.`);
  if (!key && !KEYLESS.includes(name)) {
    const known = [...Object.keys(KEYS), ...KEYLESS].join(", ");
    throw new Error(`PROVIDER=${name} is none of ${known}.`);
  }
  if (name !== "gemini" && !env.MODEL) {
    throw new Error(
      `Provider ${name} needs the name of a model: make ai PROVIDER=${name} MODEL=name`,
    );
  }
  return { name, model: env.MODEL ?? "" };
}
