import assert from "node:assert/strict";
import { ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as net from "node:net";
import * as os from "node:os";
import * as path from "node:path";

/** A command of which each step begins and ends with a line; a step ends when it reads one. */
const SCRIPT = `
import { createInterface } from "node:readline";
import { interruption, runCommand, stopIfInterrupted } from ${JSON.stringify(path.resolve("cli/stack/interrupt"))};
import { run } from ${JSON.stringify(path.resolve("components/process/shell"))};

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const bodies: Record<string, () => Promise<void>> = {
  async steps() {
    for (const step of [1, 2]) {
      console.log("step " + step);
      await lines.next();
      console.log("end of step " + step);
      stopIfInterrupted();
    }
  },
  async waits() {
    console.log("waiting");
    await new Promise((_, reject) => interruption.addEventListener("abort", () => reject(new Error("torn"))));
  },
  async tool() {
    await run(process.execPath, ["-e", process.argv[3]!]);
  },
  async fails() {
    throw new Error("the disk is full");
  },
};
runCommand(async () => {
  try {
    await bodies[process.argv[2]!]!();
  } finally {
    lines.return?.();
    process.stdin.destroy();
  }
}, "make up");
`;

/**
 * A tool that connects to say that it is there, then what it is told. It ends at SIGINT if it is to, and one round of
 * its events after it is sent something: a signal that came before is heard first.
 */
const tool = (port: number, ends: boolean) =>
  `const wire = require("net").connect(${port}, "127.0.0.1"); wire.write("here:");` +
  `wire.on("data", () => setImmediate(() => setImmediate(() => process.exit(0))));` +
  `process.on("SIGINT", () => wire.write("told", () => ${ends ? "process.exit(0)" : "{}"}));`;

describe("a command that is interrupted", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "todo-interrupt-"));
  const script = path.join(folder, "command.ts");
  before(() => fs.writeFileSync(script, SCRIPT));
  let child: ChildProcess;
  let closed: Promise<[number | null]>;
  let said = "";
  afterEach(() => void child.kill("SIGKILL"));
  after(() => fs.rmSync(folder, { recursive: true }));

  const start = (...args: string[]) => {
    said = "";
    child = spawn(process.execPath, ["--import", "tsx", script, ...args]);
    closed = once(child, "close") as Promise<[number | null]>;
    for (const stream of [child.stdout!, child.stderr!])
      stream.setEncoding("utf8").on("data", (text: string) => {
        said += text;
        child.emit("said");
      });
  };
  /** Waits until the command has said something. */
  const says = (what: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => void (what.test(said) && resolve());
      child.on("said", look);
      child.once("close", () => reject(new Error(`ended without ${what}: ${said}`)));
      look();
    });
  /** Its exit code, when it and all that it has said are here. */
  const ends = async () => (await closed)[0];
  const step = () => child.stdin!.write("\n");

  it("ends its present step, begins no other, and says how to go on", async () => {
    start("steps");
    await says(/step 1/);
    child.kill("SIGINT");
    await says(/Stopping after the current step\. Press Ctrl-C again to stop at once\./);
    step();
    assert.equal(await ends(), 130);
    assert.match(said, /end of step 1\nInterrupted\. To continue, run: make up\n$/);
    assert.doesNotMatch(said, /step 2/);
  });

  it("says so too where the step ends with an error, which is the interruption's", async () => {
    start("waits");
    await says(/waiting/);
    child.kill("SIGINT");
    assert.equal(await ends(), 130);
    assert.match(said, /Interrupted\. To continue, run: make up\n$/);
    assert.doesNotMatch(said, /torn/);
  });

  it("ends at once the second time, and says what puts things right", async () => {
    start("steps");
    await says(/step 1/);
    child.kill("SIGINT");
    await says(/Stopping/);
    child.kill("SIGINT");
    assert.equal(await ends(), 130);
    assert.match(said, /Stopped at once\. Run: make recover, then: make up\n$/);
    assert.doesNotMatch(said, /end of step|Interrupted/);
  });

  it("does so where the last step has ended in the meantime", async () => {
    start("steps");
    await says(/step 1/);
    step();
    await says(/step 2/);
    child.kill("SIGINT");
    await says(/Stopping/);
    step();
    assert.equal(await ends(), 130);
  });

  it("is as any other where it is not interrupted", async () => {
    start("steps");
    await says(/step 1/);
    step();
    await says(/step 2/);
    step();
    assert.equal(await ends(), 0);
    assert.doesNotMatch(said, /Interrupted/);
  });

  it("ends with the message of an error and 1 where that is what it met", async () => {
    start("fails");
    assert.equal(await ends(), 1);
    assert.equal(said, "the disk is full\n");
  });

  describe("with a tool that runs", () => {
    let server: net.Server;
    before(async () => {
      server = net.createServer().listen(0, "127.0.0.1");
      await once(server, "listening");
    });
    after((done) => void server.close(done));
    /** Its wire, once it is there, and what it was told until its end. */
    const runs = async (endsWhenTold: boolean) => {
      const connects = once(server, "connection") as Promise<[net.Socket]>;
      start("tool", tool((server.address() as net.AddressInfo).port, endsWhenTold));
      const [socket] = await connects;
      let heard = "";
      socket.on("error", () => {}).on("data", (text) => (heard += text));
      const over = once(socket, "close").then(() => heard.split(":")[1]);
      await once(socket, "data");
      return { socket, over };
    };

    it("tells that nothing at Ctrl-C, for the terminal does", async () => {
      const { socket, over } = await runs(false);
      child.kill("SIGINT");
      await says(/Stopping/);
      socket.write("end");
      assert.equal(await over, "");
      assert.equal(await ends(), 130);
    });

    it("tells that to end where it is itself told so by SIGTERM", async () => {
      const { over } = await runs(true);
      child.kill("SIGTERM");
      assert.equal(await over, "told");
      assert.equal(await ends(), 130);
      assert.match(said, /Interrupted\. To continue, run: make up\n$/);
    });

    it("ends that with itself the second time, whatever that does", async () => {
      const { over } = await runs(false);
      child.kill("SIGINT");
      await says(/Stopping/);
      child.kill("SIGINT");
      assert.equal(await ends(), 130);
      assert.equal(await over, "");
    });
  });
});
