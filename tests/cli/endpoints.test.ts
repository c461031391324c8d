import assert from "node:assert/strict";
import { endpointOf } from "../../cli/cluster/endpoint";

const NODE = "http://192.168.49.2:30123";
const endpoint = (ways: { ingress?: string; nodePort?: string }, env = {}) =>
  endpointOf({ endpoints: { backend: "", ...ways } }, env);

describe("the way into the app from here", () => {
  it("is the ingress, at the node's address and by its name", async () => {
    assert.deepEqual(await endpoint({ ingress: "https://todo-app.local", nodePort: NODE }), {
      url: "https://192.168.49.2",
      host: "todo-app.local",
    });
  });

  it("is the node's port where there is no ingress", async () => {
    assert.equal((await endpoint({ nodePort: NODE })).url, NODE);
  });

  it("is the ingress's name where no node is known, if that name resolves", async () => {
    assert.deepEqual(await endpoint({ ingress: "http://localhost" }), { url: "http://localhost" });
    await assert.rejects(
      endpoint({ ingress: "https://nowhere.invalid" }),
      /nowhere\.invalid cannot be reached from this machine\. .*ENDPOINT=https:\/\/INGRESS_ADDRESS, or forward a port/,
    );
    await assert.rejects(endpoint({}), /Forward a port .*ENDPOINT=http:\/\/localhost:3000/);
  });

  it("is what ENDPOINT says, by the ingress's name", async () => {
    const env = { ENDPOINT: "http://10.0.0.9" };
    const host = "todo-app.local";
    assert.deepEqual(await endpoint({ ingress: `http://${host}` }, env), {
      url: env.ENDPOINT,
      host,
    });
    assert.equal((await endpoint({ nodePort: NODE }, env)).url, env.ENDPOINT);
  });
});
