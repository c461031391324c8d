import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { Fault, FAULTS } from "../../tools/faultInjection/faults";
import { Site } from "../../tools/faultInjection/site";
import { happen } from "../../tools/faultInjection/suite";

/** A cluster that does what it is told, and keeps account of it. */
class RecordedSite extends Site {
  readonly calls: string[] = [];
  constructor(private readonly answer: (args: string[]) => string = () => "") {
    super("minikube", "todo-app", { url: "http://127.0.0.1:9" });
  }
  override async kubectl(...args: string[]): Promise<string> {
    this.calls.push(args.join(" "));
    return this.answer(args);
  }
}

const NOTHING = { acknowledged: 1, failures: {}, recoverySeconds: 0 };
const load = (calm: () => Promise<void> = async () => {}) => ({ calm, since: () => NOTHING });

describe("a fault that happens", () => {
  const steps: string[] = [];
  beforeEach(() => steps.splice(0));

  const failing = (message: string) => async () => {
    throw new Error(message);
  };
  const fault = (change: Partial<Fault> = {}): Fault => ({
    name: "a fault",
    prepare: async () => void steps.push("prepare"),
    inject: async () => void steps.push("inject"),
    fix: async () => void steps.push("fix"),
    withinSeconds: 0,
    ...change,
  });
  const happens = (change?: Partial<Fault>, during = load()) =>
    happen(new RecordedSite(), during, fault(change));

  it("is prepared, injected and put right, once each", async () => {
    assert.equal((await happens()).problem, undefined);
    assert.deepEqual(steps, ["prepare", "inject", "fix"]);
  });

  it("is put right where its preparation fails, and the failure is told", async () => {
    await assert.rejects(happens({ prepare: failing("no space") }), { message: "no space" });
    assert.deepEqual(steps, ["fix"]);
  });

  it("is put right where people are not served after its preparation", async () => {
    const calm = failing("no recovery within 120 s");
    await assert.rejects(happens({}, load(calm)), { message: "no recovery within 120 s" });
    assert.deepEqual(steps, ["prepare", "fix"]);
  });

  it("tells of both where putting it right fails too", async () => {
    const both = happens({ prepare: failing("no space"), fix: failing("no node") });
    await assert.rejects(both, { message: "no space\nThe repair failed too: no node" });
  });

  it("has nothing undone that it did not do: without a preparation", async () => {
    await assert.rejects(happens({ prepare: undefined }, load(failing("busy"))), /^Error: busy$/);
    assert.deepEqual(steps, []);
  });
});

describe("the faults", () => {
  it("lay hands on the release's pods alone", async () => {
    const site = new RecordedSite(() => "backend-1 backend-2");
    await site.kill("backend", "one");
    assert.deepEqual(site.calls, [
      "get pods --selector=app=backend,app.kubernetes.io/instance=todo-app --output jsonpath={.items[*].metadata.name}",
      "delete pod backend-1 --grace-period=0 --force --wait=false",
    ]);
  });
});

describe("a volume that is full", () => {
  let folder: string;
  let data: string;
  beforeEach(function () {
    if (process.platform !== "linux") this.skip();
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "todo-volume-"));
    data = path.join(folder, "data");
    fs.mkdirSync(data);
    fs.writeFileSync(path.join(data, "tasks"), "as they were");
    // A mount is a folder that umount empties, if it was mounted.
    const tools = {
      mount: "#!/bin/sh\nfor last; do :; done\ntouch $last/.mounted\n",
      umount: '#!/bin/sh\ntest -e $1/.mounted || exit 32\nfind "$1" -mindepth 1 -delete\n',
    };
    for (const [tool, text] of Object.entries(tools))
      fs.writeFileSync(path.join(folder, tool), text, { mode: 0o755 });
  });
  afterEach(() => {
    if (folder) fs.rmSync(folder, { recursive: true });
  });

  /** A node that is this machine, and fails at a step: before it is done, or after. */
  class Node extends RecordedSite {
    step = 0;
    constructor(
      private readonly fails?: number,
      private readonly when?: "before" | "after",
    ) {
      super((args) => (args.includes("pv") ? data : "the-volume"));
    }
    override async onNode(...command: string[]): Promise<string> {
      const failed = ++this.step === this.fails && new Error(`step ${this.step}`);
      if (failed && this.when === "before") throw failed;
      const PATH = `${folder}${path.delimiter}${process.env.PATH}`;
      const printed = execFileSync("sh", ["-c", command.join(" ")], {
        encoding: "utf8",
        env: { ...process.env, PATH },
        stdio: ["ignore", "pipe", "ignore"],
      });
      if (failed) throw failed;
      return printed;
    }
  }
  const found = FAULTS.find(({ name }) => name.startsWith("the database's volume is full"))!;
  // Its own injection would fill this machine's disk.
  const fault: Fault = { ...found, inject: async () => {} };
  const left = () => fs.readdirSync(folder).filter((name) => name.startsWith("data"));
  const STEPS = 6;

  for (let fails = 1; fails < STEPS; fails++) {
    it(`is the real one again where its preparation fails at step ${fails}`, async () => {
      for (const when of ["before", "after"] as const) {
        const node = new Node(fails, when);
        await assert.rejects(happen(node, load(), fault), { message: `step ${fails}` });
        assert.equal(fs.readFileSync(path.join(data, "tasks"), "utf8"), "as they were", when);
        assert.deepEqual(left(), ["data"], when);
        assert.equal(node.calls.at(-2), "scale statefulset/postgres --replicas=1");
      }
    });
  }

  for (const [what, end] of [
    ["it comes to the fault", async () => {}],
    ["it does not, since people are not served", () => Promise.reject(new Error("not calm"))],
  ] as const) {
    it(`keeps what was written into it where ${what}`, async () => {
      const node = new Node();
      let written = false;
      const calm = async () => {
        if (!written) fs.writeFileSync(path.join(data, "tasks"), "and one more");
        written = true;
        await end();
      };
      await happen(node, load(calm), fault).catch(() => undefined);
      assert.equal(node.step, STEPS);
      assert.equal(fs.readFileSync(path.join(data, "tasks"), "utf8"), "and one more");
      assert.deepEqual(left(), ["data"]);
    });
  }

  it("stays as it is where it cannot be unmounted, and says so", async () => {
    const node = new Node();
    const stuck = "#!/bin/sh\nexit 32\n";
    const calm = async () => fs.writeFileSync(path.join(folder, "umount"), stuck);
    await assert.rejects(happen(node, load(calm), fault));
    assert.equal(fs.readFileSync(path.join(`${data}.real`, "tasks"), "utf8"), "as they were");
    assert.ok(fs.existsSync(path.join(data, "tasks")));
  });
});
