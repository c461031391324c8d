/**
 * Measures the deployment and writes down the figures: docs/performance-benchmarks.md, docs/benchmarks.json,
 * docs/images/bench/.
 *
 *   node --import tsx cli/bench.ts [--write] [images] [chat] [data] [changes] [delivery] [edits] [life]
 *
 * On a stack of one's own on minikube; all parts where none is named. A part that fails is said, and the
 * others go on; each budget's figure is told beside the last one. --write measures nothing and writes the
 * document anew. Ends with 1 when a part failed or an enforced budget is not met.
 */
import * as fs from "node:fs";
import { parseArgs } from "node:util";
import { BUDGETS, verdict } from "../tools/bench/budgets";
import { Answers, answers } from "../tools/bench/chat";
import { changes } from "../tools/bench/changes";
import { growth } from "../tools/bench/data";
import { delivery } from "../tools/bench/delivery";
import { parts, plots } from "../tools/bench/document";
import { edits } from "../tools/bench/edits";
import { images } from "../tools/bench/images";
import { life } from "../tools/bench/life";
import { Part, PARTS, Results } from "../tools/bench/results";
import { Site } from "../tools/faultInjection/site";
import { deployment } from "./cluster/deployed";
import { measuredOn, writeBetween } from "../tools/report/markdown";
import { runMain } from "./stack/entryPoint";

const FIGURES = "docs/benchmarks.json";
const DOCUMENT = "docs/performance-benchmarks.md";
const PLOTS = "docs/images/bench";

const RUNS = Number(process.env.RUNS || 3);
const PEOPLE = [1, 5, 10, 20, 50];
const MESSAGES = 20;
const OTHERS = [1000, 10_000, 100_000];

type Deployed = Awaited<ReturnType<typeof deployment>>;

const MEASURE: Record<Part, (deployed: Deployed, site: Site) => Promise<object>> = {
  life: async ({ context }) => ({ steps: await life(context, RUNS) }),
  edits: async ({ context }) => ({ edits: await edits(context, RUNS) }),
  delivery: ({ context }) => delivery(context, RUNS),
  images: async (deployed, site) => ({ images: await images(site, deployed.images) }),
  async chat({ endpoint }) {
    const [levels, flatOut] = [[], []] as [Answers[], Answers[]];
    for (const people of PEOPLE) levels.push(await answers(endpoint, people, MESSAGES));
    for (const people of PEOPLE) flatOut.push(await answers(endpoint, people, MESSAGES, 0));
    return { levels, flatOut };
  },
  changes: (deployed) => changes(deployed.images),
  data: async (_, site) => ({ filled: await growth(site, OTHERS, 10) }),
};

function write(results: Results): void {
  fs.writeFileSync(FIGURES, `${JSON.stringify(results, null, 1)}\n`);
  for (const [name, text] of Object.entries(parts(results))) writeBetween(DOCUMENT, name, text);
  fs.mkdirSync(PLOTS, { recursive: true });
  for (const [name, svg] of Object.entries(plots(results)))
    fs.writeFileSync(`${PLOTS}/${name}`, svg);
}

async function main(): Promise<void> {
  const { values, positionals: named } = parseArgs({
    options: { write: { type: "boolean" } },
    allowPositionals: true,
  });
  const unknown = named.filter((word) => !PARTS.includes(word as Part));
  if (unknown.length > 0) throw new Error(`${unknown[0]} is none of ${PARTS.join(", ")}`);
  const results: Results = fs.existsSync(FIGURES)
    ? JSON.parse(fs.readFileSync(FIGURES, "utf8"))
    : {};
  const last = structuredClone(results);
  if (!values.write) {
    const deployed = await deployment();
    const site = new Site(deployed.context, deployed.namespace, deployed.endpoint);
    for (const part of PARTS.filter((each) => named.length === 0 || named.includes(each))) {
      console.log(`${part} ...`);
      try {
        const measured = await MEASURE[part](deployed, site);
        Object.assign(results, { [part]: { on: measuredOn(new Date()), ...measured } });
      } catch (error) {
        console.error(`${part} was not measured: ${(error as Error).message}`);
        process.exitCode = 1;
      }
    }
  }
  write(results);
  for (const budget of BUDGETS) {
    const [was, now] = [budget.figure(last), budget.figure(results)];
    if (now === undefined) continue;
    const before = was === undefined ? "" : `, was ${was.toFixed(2)}`;
    console.log(`${budget.what}: ${now.toFixed(2)} ${budget.unit}${before}`);
  }
  const broken = BUDGETS.filter(
    (budget) => budget.enforced && verdict(budget, results) === "not met",
  );
  for (const { what } of broken) console.error(`not met: ${what}`);
  if (broken.length > 0) process.exitCode = 1;
  console.log(`Written: ${DOCUMENT}, ${FIGURES}, ${PLOTS}/`);
}

runMain(main);
