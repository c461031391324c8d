import assert from "node:assert/strict";
import { addresses, View } from "../cli/addresses";

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
const shown = (view: Omit<View, "kubectl">, endpoints: object = {}) =>
  addresses(
    { ...OUTPUTS, endpoints: { ...OUTPUTS.endpoints, ...endpoints } },
    { ...view, kubectl: "kubectl --context minikube" },
  );

describe("the addresses at the end", () => {
  it("are the node's and the ingress's where this machine reaches the node", () => {
    for (const system of ["linux", "darwin"] as const) {
      const text = shown({ system, reached: true });
      assert.match(text, /open now +http:\/\/192\.168\.49\.2:30123/);
      assert.match(text, /echo '192\.168\.49\.2 todo-app\.local' \| sudo tee -a \/etc\/hosts$/m);
      assert.doesNotMatch(text, /tunnel/);
    }
  });

  it("name the tunnel where it does not, with the hosts file of the system", () => {
    const mac = shown({ system: "darwin", reached: false });
    assert.match(
      mac,
      /echo '127\.0\.0\.1 todo-app\.local' \| sudo tee -a \/etc\/hosts, and minikube/,
    );
    const windows = shown({ system: "win32", reached: false });
    assert.match(windows, /127\.0\.0\.1 todo-app\.local in C:\\Windows\\.*\\hosts, and minikube/);
    for (const text of [mac, windows]) {
      assert.match(text, /minikube tunnel --profile minikube left running/);
      assert.doesNotMatch(text, /192\.168/);
    }
  });

  it("send a browser of Windows through the forwarded port, however near the node is to WSL", () => {
    const text = shown({ system: "wsl", reached: true });
    assert.match(text, /inside WSL +http:\/\/192\.168\.49\.2:30123/);
    assert.match(text, /from anywhere +http:\/\/localhost:3000/);
    assert.match(text, /127\.0\.0\.1 todo-app\.local in C:\\Windows/);
    assert.doesNotMatch(shown({ system: "wsl", reached: false }), /192\.168/);
  });

  it("name no tunnel of minikube's for a cluster that is not minikube's", () => {
    const theirs = { nodePort: undefined, hosts: undefined };
    for (const system of ["linux", "darwin", "win32", "wsl"] as const) {
      const text = shown({ system, reached: false }, theirs);
      assert.match(text, /INGRESS_ADDRESS todo-app\.local/);
      assert.doesNotMatch(text, /minikube tunnel/);
    }
  });

  it("leave the ingress out where there is none", () => {
    const text = shown({ system: "linux", reached: false }, { ingress: undefined });
    assert.doesNotMatch(text, /by name|open now/);
  });
});
