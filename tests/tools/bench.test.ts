import assert from "node:assert/strict";
import * as fs from "node:fs";
import { parse } from "yaml";
import { BUDGETS, verdict } from "../../tools/bench/budgets";
import { valuesForAll } from "../../tools/bench/copies";
import { parts, plots } from "../../tools/bench/document";
import { touched } from "../../tools/bench/plan";
import { plot } from "../../tools/bench/plot";
import type { Results } from "../../tools/bench/results";
import { byPackage } from "../../tools/bench/start";
import { percentile, summary } from "../../tools/bench/statistics";
import { read } from "../support/documents";

const series = (value: number) => summary([value, value * 2, value * 3]);
const answers = (people: number) => ({
  people,
  firstWord: series(10 * people),
  wholeAnswer: series(20 * people),
  taskList: series(5),
  messagesPerSecond: 42,
});
const query = { scans: ["Index Scan on tasks"], rows: 20, milliseconds: 0.1 };
const RESULTS: Results = {
  life: { on: "a day", steps: [{ name: "nothing changed", ours: [4, 5, 6], plain: [40, 50, 60] }] },
  images: {
    on: "a day",
    images: [
      {
        ...{ part: "backend", base: "python:3.11-slim", addedMb: 191, wholeMb: 300, layers: 4 },
        ...{ compressedMb: 90, healthySeconds: 2.5, idleMb: 150, busyMb: 170 },
      },
    ],
  },
  edits: { on: "a day", edits: [{ part: "backend", ours: [9, 8, 10], tilt: [12, 12, 13] }] },
  delivery: { on: "a day", ours: [1, 2, 3], minikube: [50, 40, 60], sentMb: [0.3, 0.2, 0.3] },
  changes: {
    on: "a day",
    imports: [["mcp", 900]],
    changes: [{ what: "lazy", because: "a profile", before: 4, after: 2, unit: "s" }],
  },
  chat: { on: "a day", levels: [answers(1), answers(10)], flatOut: [answers(10)] },
  data: {
    on: "a day",
    filled: [1000, 10000].map((others) => ({
      others,
      answers: answers(10),
      queries: { "task list": query },
      unindexed: { "task list": { ...query, rows: 100_020 } },
    })),
  },
};

describe("a percentile", () => {
  it("is a value that was there, by the nearest rank", () => {
    const values = Array.from({ length: 40 }, (_, index) => 40 - index);
    assert.equal(percentile(values, 0.5), 20);
    assert.equal(percentile(values, 0.95), 38);
    assert.equal(percentile([7], 0.95), 7);
    assert.throws(() => percentile([], 0.5), /nothing to take/);
  });
});

describe("budgets", () => {
  const of = (what: string) => BUDGETS.find((budget) => budget.what === what)!;

  it("are met, not met, or were not measured", () => {
    assert.equal(verdict(of("nothing changed, beside a plain script"), RESULTS), "met");
    assert.equal(verdict(of("backend adds to its base"), RESULTS), "not met");
    assert.equal(verdict(of("frontend adds to its base"), RESULTS), "not measured");
  });

  it("of a delivery are kept by a share of minikube's time, and by what was sent", () => {
    const [share, sent] = [/^delivery of one line/, /^sent to that node/].map((what) =>
      BUDGETS.find((budget) => what.test(budget.what))!,
    );
    const measured = RESULTS.delivery!;
    const verdicts = (changed: object) =>
      [share!, sent!].map((budget) => verdict(budget, { delivery: { ...measured, ...changed } }));
    assert.deepEqual(verdicts({}), ["met", "met"]);
    assert.deepEqual(verdicts({ minikube: [20, 30, 30] }), ["not met", "met"]);
    assert.deepEqual(verdicts({ sentMb: [0.3, 1.1, 0.3] }), ["met", "not met"]);
    // One of three had to send the whole image.
    assert.deepEqual(verdicts({ sentMb: [0.3, 0.2] }), ["met", "not met"]);
  });

  it("that are enforced are met by what was measured last", () => {
    const last: Results = JSON.parse(read("docs/benchmarks.json"));
    const broken = BUDGETS.filter(
      (budget) => budget.enforced && verdict(budget, last) === "not met",
    );
    assert.deepEqual(
      broken.map(({ what }) => what),
      [],
    );
  });
});

describe("the copies that are measured", () => {
  it("have what the stack sets for ours, so that no way waits longer for the same pods", () => {
    const { backend, frontend } = parse(valuesForAll(read("helm/todo-app/values.yaml")));
    for (const part of [backend, frontend])
      assert.equal(part.probes.readiness.initialDelaySeconds, 0);
    assert.equal(backend.resources.limits.cpu, "1");
    assert.deepEqual(backend.resources.requests.memory, "256Mi");
    assert.equal(frontend.resources.requests.cpu, "50m");
    assert.equal(frontend.resources.limits.cpu, "500m");
  });
});

