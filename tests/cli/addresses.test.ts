import assert from "node:assert/strict";
import { once } from "node:events";
import * as fs from "node:fs";
import * as http from "node:http";
import * as net from "node:net";
import { addresses, View, viewFromHere } from "../../cli/cluster/addresses";
import { ownCheckout } from "../support/standIn";

const OUTPUTS = {
  namespace: "todo-app",
  context: "minikube",
  backendImage: "",
  frontendImage: "",
  endpoints: {
    ingress: "http://todo-app.local",
    nodePort: "http://192.168.49.2:30123",
    hosts: "192.168.49.2 todo-app.local",
    backend: "",
  },
};
const shown = (view: Pick<View, "system" | "answers">, endpoints: object = {}) =>
  addresses(
    { ...OUTPUTS, endpoints: { ...OUTPUTS.endpoints, ...endpoints } },
    { ...view, reached: view.answers, kubectl: "kubectl --context minikube", port: 3000 },
  );

describe("the addresses at the end", () => {
  const FORWARD =
    "kubectl --context minikube -n todo-app port-forward service/frontend-service 3000:3000";
  const TUNNEL = "minikube tunnel --profile minikube";
  const hostsLine = (line: string) => `echo '${line}' | sudo tee -a /etc/hosts`;
  /** The lines of a way to the app: under its name and address, what it takes. */
  const wayIn = (text: string, name: string) => {
    const lines = text.split("\n");
    const at = lines.findIndex((line) => line.startsWith(`  ${name} `));
    const rest = lines.slice(at + 1);
    const end = rest.findIndex((line) => !line.startsWith("    "));
    return at < 0 ? undefined : rest.slice(0, end).map((line) => line.trim());
  };

  it("are the node's and the ingress's where this machine reaches the node", () => {
    for (const system of ["linux", "darwin"] as const) {
      const text = shown({ system, answers: true });
      assert.match(text, /^ {2}open now +http:\/\/192\.168\.49\.2:30123$/m);
      assert.deepEqual(wayIn(text, "host name"), [
        "after you run this command:",
        hostsLine("192.168.49.2 todo-app.local"),
      ]);
    }
  });

  it("are a port forward's on every system, with its command on a line of its own", () => {
    for (const system of ["linux", "darwin", "win32", "wsl"] as const) {
      for (const answers of [true, false]) {
        const text = shown({ system, answers });
        assert.match(text, /^ {2}port forward +http:\/\/localhost:3000$/m);
        assert.deepEqual(wayIn(text, "port forward"), ["while this command runs:", FORWARD]);
      }
    }
  });

  it("name the tunnel where it does not, each command on a line of its own", () => {
    const text = shown({ system: "darwin", answers: false });
    assert.deepEqual(wayIn(text, "host name"), [
      "after you run this command:",
      hostsLine("127.0.0.1 todo-app.local"),
      "and while this command runs:",
      TUNNEL,
    ]);
    assert.doesNotMatch(text, /192\.168/);
  });

  it("name the hosts file of Windows, and the tunnel", () => {
    for (const view of [
      { system: "win32", answers: false },
      { system: "wsl", answers: false },
      { system: "wsl", answers: true },
    ] as const) {
      assert.deepEqual(wayIn(shown(view), "host name"), [
        "after you add this line to C:\\Windows\\System32\\drivers\\etc\\hosts:",
        "127.0.0.1 todo-app.local",
        "and while this command runs:",
        TUNNEL,
      ]);
    }
  });

  it("call the node's address one of WSL's there, however near the node is", () => {
    const text = shown({ system: "wsl", answers: true });
    assert.match(text, /^ {2}inside WSL +http:\/\/192\.168\.49\.2:30123$/m);
    assert.doesNotMatch(shown({ system: "wsl", answers: false }), /192\.168/);
  });

  it("name no tunnel of minikube's for a cluster that is not minikube's, and no command to fill in", () => {
    const theirs = { nodePort: undefined, hosts: undefined };
    for (const system of ["linux", "darwin", "win32", "wsl"] as const) {
      const text = shown({ system, answers: false }, theirs);
      const [when, line, ...more] = wayIn(text, "host name")!;
      assert.match(
        when!,
        /^after you add this line to \S+hosts, with the address of the ingress:$/,
      );
      assert.deepEqual([line, ...more], ["INGRESS_ADDRESS todo-app.local"]);
      assert.doesNotMatch(text, /minikube tunnel/);
    }
  });

  it("leave the ingress out where there is none", () => {
    const text = shown({ system: "linux", answers: false }, { ingress: undefined });
    assert.equal(wayIn(text, "host name"), undefined);
    assert.doesNotMatch(text, /open now/);
  });
});

describe("what is looked at before an address is promised:", () => {
  ownCheckout();
  let server: net.Server;
  beforeEach(async () => {
    server = http.createServer((_, response) => response.end("the page")).listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  afterEach(() => server.close());

  const address = () => `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`;
  const view = (nodePort: string) => viewFromHere({ endpoints: { nodePort, backend: "" } });
  /** An API server at this address, as minikube writes it down. */
  function apiServer(host: string): void {
    const config = {
      contexts: [{ name: "minikube", context: { cluster: "c" } }],
      clusters: [{ name: "c", cluster: { server: `https://${host}:8443` } }],
    };
    fs.writeFileSync(process.env.KUBECONFIG!, JSON.stringify(config));
  }

  it("a node that answers is reached", async () => {
    const { answers, reached } = await view(address());
    assert.deepEqual({ answers, reached }, { answers: true, reached: true });
  });

  for (const [what, host, expected] of [
    ["is out of reach where its API server has a forwarded port", "localhost", false],
    ["is at fault where its API server has the node's address", "127.0.0.1", true],
  ] as const) {
    it(`one that does not answer ${what}`, async () => {
      const closed = address();
      server.close();
      await once(server, "close");
      apiServer(host);
      const { answers, reached } = await view(closed);
      assert.deepEqual({ answers, reached }, { answers: false, reached: expected });
    });
  }

  it("without a port of the node's nothing is", async () => {
    const { answers, reached } = await viewFromHere({ endpoints: { backend: "" } });
    assert.deepEqual({ answers, reached }, { answers: false, reached: false });
  });
});
