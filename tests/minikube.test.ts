import assert from "node:assert/strict";
import { once } from "node:events";
import * as fs from "node:fs";
import * as http from "node:http";
import * as net from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { nameOnNode } from "../components/imageDelivery";
import { answers, contextsIn, kubeconfigPath, serverOf } from "../components/kubeconfig";
import { shortName } from "../components/minikube";
import { capped, startArguments } from "../components/minikubeStart";

describe("a profile that is started", () => {
  it("is as large as asked where the host has that much", () => {
    const { size, warnings } = capped({ cpus: 4, memoryMiB: 8192 }, { cpus: 8, memoryMiB: 32768 });
    assert.deepEqual(size, { cpus: 4, memoryMiB: 8192 });
    assert.deepEqual(warnings, []);
  });

  it("is capped to the host, with a warning that names the key and the value used", () => {
    const { size, warnings } = capped({ cpus: 4, memoryMiB: 8192 }, { cpus: 2, memoryMiB: 4096 });
    assert.deepEqual(size, { cpus: 2, memoryMiB: 3072 });
    assert.match(warnings[0]!, /todo:cpus is 4, the host has 2: using 2/);
    assert.match(warnings[1]!, /todo:memoryMiB is 8192, the host has 4096: using 3072/);
  });

  it("leaves to minikube what is not set, and gives it each value as one argument", () => {
    const options = {
      profile: "p",
      uuid: "00000000-0000-4000-8000-000000000001",
      cpus: 4,
      memoryMiB: 8192,
      driver: "",
      kubernetesVersion: "",
      cni: "",
      keepContext: false,
    };
    assert.ok(
      !startArguments(options).some((arg) => /driver|kubernetes-version|cni|keep/.test(arg)),
    );
    const all = startArguments({
      ...options,
      driver: "docker",
      kubernetesVersion: "v1.34.0",
      cni: "calico",
      keepContext: true,
    });
    for (const arg of [
      "--uuid=00000000-0000-4000-8000-000000000001",
      "--cpus=4",
      "--memory=8192mb",
      "--driver=docker",
      "--kubernetes-version=v1.34.0",
      "--cni=calico",
      "--keep-context",
    ]) {
      assert.ok(all.includes(arg), arg);
    }
  });
});

describe("kubeconfig", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "todo-kube-"));
  const file = path.join(folder, "config");
  after(() => fs.rmSync(folder, { recursive: true }));
  const write = (server: string) =>
    fs.writeFileSync(
      file,
      `contexts: [{name: mini, context: {cluster: c}}]\nclusters: [{name: c, cluster: {server: "${server}"}}]\n`,
    );

  it("is the one that is set, else the first of KUBECONFIG, else the one in the home folder", () => {
    assert.equal(kubeconfigPath("/x/y", { KUBECONFIG: "/a" }), "/x/y");
    assert.equal(kubeconfigPath("", { KUBECONFIG: ["", "/a", "/b"].join(path.delimiter) }), "/a");
    assert.equal(kubeconfigPath("", {}), path.join(os.homedir(), ".kube", "config"));
    assert.equal(kubeconfigPath("~/k", {}), path.join(os.homedir(), "k"));
  });

  it("gives the contexts and the server of one", () => {
    write("https://192.0.2.1:8443");
    assert.deepEqual(contextsIn(file), ["mini"]);
    assert.equal(serverOf(file, "mini")?.host, "192.0.2.1:8443");
    assert.equal(serverOf(file, "other"), undefined);
    assert.deepEqual(contextsIn(path.join(folder, "nothing")), []);
  });

  describe("asks whether an API server answers, and takes", () => {
    let server: net.Server;
    const listen = async (started: net.Server, scheme = "http") => {
      server = started.listen(0, "127.0.0.1");
      await once(server, "listening");
      return new URL(`${scheme}://127.0.0.1:${(server.address() as net.AddressInfo).port}`);
    };
    afterEach((done) => void (server?.listening ? server.close(done) : done()));

    it("a refusal of strangers for an answer", async () => {
      const url = await listen(http.createServer((_, response) => response.writeHead(401).end()));
      assert.equal(await answers(url), true);
    });

    it("an error of its own for an answer: it is there, and not well yet", async () => {
      const url = await listen(http.createServer((_, response) => response.writeHead(500).end()));
      assert.equal(await answers(url), true);
    });

    it("a connection that says nothing for none, as with a paused node", async () => {
      const open: net.Socket[] = [];
      const url = await listen(net.createServer((socket) => open.push(socket)));
      assert.equal(await answers(url, 50), false);
      open.forEach((socket) => socket.destroy());
    });

    it("a connection that is closed at once for none, as with a node whose API server stopped", async () => {
      const url = await listen(
        net.createServer((socket) => socket.destroy()),
        "https",
      );
      assert.equal(await answers(url), false);
    });

    it("no server, and no address, for none", async () => {
      const url = await listen(net.createServer());
      server.close();
      await once(server, "close");
      assert.equal(await answers(url), false);
      assert.equal(await answers(undefined), false);
    });
  });
});

describe("an image's name", () => {
  it("is the long one on a node", () => {
    assert.equal(nameOnNode("todo-backend:1"), "docker.io/library/todo-backend:1");
    assert.equal(nameOnNode("me/todo-backend:1"), "docker.io/me/todo-backend:1");
    assert.equal(nameOnNode("ghcr.io/me/todo-backend:1"), "ghcr.io/me/todo-backend:1");
    assert.equal(nameOnNode("localhost:5000/todo-backend:1"), "localhost:5000/todo-backend:1");
  });
  it("is docker's short one again", () => {
    for (const image of ["todo-backend:1", "me/todo-backend:1", "ghcr.io/me/todo-backend:1"]) {
      assert.equal(shortName(nameOnNode(image)), image);
    }
  });
});
