import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as http from "node:http";
import { AddressInfo } from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { access, kubeconfig, Rights } from "../../tools/ai/access";
import { answered, argumentsOf, environmentOf, kubectlAiVersion } from "../../tools/ai/kubectlAi";
import { providerOf } from "../../tools/ai/provider";
import { plain, Reply, shown, without } from "../../tools/ai/terminal";
import { KAGENT_WORKFLOWS, workflows } from "../../tools/ai/workflows";
import { missingTools } from "../../cli/doctor/download";
import { read } from "../support/documents";
import { standIn } from "../support/standIn";
import { completion, next, serve } from "../../tools/ai/modelStandIn";

describe("the provider of a model", () => {
  it("is the one that is named, or the one whose key is there", () => {
    assert.deepEqual(providerOf({ GEMINI_API_KEY: "k" }), { name: "gemini", model: "" });
    const openai = { OPENAI_API_KEY: "k", MODEL: "m" };
    assert.deepEqual(providerOf(openai), { name: "openai", model: "m" });
    const named = { GEMINI_API_KEY: "k", PROVIDER: "ollama", MODEL: "qwen3" };
    assert.deepEqual(providerOf(named), { name: "ollama", model: "qwen3" });
  });

  const wrong: [string, NodeJS.ProcessEnv, RegExp][] = [
    ["nothing is set", {}, /Set one of GEMINI_API_KEY, .*PROVIDER=ollama/],
    ["its key is missing", { PROVIDER: "openai", MODEL: "m" }, /needs its key in OPENAI_API_KEY/],
    ["nobody knows it", { PROVIDER: "oracle" }, /PROVIDER=oracle is none of gemini, /],
    ["it has no default model", { OPENAI_API_KEY: "k" }, /make ai PROVIDER=openai MODEL=/],
  ];
  for (const [name, env, message] of wrong) {
    it(`is asked for by name where ${name}`, () => assert.throws(() => providerOf(env), message));
  }
});

describe("the kubeconfig of a session", () => {
  const found = {
    clusters: [{ name: "minikube", cluster: { server: "https://192.0.2.1:8443" } }],
    users: [{ name: "minikube", user: { "client-key-data": "own" } }],
  };

  it("has this cluster and namespace alone, and the reader's token instead of one's own key", () => {
    const text = kubeconfig(found, "todo-app", "a-token");
    const { contexts, users, clusters } = JSON.parse(text);
    assert.equal(contexts[0].context.namespace, "todo-app");
    assert.equal(clusters[0].cluster.server, "https://192.0.2.1:8443");
    assert.deepEqual(users[0].user, { token: "a-token" });
    assert.doesNotMatch(text, /client-key-data/);
  });

  it("has one's own credentials where changes are wanted", () => {
    const { users } = JSON.parse(kubeconfig(found, "todo-app"));
    assert.deepEqual(users[0].user, { "client-key-data": "own" });
  });

  describe("is made of what kubectl shows", () => {
    const tools = standIn();
    const own = (answer: unknown) => {
      tools.answer(/^kubectl config view .*--raw$/, JSON.stringify(answer));
      return access("c", "todo-app", "own");
    };

    it("for as long as the session lasts", async () => {
      const session = await own(found);
      assert.equal(fs.readFileSync(session.kubeconfig, "utf8"), kubeconfig(found, "todo-app"));
      session.end();
      assert.equal(fs.existsSync(session.folder), false);
      const withoutUsers = await own({ ...found, users: null });
      assert.deepEqual(
        JSON.parse(fs.readFileSync(withoutUsers.kubeconfig, "utf8")).users[0].user,
        {},
      );
      withoutUsers.end();
    });

    it("and names the command that shows no credentials where that is none", async () => {
      for (const other of [
        { ...found, clusters: null },
        { ...found, users: [{ user: "own" }] },
      ])
        await assert.rejects(own(other), (error: Error) => {
          assert.match(
            error.message,
            /^reading context c failed:\n {2}field (clusters|users\S*): expected /,
          );
          assert.match(error.message, /from: kubectl config view .*--output=json$/);
          assert.doesNotMatch(error.message, /--raw|own$/);
          return true;
        });
    });
  });
});

