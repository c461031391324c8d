import { PASSED, Run, Versions } from "../../tools/compatibility/records";

/** A run as it is noted. */
export const aRun = (versions: Versions, more: Partial<Run> = {}): Run => ({
  ...{ kind: "deployment", date: "2026-11-28", versions, result: PASSED },
  ...{ steps: [{ name: "make up", seconds: 200.4, code: 0 }] },
  ...more,
});
