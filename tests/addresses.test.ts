import assert from "node:assert/strict";
import { once } from "node:events";
import * as fs from "node:fs";
import * as http from "node:http";
import * as net from "node:net";
import { addresses, View, viewFromHere } from "../cli/addresses";
import { ownCheckout } from "./standIn";

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
  it("are the node's and the ingress's where this machine reaches the node", () => {
    for (const system of ["linux", "darwin"] as const) {
      const text = shown({ system, answers: true });
      assert.match(text, /open now +http:\/\/192\.168\.49\.2:30123/);
      assert.match(text, /echo '192\.168\.49\.2 todo-app\.local' \| sudo tee -a \/etc\/hosts$/m);
      assert.doesNotMatch(text, /tunnel/);
    }
  });

  it("name the tunnel where it does not, with the hosts file of the system", () => {
    const mac = shown({ system: "darwin", answers: false });
    assert.match(
      mac,
      /echo '127\.0\.0\.1 todo-app\.local' \| sudo tee -a \/etc\/hosts, and minikube/,
    );
    const windows = shown({ system: "win32", answers: false });
    assert.match(windows, /127\.0\.0\.1 todo-app\.local in C:\\Windows\\.*\\hosts, and minikube/);
    for (const text of [mac, windows]) {
      assert.match(text, /minikube tunnel --profile minikube left running/);
      assert.doesNotMatch(text, /192\.168/);
    }
  });

  it("send a browser of Windows through the forwarded port, however near the node is to WSL", () => {
    const text = shown({ system: "wsl", answers: true });
    assert.match(text, /inside WSL +http:\/\/192\.168\.49\.2:30123/);
    assert.match(text, /from anywhere +http:\/\/localhost:3000/);
    assert.match(text, /127\.0\.0\.1 todo-app\.local in C:\\Windows/);
    assert.doesNotMatch(shown({ system: "wsl", answers: false }), /192\.168/);
  });

  it("name no tunnel of minikube's for a cluster that is not minikube's", () => {
    const theirs = { nodePort: undefined, hosts: undefined };
    for (const system of ["linux", "darwin", "win32", "wsl"] as const) {
      const text = shown({ system, answers: false }, theirs);
      assert.match(text, /INGRESS_ADDRESS todo-app\.local/);
      assert.doesNotMatch(text, /minikube tunnel/);
    }
  });

  it("leave the ingress out where there is none", () => {
    const text = shown({ system: "linux", answers: false }, { ingress: undefined });
    assert.doesNotMatch(text, /by name|open now/);
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