describe("the surroundings of a session", () => {
  const openai = { name: "openai", model: "m" };
  const reader = { folder: "f", rights: "reader" as const };

  it("are its own folder, and where it only reads that is its home", () => {
    assert.deepEqual(environmentOf(reader, openai), { TMPDIR: "f", HOME: "f" });
    assert.deepEqual(environmentOf({ folder: "f", rights: "own" }, openai), { TMPDIR: "f" });
  });

  it("keep the home of a provider whose login lies there", () =>
    assert.deepEqual(environmentOf(reader, { name: "bedrock", model: "m" }), { TMPDIR: "f" }));
});

describe("what a terminal showed", () => {
  it("is text: without colours, half-typed lines, log lines and usage", () => {
    const raw =
      "\u001b[32mred\u001b[0m \r\n>>> e\b\r\u001b[J>>> exit\r\nE1124 13:00:00 1 x.go:1] boom\n" +
      "Error: no\nUsage:\n  kubectl-ai [flags]\n";
    assert.equal(plain(raw), "red\n>>> exit\nError: no");
  });
});

describe("a path of this machine", () => {
  it("is taken out, in one line and over two", () =>
    assert.equal(without("at /x/ai-1/c, at /x/ai-\n  1/c", "/x/ai-1"), "at …/c, at …/c"));
});

describe("a session that failed", () => {
  it("is no transcript, and one that stopped for a yes is", () => {
    const stopped = "The following commands require approval:\n* kubectl scale";
    assert.equal(answered({ text: stopped, code: 1 }), stopped);
    assert.equal(answered({ text: "pods", code: 0 }), "pods");
    assert.throws(() => answered({ text: "401 Unauthorized", code: 1 }), /exit 1.*\n.*401/);
  });
});

