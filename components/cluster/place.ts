import type { Command } from "../process/command";

/** Where a question goes: a context, and the kubeconfig files that have it, in the form of KUBECONFIG. */
export interface Place {
  context: string;
  kubeconfig?: string;
}

/** The place that a command resource gives its program. */
export const givenPlace = (variable: Command["variable"]) => ({
  context: variable("CONTEXT"),
  kubeconfig: variable("KUBECONFIG"),
});
