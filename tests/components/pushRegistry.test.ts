import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { PushRegistry, pushRegistry } from "../../components/image/pushRegistry";
import { digestOf } from "../support/pushingEngine";

describe("the registry of a push", () => {
  let folder: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "todo-"));
  });
  const opened: PushRegistry[] = [];
  afterEach(async () => {
    // Also those of a test that failed: no run of the tests would end while they listen.
    await Promise.all(opened.splice(0).map((registry) => registry.close()));
    fs.rmSync(folder, { recursive: true });
  });
  const open = async (there = new Map<string, number>()) => {
    const registry = await pushRegistry(folder, (digest) => there.get(digest));
    opened.push(registry);
    return registry;
  };
  const layer = Buffer.from("layer");
  /** @returns where the blob is to be sent. */
  const beginUpload = async ({ host }: { host: string }) => {
    const begun = await fetch(`http://${host}/v2/app/blobs/uploads/`, { method: "POST" });
    return `http://${host}${begun.headers.get("Location")}`;
  };
  const putBlob = (at: string, digest: string) =>
    fetch(`${at}?digest=${digest}`, { method: "PUT", body: "layer" });

  it("takes only uploads that it gave out, and each once", async () => {
    const registry = await open();
    const unknown = `http://${registry.host}/v2/app/blobs/uploads/1`;
    assert.equal((await fetch(unknown, { method: "PATCH", body: "layer" })).status, 404);
    assert.equal((await putBlob(unknown, digestOf(layer))).status, 404);
    for (const [digest, status] of [
      [digestOf(layer), 201],
      [digestOf(Buffer.from("other")), 400],
    ] as const) {
      const at = await beginUpload(registry);
      assert.equal((await putBlob(at, digest)).status, status);
      assert.equal((await putBlob(at, digestOf(layer))).status, 404);
    }
    assert.deepEqual([...registry.received().keys()], [digestOf(layer)]);
  });

  it("takes no blob whose digest is another one's, and keeps none of it", async () => {
    const registry = await open();
    for (const digest of [digestOf(Buffer.from("other")), "sha256:../../evil", ""]) {
      const put = await putBlob(await beginUpload(registry), digest);
      assert.equal(put.status, 400, digest);
    }
    assert.equal(registry.received().size, 0);
    assert.deepEqual(fs.readdirSync(path.join(folder, "blobs", "sha256")), []);
  });

  it("has by its size what is there, also where another image's layer is to be mounted", async () => {
    const registry = await open(new Map([[digestOf(layer), 5]]));
    const base = `http://${registry.host}/v2/app/blobs`;
    const head = await fetch(`${base}/${digestOf(layer)}`, { method: "HEAD" });
    assert.equal(head.headers.get("Content-Length"), "5");
    const mount = `${base}/uploads/?mount=${digestOf(layer)}&from=other`;
    assert.equal((await fetch(mount, { method: "POST" })).status, 201);
    const other = `${base}/uploads/?mount=${digestOf(Buffer.from("x"))}&from=other`;
    assert.equal((await fetch(other, { method: "POST" })).status, 202);
  });

  it("listens on the loopback alone, and no more once it is closed", async () => {
    const registry = await open();
    assert.match(registry.host, /^127\.0\.0\.1:\d+$/);
    await registry.close();
    await assert.rejects(fetch(`http://${registry.host}/v2/`));
  });
});
