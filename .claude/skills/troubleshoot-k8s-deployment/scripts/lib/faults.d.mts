/** Types of faults.mjs, for tests in TypeScript. */

export interface Fault {
  name: string;
  /** What is wrong with it, in words. */
  breaks: string;
  /** The kind that `diagnose` finds; without one, nothing is to be found. */
  kind?: string;
  /** The object that it finds, where that is not the deployment. */
  object?: string;
  /** Words in the cause. */
  cause?: RegExp;
  /** Whether the command that is given fixes it as it stands. */
  heals?: boolean;
  /** Whether it needs a namespace to itself. */
  alone?: boolean;
}

export const IMAGE: string;
export const FAULTS: readonly Fault[];
export function manifests(fault: Fault, image?: string): object[];
