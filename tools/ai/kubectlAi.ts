import { ask, indent, lastLines } from "../../components/process/shell";
import { Access } from "./access";
import { needsNoHome, Provider } from "./provider";
import { Shown } from "./terminal";

/** The version that these workflows were tried with. */
export const VERSION = "0.0.28";

/** What is on PATH. @throws Error with the ways to get it. */
export function kubectlAiVersion(): string {
  const said = ask("kubectl-ai", ["version"]);
  if (said === undefined) {
    throw new Error(
      `kubectl-ai is not on PATH. Version ${VERSION} comes with krew (kubectl krew install ai) or from ` +
        `https://github.com/GoogleCloudPlatform/kubectl-ai/releases/tag/v${VERSION}`,
    );
  }
  return /version: *(\S+)/.exec(said)?.[1] ?? said.trim();
}

export interface Session {
  kubeconfig: string;
  provider: Provider;
  question?: string;
  /** Ends after the answer, and where a change would need a yes. */
  quiet?: boolean;
}

/** kubectl-ai's arguments. Its trace, which holds what was read, goes where the kubeconfig goes. */
export function argumentsOf({ kubeconfig, provider, question, quiet }: Session): string[] {
  return [
    `--kubeconfig=${kubeconfig}`,
    `--trace-path=${kubeconfig}.trace`,
    `--llm-provider=${provider.name}`,
    ...(provider.model ? [`--model=${provider.model}`] : []),
    "--show-tool-output",
    // The user's own configuration of kubectl-ai may say otherwise.
    "--skip-permissions=false",
    ...(quiet ? ["--quiet"] : []),
    ...(question ? ["--", question] : []),
  ];
}

/**
 * What is different in the environment of a session. Its logs and its work stay in its folder. Where it only
 * reads, that is its home too: kubectl-ai runs "kubectl get" with another kubeconfig without asking, and the
 * user's own is looked for at home.
 */
export function environmentOf(
  { folder, rights }: Pick<Access, "folder" | "rights">,
  provider: Provider,
): Record<string, string> {
  const atHome = rights === "reader" && needsNoHome(provider);
  return { TMPDIR: folder, ...(atHome ? { HOME: folder } : {}) };
}

/**
 * The text of a session that came to an end. To stop where a yes is needed is one.
 *
 * @throws Error with the last words of one that failed: a wrong key, a model that does not answer.
 */
export function answered({ text, code }: Shown): string {
  if (code === 0 || text.includes("require approval")) return text;
  throw new Error(`kubectl-ai failed (exit ${code}):\n${indent(lastLines(text, 5))}`);
}
