import assert from "node:assert/strict";
import { once } from "node:events";
import * as fs from "node:fs";
import * as http from "node:http";
import * as net from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { bringBackImages, canRefresh } from "../cli/drift";
import { place } from "../cli/place";
import { STACK } from "../cli/stack";
import { writeMark } from "../components/profileMark";

const IMAGES = { backend: "todo-backend:1", frontend: "todo-frontend:2" };

/** A road whose ends hold these images; it writes down what is done on it. */
function road(engine: string[], node: string[] | undefined, built: string[] = engine) {
  const done: string[] = [];
  return {
    done,
    inEngine: async (image: string) => engine.includes(image),
    onNode: async (image: string) => node?.includes(image),
    build: async (parts: string[]) => {
      done.push(`build ${parts}`);
      engine.push(...built);
    },
    load: async (image: string) => done.push(`load ${image}`),
    say: (found: string) => void done.push(found),
  };
}

describe("images that were pruned behind the stack's back", () => {
  const both = Object.values(IMAGES);

  it("are none where the node has them, whatever the engine has", async () => {
    const clean = road([], both);
    await bringBackImages(IMAGES, clean);
    assert.deepEqual(clean.done, []);
  });

  it("are loaded again from the engine", async () => {
    const node = road(both, [IMAGES.frontend]);
    await bringBackImages(IMAGES, node);
    assert.deepEqual(node.done, [
      "todo-backend:1 is not on the node any more: loading it",
      "load todo-backend:1",
    ]);
  });

  it("are built and loaded again where the engine lost them too", async () => {
    const nothing = road([IMAGES.backend], [IMAGES.backend], [IMAGES.frontend]);
    await bringBackImages(IMAGES, nothing);
    assert.deepEqual(nothing.done, [
      "todo-frontend:2 is not in the engine any more: building it",
      "build frontend",
      "todo-frontend:2 is not on the node any more: loading it",
      "load todo-frontend:2",
    ]);
  });

  it("are built where the node cannot be asked: a new one will want them", async () => {
    const gone = road([], undefined, both);
    await bringBackImages(IMAGES, gone);
    assert.deepEqual(gone.done.at(-1), "build backend,frontend");
  });

  it("are left to up where the source has changed since", async () => {
    const edited = road([IMAGES.frontend], [IMAGES.frontend], ["todo-backend:3"]);
    await bringBackImages(IMAGES, edited);
    assert.deepEqual(edited.done.at(-1), "build backend");
  });
});

describe("the state is refreshed before up", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "todo-drift-"));
  const home = process.env.MINIKUBE_HOME;
  let server: http.Server;
  let url: string;
  before(async () => {
    process.env.MINIKUBE_HOME = folder;
    server = http.createServer((_, response) => response.end("ok")).listen(0, "127.0.0.1");
    await once(server, "listening");
    url = `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`;
  });
  after((done) => {
    if (home === undefined) delete process.env.MINIKUBE_HOME;
    else process.env.MINIKUBE_HOME = home;
    fs.rmSync(folder, { recursive: true });
    server.close(done);
  });
  const kubeconfig = (name: string, server: string): string => {
    const file = path.join(folder, `kubeconfig-${name}`);
    const cluster = { name, cluster: { server } };
    const context = { name, context: { cluster: name } };
    fs.writeFileSync(file, JSON.stringify({ clusters: [cluster], contexts: [context] }));
    return file;
  };
  const mark = (profile: string) =>
    writeMark(profile, STACK, { identity: "a", session: "b", started: true, addons: [] });
  const asked = (profile: string, server: string) =>
    canRefresh({
      profile,
      context: profile,
      namespace: "todo-app",
      kubeconfig: kubeconfig(profile, server),
    });

  it("where the profile is the stack's and answers", async () => {
    mark("ours");
    assert.equal(await asked("ours", url), true);
  });

  it("not where the profile does not answer: a stopped one has lost nothing", async () => {
    mark("stopped");
    const stopped = http.createServer().listen(0, "127.0.0.1");
    await once(stopped, "listening");
    const { port } = stopped.address() as net.AddressInfo;
    stopped.close();
    await once(stopped, "close");
    assert.equal(await asked("stopped", `http://127.0.0.1:${port}`), false);
  });

  it("not where a profile of the name is another one: what the state knows is not in it", async () => {
    assert.equal(await asked("another", url), false);
  });

  it("where a cluster of somebody's answers, which bears no mark", async () => {
    const file = path.join(folder, "Pulumi.x.yaml");
    const config = {
      "todo:cluster": "existing",
      "todo:context": "theirs",
      "todo:kubeconfig": kubeconfig("theirs", url),
    };
    fs.writeFileSync(file, JSON.stringify({ config }));
    assert.equal(await canRefresh(place(file)), true);
  });
});

describe("the place of a stack", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "todo-place-"));
  after(() => fs.rmSync(folder, { recursive: true }));
  const placed = (config: object) => {
    const file = path.join(folder, "Pulumi.x.yaml");
    fs.writeFileSync(file, JSON.stringify({ config }));
    return place(file);
  };

  it("is minikube's profile by default, and its images go there", () => {
    const { profile, context, namespace, delivery } = placed({});
    assert.deepEqual([profile, context, namespace], ["minikube", "minikube", "todo-app"]);
    assert.deepEqual(delivery, { kind: "minikube", profile: "minikube" });
  });

  it("is a context without a profile where the cluster exists", () => {
    const existing = { "todo:cluster": "existing", "todo:context": "c" };
    assert.equal(placed(existing).profile, undefined);
    assert.equal(placed(existing).delivery, undefined);
    assert.deepEqual(placed({ ...existing, "todo:imageDelivery": "kind" }).delivery, {
      kind: "kind",
      cluster: "kind",
    });
  });
});
