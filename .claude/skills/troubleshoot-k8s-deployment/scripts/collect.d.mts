/** Types of collect.mjs, for programs in TypeScript. */
import type { Evidence } from "./lib/patterns.mjs";

export interface Target {
  namespace: string;
  /** Without one, kubectl's current context. */
  context?: string;
  kubeconfig?: string;
  /** Whether it may look into containers for the ports that they listen on; true by default. */
  exec?: boolean;
}

export type Kubectl = (args: string[]) => Promise<{ code: number; stdout: string; stderr: string }>;

/** Nothing could be collected: the message says what to do. */
export class CollectError extends Error {}

/** Reads a namespace, and changes nothing. @param run Runs kubectl; its own by default. */
export function collect(target: Target, run?: Kubectl): Promise<Evidence>;