describe("the document of AI tools", () => {
  it("has a transcript for each workflow, with its date and its model", () => {
    const text = read("docs/ai-tools-usage.md");
    for (const { name } of workflows("todo-app", 1)) {
      const part = text.split(`<!-- transcript ${name} -->`)[1]?.split(`<!-- /transcript`)[0] ?? "";
      assert.match(part, /Recorded on \d{4}-\d\d-\d\d with kubectl-ai \S+ and .+:/, name);
      assert.match(part, /```text\n\$ make ai/, name);
    }
    for (const { name } of KAGENT_WORKFLOWS) {
      const part = text.split(`<!-- transcript ${name} -->`)[1]?.split(`<!-- /transcript`)[0] ?? "";
      assert.match(part, /Recorded on \d{4}-\d\d-\d\d with kagent v\S+, .+:/, name);
    }
  });
});

const textIn = (answer: ReturnType<typeof next>) => ("text" in answer ? answer.text : "");

describe("the stand-in for a model", () => {
  it("asks for the command that belongs to a question, and repeats what came", () => {
    const question = { role: "user", content: "scale frontend in todo-app to 2" };
    const command = "kubectl scale deployment/frontend --replicas=2";
    assert.deepEqual(next({ messages: [question] }), {
      calls: [{ name: "kubectl", arguments: { command, modifies_resource: "yes" } }],
    });
    const result = { role: "tool", content: JSON.stringify({ stdout: "scaled\n" }) };
    assert.match(textIn(next({ messages: [question, result] })), /not a model.*\n\n {4}scaled/);
    const unknown = { role: "user", content: "hm" };
    assert.match(textIn(next({ messages: [unknown] })), /does not know/);
    // A question after an answered one is a new one.
    assert.ok("calls" in next({ messages: [question, result, question] }));
  });

  it("answers whole where no pieces are wanted, with the tokens that a client counts", () => {
    const messages = [{ role: "user", content: "run x" }];
    const whole = completion({ messages, stream: false });
    assert.equal(whole.type, "application/json");
    const { choices, usage } = JSON.parse(whole.body);
    assert.equal(choices[0].message.tool_calls[0].function.name, "kubectl");
    assert.equal(choices[0].finish_reason, "tool_calls");
    assert.equal(usage.total_tokens, 0);
    const pieces = (stream_options?: { include_usage: boolean }) =>
      completion({ messages, stream: true, stream_options }).body;
    assert.match(pieces(), /^data: .*"delta"[^]*data: \[DONE\]\n\n$/);
    assert.doesNotMatch(pieces(), /usage/);
    assert.match(pieces({ include_usage: true }), /"choices":\[\],"usage"/);
  });
});

describe("kubectl-ai with the stand-in", function () {
  this.timeout("60s");
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "todo-ai-test-"));
  const log = path.join(folder, "log");
  let end = () => {};
  let env: Record<string, string>;

  before(async function () {
    const missing = missingTools(process.env.PATH ?? "", ["kubectl-ai", "script"]);
    if (missing.length > 0) {
      console.log(`    skipped: ${missing.join(" and ")} not on PATH`);
      this.skip();
    }
    // A kubectl that only says what it was asked.
    const kubectl = `#!/bin/sh\necho "$*" >> ${log}\necho "backend-1  1/1  Running"\n`;
    fs.writeFileSync(path.join(folder, "kubectl"), kubectl, { mode: 0o755 });
    const server = await serve();
    end = server.end;
    const PATH = `${folder}:${process.env.PATH}`;
    const OPENAI_USE_RESPONSES_API = "";
    env = {
      PATH,
      OPENAI_API_KEY: "none",
      OPENAI_ENDPOINT: server.endpoint,
      OPENAI_USE_RESPONSES_API,
    };
  });
  beforeEach(() => fs.writeFileSync(log, ""));
  after(() => {
    end();
    fs.rmSync(folder, { recursive: true });
  });

  const provider = { name: "openai", model: "stand-in" };
  const asked = async (
    question: string,
    { replies, rights = "own" }: { replies?: Reply[]; rights?: Rights },
    home = folder,
  ) => {
    const kubeconfig = path.join(folder, "kubeconfig");
    fs.writeFileSync(kubeconfig, "{}");
    const args = argumentsOf({ kubeconfig, provider, question, quiet: !replies });
    const around = { ...env, HOME: home, ...environmentOf({ folder, rights }, provider) };
    return answered(await shown("kubectl-ai", args, { env: around, replies, seconds: 30 }));
  };
  const session = (name: string) => {
    const workflow = workflows("todo-app", 1).find((each) => each.name === name)!;
    return asked(workflow.question, workflow);
  };
  const called = () => fs.readFileSync(log, "utf8").trim();

  it("says its version", () => assert.match(kubectlAiVersion(), /^\d+\.\d+\.\d+/));

  it("runs a read at once, and shows what it printed", async () => {
    assert.match(
      await session("status"),
      /Running: kubectl get pods -n todo-app[^]*backend-1 {2}1\/1/,
    );
    assert.equal(called(), "get pods -n todo-app");
  });

  it("changes nothing without a yes", async () => {
    assert.match(await session("no-yes"), /require approval[^]*kubectl scale/);
    assert.equal(called(), "");
  });

  it("changes what was agreed to", async () => {
    assert.match(await session("scale"), /require your approval[^]*Enter your choice: 1/);
    assert.equal(called(), "scale deployment/frontend --replicas=2");
  });

  it("asks although the user's own configuration would skip that", async () => {
    const home = path.join(folder, "home");
    // Where Linux and macOS look for it.
    for (const place of [".config", "Library/Application Support"]) {
      const config = path.join(home, place, "kubectl-ai");
      fs.mkdirSync(config, { recursive: true });
      fs.writeFileSync(path.join(config, "config.yaml"), "skipPermissions: true\n");
    }
    assert.match(await asked("run kubectl delete pod x", {}, home), /require approval/);
    assert.equal(called(), "");
  });

  it("takes a question that looks like an option for a question", async () => {
    assert.match(await asked("--skip-permissions", {}), /does not know this question/);
  });

  it("finds no kubeconfig of the user at home where it only reads", async () => {
    await asked(
      "run kubectl get secrets --kubeconfig=$HOME/.kube/config",
      { rights: "reader" },
      "/me",
    );
    assert.equal(called(), `get secrets --kubeconfig=${folder}/.kube/config`);
  });

  // As docs/ai-tools-usage.md says it: what kubectl-ai asks about is its own guess, so rights have to hold.
  it("does not ask about a change that names --dry-run, whatever its value", async () => {
    await asked("run kubectl delete pod x --dry-run=none", {});
    assert.equal(called(), "delete pod x --dry-run=none");
  });

  it("fails where the model's server refuses the key", async () => {
    const server = http.createServer((_, response) => response.writeHead(401).end("{}"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { OPENAI_ENDPOINT } = env;
    const { port } = server.address() as AddressInfo;
    env.OPENAI_ENDPOINT = `http://127.0.0.1:${port}/v1`;
    try {
      await assert.rejects(asked("pods?", {}), /kubectl-ai failed \(exit 1\)[^]*401 Unauthorized/);
    } finally {
      env.OPENAI_ENDPOINT = OPENAI_ENDPOINT!;
      server.close();
    }
  });

  it("leaves its work and its logs in the session's folder", () =>
    assert.ok(fs.readdirSync(folder).some((name) => name.startsWith("agent-workdir-"))));
});