describe("what a query touched", () => {
  it("is every table that its plan reads, with the rows that were thrown away", () => {
    const leaf = {
      "Node Type": "Index Scan",
      "Relation Name": "tasks",
      "Actual Rows": 20,
      "Actual Loops": 1,
    };
    const filtered = { ...leaf, "Node Type": "Seq Scan", "Rows Removed by Filter": 980 };
    const plan = {
      "Node Type": "Limit",
      "Actual Rows": 40,
      "Actual Loops": 1,
      Plans: [leaf, filtered],
    };
    const json = JSON.stringify([{ Plan: plan, "Execution Time": 0.25 }]);
    assert.deepEqual(touched(json), {
      scans: ["Index Scan on tasks", "Seq Scan on tasks"],
      rows: 1020,
      milliseconds: 0.25,
    });
  });
});

describe("a profile of imports", () => {
  it("is the time of each package's own modules, the largest first", () => {
    const log = [
      "import time: self [us] | cumulative | imported package",
      "import time:      1500 |       1500 |     mcp.types",
      "import time:       500 |       2000 |   mcp",
      "import time:      3000 |       5000 | chatkit.server",
    ];
    assert.deepEqual(byPackage(log.join("\n")), [
      ["chatkit", 3],
      ["mcp", 2],
    ]);
  });
});

describe("a plot", () => {
  it("has a line with a name, and a point for each value", () => {
    const svg = plot("A & B", "people", "ms", [
      {
        name: "p50",
        points: [
          [1, 10],
          [10, 30],
          [50, 900],
        ],
      },
    ]);
    assert.match(svg, /^<svg [^>]+>\n<title>A &amp; B<\/title>/);
    assert.equal(svg.match(/<circle /g)?.length, 3);
    assert.match(svg, />p50<\/text>/);
    assert.doesNotMatch(svg, /NaN|Infinity|undefined/);
  });

  it("refuses what has no place on its axes", () => {
    assert.throws(() => plot("x", "a", "b", [{ name: "n", points: [[1, 0]] }]), /above 0/);
    assert.throws(() => plot("x", "a", "b", []), /above 0/);
  });
});

describe("the document of benchmarks", () => {
  it("has a table of each part, or says that it was not measured", () => {
    const text = parts(RESULTS);
    assert.match(
      text.life!,
      /\| nothing changed \| 5\.0 s \(4\.0 to 6\.0\) \| 50\.0 s \(40\.0 to 60\.0\) \| 0\.10 \|/,
    );
    const receivedMb = { ours: [0.1, 0.3, 0.2], plain: [140], skaffold: [141] };
    const beside = { ...RESULTS.life!.steps[0]!, skaffold: [10], receivedMb };
    assert.match(
      parts({ life: { on: "a day", steps: [beside] } }).life!,
      /\| 0\.10 \| 10\.0 s \| 0\.50 \| 0\.20, 140, 141 \|$/,
    );
    assert.match(
      text.edits!,
      /\| backend \| 9\.0 s \(8\.0 to 10\.0\) \| 12\.0 s \(12\.0 to 13\.0\) \| 0\.75 \|$/,
    );
    assert.match(
      text.delivery!,
      /\| 2\.0 s \(1\.0 to 3\.0\) \| 0\.30 MB \| 50\.0 s \(40\.0 to 60\.0\) \| 0\.040 \|$/,
    );
    assert.match(text.data!, /\| task list \| Index Scan on tasks \| 20, 20 \|/);
    assert.match(text.data!, /\| task list \| 100,020 rows, 0\.10 ms \| 20 rows, 0\.10 ms \|/);
    assert.match(text.changes!, /\| lazy \| a profile \| 4\.0 s \| 2\.0 s \|[^]*mcp 900\./);
    assert.match(parts({}).chat!, /Not measured yet/);
    assert.deepEqual(Object.keys(plots(RESULTS)), ["chat.svg", "data.svg"]);
    assert.deepEqual(plots({}), {});
  });

  it("stands as the figures say", () => {
    const document = read("docs/performance-benchmarks.md");
    const results: Results = JSON.parse(read("docs/benchmarks.json"));
    for (const [name, text] of Object.entries(parts(results))) {
      assert.ok(document.includes(`<!-- ${name} -->\n\n${text}\n\n<!-- /${name} -->`), name);
    }
    for (const [name, svg] of Object.entries(plots(results))) {
      assert.equal(fs.readFileSync(`docs/images/bench/${name}`, "utf8"), svg);
    }
  });
});
