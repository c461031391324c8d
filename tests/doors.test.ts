import assert from "node:assert/strict";
import { doorOf } from "../cli/doors";

const NODE = "http://192.168.49.2:30123";
const door = (ways: { ingress?: string; nodePort?: string }, env = {}) =>
  doorOf({ endpoints: { backend: "", ...ways } }, env);

describe("the way into the app from here", () => {
  it("is the ingress, at the node's address and by its name", async () => {
    assert.deepEqual(await door({ ingress: "https://todo-app.local", nodePort: NODE }), {
      url: "https://192.168.49.2",
      host: "todo-app.local",
    });
  });

  it("is the node's port where there is no ingress", async () => {
    assert.equal((await door({ nodePort: NODE })).url, NODE);
  });

  it("is the ingress's name where nobody knows a node, as far as it leads somewhere", async () => {
    assert.deepEqual(await door({ ingress: "http://localhost" }), { url: "http://localhost" });
    await assert.rejects(
      door({ ingress: "https://nowhere.invalid" }),
      /nowhere\.invalid leads nowhere from here\. .*DOOR=https:\/\/INGRESS_ADDRESS, or forward a port/,
    );
    await assert.rejects(door({}), /Forward a port .*DOOR=http:\/\/localhost:3000/);
  });

  it("is what DOOR says, by the ingress's name", async () => {
    const env = { DOOR: "http://10.0.0.9" };
    const host = "todo-app.local";
    assert.deepEqual(await door({ ingress: `http://${host}` }, env), { url: env.DOOR, host });
    assert.equal((await door({ nodePort: NODE }, env)).url, env.DOOR);
  });
});
