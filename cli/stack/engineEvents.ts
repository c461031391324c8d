/** What `pulumi up --json` prints: one event of its engine a line. */
import type { EngineEvent as Documented } from "@pulumi/pulumi/automation";

/** As the Automation API documents them, and a download of a plugin, which it leaves out. */
export type EngineEvent = Partial<Documented> & {
  progressEvent?: { message: string; received: number; total: number; done: boolean };
};

/**
 * An event, or undefined for a line that is none.
 *
 * No schema checks it: Pulumi documents its form, and it is only shown.
 *
 * Those for debugging are none: they have the values of secrets in them, and are neither shown nor kept.
 */
export function readEvent(line: string): EngineEvent | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    return JSON.parse(line) as EngineEvent;
  } catch {
    return undefined;
  }
}

export const isForDebugging = ({ diagnosticEvent }: EngineEvent): boolean =>
  (diagnosticEvent?.severity as string | undefined) === "debug";
