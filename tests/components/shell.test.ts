import assert from "node:assert/strict";
import {
  ask,
  attach,
  follow,
  lastLines,
  mustAnswer,
  OnLine,
  replaceProcesses,
  run,
  ToolError,
} from "../../components/process/shell";

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

  it("makes up no exit code for a tool that was killed: that is no answer, whatever is allowed", async () => {
    const killed = node("process.kill(process.pid, 'SIGKILL')");
    await assert.rejects(
      run("node", killed, { step: "asking", allow: () => true }),
      ({ message, code }: ToolError) =>
        code === undefined && /^asking failed:\n +ended by SIGKILL$/.test(message),
    );
  });

  it("takes what a tool began to say for no answer where it says more than is read", async () => {
    const endless = node("process.stdout.write('x'.repeat(65 << 20))");
    await assert.rejects(
      run("node", endless, { allow: () => true }),
      ({ code, message }: ToolError) => code === undefined && /maxBuffer/.test(message),
    );
  });

  describe("whatever the user's shell has for other uses", () => {
    const variables = {
      KUBERC: "/preferences/kuberc",
      HELM_DRIVER: "configmap",
      HELM_KUBEAPISERVER: "x",
      PULUMI_K8S_UPSERT_EXISTING_OBJECTS: "true",
      PULUMI_K8S_DELETE_UNREACHABLE: "true",
      PULUMI_K8S_SKIP_UPDATE_UNREACHABLE: "true",
      PULUMI_K8S_HELM_DRIVER: "configmap",
    };
    const show = node(
      "console.log(['KUBERC', 'HELM_DRIVER', 'OTHER', ...Object.keys(process.env).filter((name) => /^HELM_K|^PULUMI_K8S/.test(name))].map((name) => process.env[name]).join())",
    );
    const SEEN = "off,secret,mine\n";
    const before = { ...process.env };
    beforeEach(() => void Object.assign(process.env, variables, { OTHER: "mine" }));
    afterEach(() => {
      for (const name of [...Object.keys(variables), "OTHER"])
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
    });

    it("has kubectl without its preferences, and helm where Pulumi keeps releases", async () => {
      assert.equal((await run("node", show)).stdout, SEEN);
      assert.equal((await run("node", show, { env: { ...process.env } })).stdout, SEEN);
      assert.equal(ask("node", show), SEEN);
      assert.equal(mustAnswer("node", show, { step: "asking", timeoutSeconds: 60 }), SEEN);
      let said = "";
      assert.equal(await follow("node", show, process.env, (line) => (said += line)), 0);
      assert.equal(`${said}\n`, SEEN);
      const right =
        "process.exit(process.env.KUBERC === 'off' && process.env.HELM_DRIVER === 'secret' ? 0 : 1)";
      assert.equal(await attach("node", node(right), process.env), 0);
    });
  });

  it("answers undefined to a question that a tool cannot answer", () => {
    assert.equal(ask("no-such-tool", []), undefined);
    assert.equal(ask("node", node("process.exit(1)")), undefined);
    assert.equal(ask("node", node("console.log('yes')"))?.trim(), "yes");
  });

  describe("that has to answer", () => {
    const asked = (tool: string, args: string[], timeoutSeconds = 60) =>
      mustAnswer(tool, args, { step: "asking for the moon", timeoutSeconds });
    const refusal = (what: () => unknown): ToolError => {
      try {
        what();
      } catch (error) {
        assert.ok(error instanceof ToolError);
        return error;
      }
      throw new assert.AssertionError({ message: "it was answered" });
    };

    it("gives its answer as it is", () => {
      assert.equal(asked("node", node("console.log('full')")), "full\n");
    });

    it("fails with the step, the exit code and the tool's words where it says no", () => {
      const error = refusal(() =>
        asked("node", node("console.error('it is new'); process.exit(7)")),
      );
      assert.equal(error.message, "asking for the moon failed (exit 7):\n  it is new");
      assert.deepEqual([error.code, error.words.trim()], [7, "it is new"]);
    });

    it("fails where the tool says nothing at all", () => {
      assert.equal(refusal(() => asked("node", node("process.exit(3)"))).code, 3);
    });

    it("fails where the tool is missing, with what to run", () => {
      const { message } = refusal(() => asked("no-such-tool", []));
      assert.match(message, /^asking for the moon failed:\n +no-such-tool .*Run: make doctor$/);
    });

    it("fails where no answer comes in time, with the time", () => {
      const { message, code } = refusal(() =>
        asked("node", node("setTimeout(() => {}, 60000)"), 0.3),
      );
      assert.match(message, /^asking for the moon failed:\n +no answer within 0\.3 s$/);
      assert.equal(code, undefined);
    });
  });

  it("gives a tool on its standard input what it is to read", async () => {
    const script = "process.stdin.on('data', (text) => process.stdout.write(text))";
    const { stdout } = await run("node", node(script), { input: "ünï\n" });
    assert.equal(stdout, "ünï\n");
  });

  it("follows a tool on the terminal to its exit code, or its signal", async () => {
    assert.equal(await attach("node", node("process.exit(7)"), process.env), 7);
    const killed = node("process.kill(process.pid, 'SIGKILL')");
    assert.equal(await attach("node", killed, process.env), 130);
    await assert.rejects(attach("no-such-tool", [], process.env), /ENOENT/);
  });

  describe("whose lines are followed", () => {
    const script =
      "console.log('a'); console.error('warning'); setTimeout(() => { process.stdout.write('b\\nc'); process.exitCode = 7 }, 50)";
    const heard = async (runs: (onLine: OnLine) => Promise<unknown>) => {
      const lines: string[] = [];
      const ended = await runs((line, stream) => void lines.push(`${stream}: ${line}`));
      return { ended, lines: lines.sort() };
    };
    const all = ["stderr: warning", "stdout: a", "stdout: b", "stdout: c"];

    it("hands on each one, the last too, before its exit code", async () => {
      const { ended, lines } = await heard((onLine) =>
        follow("node", node(script), process.env, onLine),
      );
      assert.deepEqual([ended, lines], [7, all]);
    });

    it("hands on each one where its answer is wanted as well", async () => {
      const { ended, lines } = await heard((onLine) =>
        run("node", node(script), { onLine, allow: () => true }),
      );
      assert.deepEqual(lines, all);
      assert.deepEqual(ended, { stdout: "a\nb\nc", stderr: "warning\n", code: 7 });
    });

    it("hands on a line while the tool still runs", async () => {
      // It ends by what its line leads to, and else not at all.
      const waits = "console.log(process.pid); setInterval(() => {}, 1000)";
      const code = await follow("node", node(waits), process.env, (pid) =>
        process.kill(Number(pid), "SIGKILL"),
      );
      assert.equal(code, 130);
    });

    it("ends with a signal's code, and fails where it is missing", async () => {
      const killed = node("process.kill(process.pid, 'SIGKILL')");
      assert.equal(await follow("node", killed, process.env, () => {}), 130);
      await assert.rejects(
        follow("no-such-tool", [], process.env, () => {}),
        /ENOENT/,
      );
    });
  });

  it("is done by other means until they are taken back", async () => {
    const said = { stdout: "other", stderr: "", code: 0 };
    const restore = replaceProcesses({
      run: async () => said,
      ask: () => "other",
      attach: async () => 3,
      follow: async () => 4,
    });
    try {
      assert.equal(await run("no-such-tool", []), said);
      assert.equal(ask("no-such-tool", []), "other");
      assert.equal(await attach("no-such-tool", [], {}), 3);
      assert.equal(await follow("no-such-tool", [], {}, () => {}), 4);
    } finally {
      restore();
    }
    assert.equal(ask("no-such-tool", []), undefined);
  });

  it("shows the last lines that say something", () => {
    assert.equal(lastLines("a\n\nb\r\nc\n\n", 2), "b\nc");
  });
});
