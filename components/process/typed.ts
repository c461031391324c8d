import { quoted } from "./quoted";

/** Set for every program that `make` runs where it brought tools: the path of each, as JSON. */
export const BROUGHT = "TODO_MAKE_TOOLS";

/**
 * A tool as the user's own shell finds it, for a command that is printed: by its name, or by its path where `make`
 * brought it and the shell knows nothing of it.
 */
export function typed(tool: string, env: NodeJS.ProcessEnv = process.env): string {
  const brought: Record<string, string> = JSON.parse(env[BROUGHT] || "{}");
  return quoted(brought[tool] ?? tool);
}

/** Variables as a shell sets them. */
export const variables = (env: Record<string, string>): string =>
  Object.entries(env)
    .map(([name, value]) => `${name}=${quoted(value)}`)
    .join(" ");

/** A tool and its arguments as one line for a shell. @param env variables of this command alone. */
export const commandLine = (tool: string, args: string[], env: Record<string, string> = {}) =>
  [variables(env), typed(tool), ...args.map(quoted)].filter(Boolean).join(" ");

/** Commands as one line for a shell, with variables of their own that end with it. */
export const inShell = (env: Record<string, string>, commands: string) =>
  `(export ${variables(env)}; ${commands})`;
