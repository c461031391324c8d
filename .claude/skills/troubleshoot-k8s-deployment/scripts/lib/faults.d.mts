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
  change?(parts: Parts, name: string): void;
}

/** What a fault may change: a web server that is well, and what stands beside it. */
export interface Parts {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  pod: any;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  container: any;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  deployment: any;
  /** Made before it. */
  more: object[];
}

export const IMAGE: string;
export const FAULTS: readonly Fault[];
/** The objects of a fault, or of a change of one's own. */
export function manifests(
  fault: { name: string; change?(parts: Parts, name: string): void },
  image?: string,
): object[];
