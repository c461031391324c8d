import assert from "node:assert/strict";
import { untilWell } from "../cli/look";
import type { FullPod, Seen } from "../cli/statusReport";

const seen = (ready: boolean): Pick<Seen, "objects" | "release"> => ({
  release: { status: "deployed", revision: "1" },
  objects: [
    {
      kind: "Pod",
      metadata: { name: "backend-1", creationTimestamp: "2026-11-01T11:57:30Z" },
      spec: { containers: [{ image: "todo-backend:0123" }] },
      status: {
        phase: "Running",
        containerStatuses: [{ name: "backend", ready, restartCount: 0 }],
      },
    } as FullPod,
  ],
});

describe("the end of make up", () => {
  /** Looks that end in turn as told. */
  const looks = (...ends: (boolean | Error)[]) => {
    const left = [...ends];
    const next = async () => {
      const end = left.length > 1 ? left.shift()! : left[0]!;
      if (end instanceof Error) throw end;
      return seen(end);
    };
    return { next, left };
  };

  it("waits until every pod is ready, over an API server that is not there yet", async () => {
    const { next, left } = looks(new Error("refused"), false, true);
    assert.equal((await untilWell(next, 60_000, 1)).ok, true);
    assert.equal(left.length, 1);
  });

  it("says what is amiss when its patience is at its end", async () => {
    const report = await untilWell(looks(false).next, 0, 1);
    assert.equal(report.ok, false);
    assert.equal(report.pods[0]!.state, "Running");
    await assert.rejects(untilWell(looks(new Error("refused")).next, 0, 1), /refused/);
  });
});
