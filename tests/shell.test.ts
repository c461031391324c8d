import assert from "node:assert/strict";
import { ask, lastLines, run, ToolError } from "../components/shell";

const node = (script: string, ...args: string[]) => ["-e", script, "--", ...args];

describe("running a tool", () => {
  it("gives arguments as they are, whatever is in them", async () => {
    const awkward = [
      `a b`,
      `"quoted"`,
      `$(touch /tmp/no)`,
      "; exit 3",
      "`id`",
      "%PATH%",
      "ünï",
      "",
    ];
    const { stdout } = await run(
      "node",
      node("console.log(JSON.stringify(process.argv.slice(1)))", ...awkward),
    );
    assert.deepEqual(JSON.parse(stdout), awkward);
  });

  it("fails with the step's name, the exit code and the tool's last words", async () => {
    const script = "console.error('a\\nb\\nthe disk is full'); process.exit(7)";
    await assert.rejects(
      run("node", node(script), { step: "loading x into y" }),
      (error: ToolError) => {
        assert.match(error.message, /^loading x into y failed \(exit 7\):\n[^]*the disk is full$/);
        assert.equal(error.code, 7);
        return true;
      },
    );
  });

  it("takes an exit code that is an answer for an answer", async () => {
    const { code } = await run("node", node("process.exit(85)"), { allow: (exit) => exit === 85 });
    assert.equal(code, 85);
  });

  it("says what is not on PATH and what to run", async () => {
    await assert.rejects(run("no-such-tool", []), /no-such-tool is not on PATH\. Run: make doctor/);
  });

  it("says when it took too long", async () => {
    await assert.rejects(
      run("node", node("setTimeout(() => {}, 60000)"), { timeoutSeconds: 0.3 }),
      /no end after 0\.3 s/,
    );
  });

  it("answers undefined to a question that a tool cannot answer", () => {
    assert.equal(ask("no-such-tool", []), undefined);
    assert.equal(ask("node", node("process.exit(1)")), undefined);
    assert.equal(ask("node", node("console.log('yes')"))?.trim(), "yes");
  });

  it("shows the last lines that say something", () => {
    assert.equal(lastLines("a\n\nb\r\nc\n\n", 2), "b\nc");
  });
});
