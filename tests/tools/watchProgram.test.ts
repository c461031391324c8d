import assert from "node:assert/strict";
import { awaitBy, beginProgram, notRolledOut } from "../../tools/bench/watchProgram";
import { standIn } from "../support/standIn";

describe("what a watch is to bring about", () => {
  const tools = standIn();
  const program = {
    name: "tilt up",
    words: () => "backend: Build Failed: no such image",
    mustRun() {},
  };
  const rolledOut = (limitMs: number, by = program) => {
    const look = () => notRolledOut("backend", ["--context", "p", "--namespace", "n"]);
    const what = "deployment backend of namespace n is not rolled out";
    return awaitBy(by, what, look, { limitMs, pauseMs: 0 });
  };
  const ABSENT = { code: 1, stderr: 'Error: deployments.apps "backend" not found\n' };

  it("is waited for until it is there", async () => {
    const answers = [ABSENT, { code: 1, stdout: "0 of 1 updated replicas are available" }, ""];
    tools.answer(/^kubectl --context p --namespace n rollout status deployment backend /, () =>
      answers.shift()!,
    );
    await rolledOut(60_000);
    assert.deepEqual(answers, []);
  });

  it("is given up where it takes too long, with the reason and the watch's last words", async () => {
    tools.answer(/rollout status/, ABSENT);
    await assert.rejects(rolledOut(0), {
      message:
        'deployment backend of namespace n is not rolled out after 0 s: Error: deployments.apps "backend" not found\n' +
        "tilt up printed last:\nbackend: Build Failed: no such image",
    });
  });

  it("is given up where the watch ends by itself", async () => {
    tools.answer(/rollout status/, ABSENT);
    const ended = beginProgram(".", "sh", ["-c", "echo a typo in the Tiltfile"]);
    await assert.rejects(rolledOut(60_000, ended), {
      message: "sh -c has ended:\na typo in the Tiltfile\n",
    });
    await ended.end();
  });
});
