/** Every command of README and deployment guide, as somebody meets them who has just cloned this. */
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import * as os from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { markdownTable, measuredOn, writeBetween } from "../../tools/report/markdown";
import { missingTools } from "../../cli/doctor/download";
import { appImages, Checkout, get, missing } from "./checkout";
import { inOrder } from "./deployment";
import { Newcomer } from "./newcomer";
import { route, Stop } from "./route";

/** The profile that the documents speak of. It must not be somebody's own. */
const PROFILE = "minikube";
/** Longest that a newcomer may need for the README's first command, in minutes. */
const NEWCOMER_MINUTES = 15;
/** What blocks need that is on PATH or is not. */
const TOOLS: Record<string, string> = {
  "pulumi on PATH": "pulumi",
  kind: "kind",
  k3d: "k3d",
  trivy: "trivy",
};
/** Needs that an earlier block of the route has met. */
const MET = ["two revisions of the release"];

/** What keeps a block from being run here; undefined when nothing does. */
function obstacle({ info }: Stop): string | undefined {
  const needs = /^needs="(.+)"$/.exec(info)?.[1]?.split(", ") ?? [];
  const lacking = needs.filter((need) => {
    const tool = TOOLS[need];
    return tool ? missingTools(process.env.PATH ?? "", [tool]).length > 0 : !MET.includes(need);
  });
  return lacking.length > 0 ? `needs ${lacking.join(", ")}` : undefined;
}

describe("the documents, walked from a fresh clone", function () {
  this.timeout("30m");
  inOrder(this);
  let checkout: Checkout;
  /** With FRESH=1, whose machine has none of the tools that `make up` brings. */
  let newcomer: Newcomer | undefined;
  const walked: { stop: Stop; end: string; seconds: number }[] = [];

  before(function () {
    const taken = () =>
      execFileSync("minikube", ["profile", "list", "--output=json"]).includes(
        `"Name":"${PROFILE}"`,
      );
    const reason = missing() ?? (taken() ? `there is a profile ${PROFILE} already` : undefined);
    if (reason) {
      console.log(`    skipped: ${reason}`);
      this.skip();
    }
    checkout = new Checkout();
    if (process.env.FRESH) newcomer = new Newcomer();
  });
  after(async () => {
    if (!checkout) return;
    await checkout.run("make", ["down"], { env: newcomer?.env });
    const env = { ...process.env, HOME: newcomer?.env.HOME ?? process.env.HOME };
    execFileSync("minikube", ["delete", "--profile", PROFILE], { stdio: "ignore", env });
    checkout.remove();
    newcomer?.remove();
    report();
  });

  for (const stop of route()) {
    const first = stop.text.split("\n")[0]!.slice(0, 60);
    it(`${stop.file}:${stop.line}, ${stop.section}: ${first}`, async function () {
      const reason = obstacle(stop);
      if (reason) {
        console.log(`      not run: ${reason}`);
        walked.push({ stop, end: `not run: ${reason}`, seconds: 0 });
        return;
      }
      const begin = Date.now();
      const { code, output } = await (stop.info.startsWith("runs=") ? forward(stop) : shell(stop));
      const seconds = (Date.now() - begin) / 1000;
      walked.push({ stop, end: `${code}`, seconds });
      assert.equal(code, 0, output.slice(-6000));
    });
  }

  it("leaves no image behind", () => {
    assert.deepEqual(appImages(), []);
  });

  it(`takes a newcomer ${NEWCOMER_MINUTES} minutes at most`, () => {
    const [first] = walked;
    assert.ok(first!.seconds < NEWCOMER_MINUTES * 60, `make up took ${first!.seconds} s`);
  });

  /** The documents' minikube has 4 CPUs; a machine with fewer takes all of its own, as they say. */
  const fitting = (text: string) =>
    text.replace("--cpus=4", `--cpus=${Math.min(4, os.availableParallelism())}`);

  /** A block in bash, which stops at the first command that fails. Pulumi's questions are answered with yes. */
  function shell({ text }: Stop) {
    const answers = { PULUMI_SKIP_CONFIRMATIONS: "true", COHERE_API_KEY: "", STACK: "" };
    const env = { ...answers, ...newcomer?.env };
    const typed = fitting(newcomer?.types(text) ?? text);
    return checkout.run("bash", ["-euo", "pipefail", "-c", typed], {
      env,
      input: "not-a-real-key\n",
    });
  }

  /** A block that forwards a port until Ctrl-C: what is behind it has to answer meanwhile. */
  async function forward({ text }: Stop): Promise<{ code: number; output: string }> {
    const address = `http://localhost:${/ (\d+):\d+/.exec(text)![1]}`;
    const child = spawn("bash", ["-c", newcomer?.types(text) ?? text], {
      ...{ cwd: checkout.folder, detached: true, env: { ...process.env, ...newcomer?.env } },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => (output += chunk));
    }
    try {
      for (let second = 0; second < 30; second++) {
        const answer = await get(address).catch(() => undefined);
        // The backend has nothing at its root, and says so.
        if (answer && answer.status < 500) return { code: 0, output };
        await sleep(1000);
      }
      return { code: 1, output: `no answer at ${address}\n${output}` };
    } finally {
      process.kill(-child.pid!, "SIGINT");
    }
  }

  /** Says what was run, and how it ended; WALK_REPORT names a document to write it into. */
  function report(): void {
    const rows = walked.map(({ stop, end, seconds }) => [
      `${stop.file}, ${stop.section}`,
      `\`${stop.text.trim().split("\n")[0]!}\``,
      end,
      seconds ? `${seconds.toFixed(0)} s` : "",
    ]);
    const run = walked.filter(({ seconds }) => seconds > 0);
    const minutes = run.reduce((sum, { seconds }) => sum + seconds, 0) / 60;
    const summary =
      `${run.length} of ${walked.length} blocks run in ${minutes.toFixed(1)} minutes, ` +
      `the first \`make up\` in ${((walked[0]?.seconds ?? 0) / 60).toFixed(1)}.`;
    console.log(`      ${summary}`);
    if (!process.env.WALK_REPORT) return;
    const table = markdownTable(["where", "begins with", "exit code", "took"], rows);
    const when = `Walked on ${measuredOn(new Date())}.`;
    writeBetween(process.env.WALK_REPORT, "walk", `${when} ${summary}\n\n${table}`);
  }
});
