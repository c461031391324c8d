import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as http from "node:http";
import { AddressInfo } from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { kagentSession } from "../../tools/ai/kagentSession";
import { portForward } from "../../tools/ai/portForward";
import { standIn } from "../support/standIn";

describe("a way to kagent", () => {
  const tools = standIn();
  const PATH = process.env.PATH;
  let folder: string;
  let server: http.Server;
  let asked: string | undefined;
  beforeEach(async function () {
    if (process.platform === "win32") this.skip();
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "todo-forward-"));
    process.env.PATH = `${folder}${path.delimiter}${PATH}`;
    server = http.createServer(async (request, response) => {
      if (request.method === "GET") return void response.end('{"kagent_version":"v0.9.9"}');
      asked = "";
      for await (const chunk of request) asked += chunk;
      const parts = [{ kind: "text", text: "All is well." }];
      response.end(JSON.stringify({ result: { kind: "message", parts } }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const spec = { provider: "OpenAI", model: "gpt-4.1-mini" };
    tools.answer(/get modelconfigs\.kagent\.dev default-model-config/, JSON.stringify({ spec }));
  });
  afterEach(() => {
    process.env.PATH = PATH;
    server?.close();
    if (folder) fs.rmSync(folder, { recursive: true });
  });
  /** A kubectl that does what a shell says. */
  const kubectl = (script: string) =>
    fs.writeFileSync(path.join(folder, "kubectl"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const forwards = () => {
    const { port } = server.address() as AddressInfo;
    kubectl(
      `echo "$*" > ${folder}/args\necho "Forwarding from 127.0.0.1:${port} -> 8083"\nexec sleep 60`,
    );
  };

  it("leads to its controller at a free port, with its version and the model that it asks", async () => {
    forwards();
    const session = await kagentSession("minikube");
    tools.answer(/logs deployment\/kagent-tools --since=\d+s$/, "");
    assert.equal(await session.ask("how healthy?", "mine"), "All is well.");
    assert.match(asked!, /how healthy\?.*namespace mine/);
    session.end();
    assert.equal(session.version, "v0.9.9");
    assert.deepEqual(session.model, { provider: "OpenAI", model: "gpt-4.1-mini" });
    assert.equal(
      fs.readFileSync(path.join(folder, "args"), "utf8").trim(),
      "--context minikube --namespace kagent port-forward service/kagent-controller :8083 --address=127.0.0.1",
    );
  });

  it("ends kubectl with it", async () => {
    forwards();
    // By itself: what other tests have ended may still be going.
    const before = process.listeners("exit");
    const { end } = await portForward("minikube", "kagent", "kagent-controller", 8083);
    const [own, ...others] = process.listeners("exit").filter((each) => !before.includes(each));
    assert.ok(own);
    assert.deepEqual(others, []);
    end();
    while (process.listeners("exit").includes(own)) await new Promise(setImmediate);
  });

  it("is an error with kubectl's words, and the command that shows the pods, where there is none", async () => {
    kubectl('echo "error: unable to forward port because pod is not running" >&2; exit 1');
    await assert.rejects(
      kagentSession("minikube"),
      /not reached: error: unable to forward port[^]*kubectl --context minikube --namespace kagent get pods$/,
    );
  });

  it("is an error with the commands that bring kagent, where the cluster has none of it", async () => {
    for (const stderr of [
      'Error from server (NotFound): modelconfigs.kagent.dev "default-model-config" not found',
      'error: the server doesn\'t have a resource type "modelconfigs"',
    ]) {
      tools.answer(/get modelconfigs/, { code: 1, stderr });
      await assert.rejects(
        kagentSession("minikube"),
        /^Error: kagent is not installed in minikube\. To install it, run: make config SET=kagent=true && make up$/,
      );
    }
    tools.answer(/get modelconfigs/, { code: 1, stderr: "Unable to connect to the server" });
    await assert.rejects(kagentSession("minikube"), /which model kagent asks failed:\nUnable/);
  });
});
