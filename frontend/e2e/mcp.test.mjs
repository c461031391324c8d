/** A client of somebody else's, by the protocol alone: MCP's TypeScript SDK at the backend's /mcp. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { it } from "node:test";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

/** The backend's own address: neither the page nor an ingress passes on to its tools. */
const { BACKEND_URL } = process.env;
const skip = BACKEND_URL ? false : "BACKEND_URL names no backend that is reached without the page";

async function token() {
  const response = await fetch(`${BACKEND_URL}/api/auth/signup`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: `mcp-${randomUUID()}@example.com`, password: `pass ${randomUUID()}` }),
  });
  return (await response.json()).access_token;
}

async function connected(headers = {}) {
  const client = new Client({ name: "somebody-elses", version: "1.0.0" });
  await client.connect(new StreamableHTTPClientTransport(new URL(`${BACKEND_URL}/mcp`), { requestInit: { headers } }));
  return client;
}

it("a foreign MCP client uses all five tools with a user's token", { skip }, async () => {
  const client = await connected({ authorization: `Bearer ${await token()}` });
  const { tools } = await client.listTools();
  assert.deepEqual(tools.map(({ name }) => name).sort(), ["add_task", "complete_task", "delete_task", "list_tasks", "update_task"]);
  const call = async (name, args) => (await client.callTool({ name, arguments: args })).structuredContent;
  const task_id = (await call("add_task", { title: "buy milk" })).task.id;
  assert.equal((await call("update_task", { task_id, title: "buy oat milk" })).task.title, "buy oat milk");
  assert.equal((await call("complete_task", { task_id })).task.completed, true);
  assert.deepEqual((await call("list_tasks", {})).tasks.map(({ title, completed }) => [title, completed]), [["buy oat milk", true]]);
  await call("delete_task", { task_id });
  assert.equal((await call("list_tasks", {})).total, 0);
  await client.close();
});

it("without a token it gets a 401", { skip }, async () => {
  await assert.rejects(connected(), ({ code }) => code === 401);
});
