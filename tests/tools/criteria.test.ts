import assert from "node:assert/strict";
import { CRITERIA } from "../../tools/verify/criteria";
import { firstUp, healed, slowestStart, walked, workflows } from "../../tools/verify/figures";
import { read } from "../support/documents";

describe("docs/success-criteria.md", () => {
  const text = read("docs/success-criteria.md");

  it("has every item of the list once, none left out", () => {
    const found = [...text.matchAll(/^\| (T\d[^|]*) \|/gm)].flatMap(([, cell]) =>
      cell!.trim().split(", "),
    );
    const numbers = Array.from(
      { length: 166 },
      (_, index) => `T${`${index + 1}`.padStart(3, "0")}`,
    );
    const wanted = [...numbers, "T056a", "T066a", "T066b", "T066c", "T066d", "T160a"];
    assert.deepEqual([...found].sort(), wanted.sort());
  });

  it("has the criteria as they are looked at, with a figure or a reason", () => {
    const rows = [...text.matchAll(/^\| (\d+) \| ([^|]+) \| `[^`]+` \| ([^|]+) \|$/gm)];
    assert.deepEqual(
      rows.map(([, , criterion]) => criterion),
      CRITERIA.map((criterion) => criterion.text),
    );
    for (const [, , , figure] of rows) assert.match(figure!, /\w{3}/);
  });
});

describe("the first up", () => {
  const update = {
    kind: "update",
    startTime: "2026-11-24T12:00:00.000Z",
    endTime: "2026-11-24T12:01:57.000Z",
    result: "succeeded",
    resourceChanges: { create: 19 },
  };

  it("is the oldest update, where it made everything", () => {
    const later = { ...update, resourceChanges: { same: 18, update: 1 } };
    assert.equal(firstUp([later, update]), 117);
  });

  it("is none where it failed, or where things were there before", () => {
    for (const other of [{ result: "failed" }, { resourceChanges: { create: 3, same: 16 } }]) {
      assert.throws(() => firstUp([{ ...update, ...other }]), /no update that made everything/);
    }
    assert.throws(() => firstUp([]), /no update/);
  });
});

describe("the slowest start", () => {
  const pod = (name: string, second: string, restartCount = 0, status = "True") => ({
    metadata: { name },
    status: {
      startTime: "2026-11-24T12:00:00Z",
      conditions: [{ type: "Ready", status, lastTransitionTime: `2026-11-24T12:00:${second}Z` }],
      containerStatuses: [{ restartCount }],
    },
  });

  it("is that of the pod that took longest, of those that never had to start again", () => {
    const pods = [pod("backend-1", "09"), pod("frontend-1", "03"), pod("postgres-0", "50", 1)];
    assert.deepEqual(slowestStart(pods), { pod: "backend-1", seconds: 9 });
  });

  it("is none where no pod can tell", () => {
    assert.throws(() => slowestStart([pod("backend-1", "09", 0, "False")]), /no pod is ready/);
  });
});

describe("what make faults wrote", () => {
  const table = (rows: string[], lost = 0) =>
    [
      "<!-- faults -->",
      `Measured on 2026-11-24, 2 CPUs.\n**120 writes acknowledged, ${lost} lost.**\n`,
      "| fault | recovered | promised | acknowledged meanwhile | what users saw |",
      "| --- | --- | --- | --- | --- |",
      ...rows,
      "<!-- /faults -->",
    ].join("\n");
  const killed = "| a pod is killed | 12.3 s | 15 s | 100 | 12 × 503 |";

  it("is told in one line", () => {
    const words = healed(table([killed, "| rolled out | at once | unnoticed | 9 | nothing |"]));
    assert.match(
      words,
      /^2 faults, the slowest over after 12.3 s; 120 writes acknowledged, 0 lost/,
    );
  });

  it("is no proof where something was late, lost, noticed, or nothing was written", () => {
    assert.throws(
      () => healed(table([killed.replace("12.3 s", "16 s")])),
      /later than promised: a pod/,
    );
    assert.throws(
      () => healed(table(["| x | 1 s | unnoticed | 9 | y |"])),
      /later than promised: x/,
    );
    assert.throws(() => healed(table([killed], 1)), /1 writes lost/);
    assert.throws(() => healed("nothing"), /has written nothing/);
  });

  it("is what stands in the document", () => {
    assert.match(healed(read("docs/reliability.md")), /^\d+ faults/);
  });
});

describe("the walk", () => {
  it("tells how long a newcomer needs", () => {
    const text =
      "<!-- walk -->\nWalked on 2026-11-24, 2 CPUs. 30 blocks, the first `make up` in 2.2.\n<!-- /walk -->";
    assert.deepEqual(walked(text), {
      minutes: 2.2,
      words: "2.2 minutes for `make up` (2026-11-24)",
    });
    assert.throws(() => walked("<!-- walk --><!-- /walk -->"), /make walk/);
  });
});

describe("workflows", () => {
  it("are the headings below that heading, and no others", () => {
    const text = "# A\n## Workflows\n### One\ntext\n### Two\n## More\n### Three\n";
    assert.deepEqual(workflows(text), ["One", "Two"]);
    assert.deepEqual(workflows("## Workflows\n### Last"), ["Last"]);
  });
});
