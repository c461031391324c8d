import { describe, expect, it } from "vitest";
import { refused } from "@/lib/server/origin";

const request = (method: string, headers: Record<string, string>) =>
  new Request("http://0.0.0.0:3000/api/tasks", { method, headers: { host: "todo-app.local", ...headers } });

describe("refused", () => {
  it.each([
    ["a write of this host's page", "POST", { origin: "http://todo-app.local" }],
    ["a write of this host's page by https", "DELETE", { origin: "https://todo-app.local" }],
    ["a write through a proxy that keeps the host apart", "PATCH", { origin: "https://todo.example", "x-forwarded-host": "todo.example" }],
    ["a write without Origin that the browser calls its own", "POST", { "sec-fetch-site": "same-origin" }],
    ["a write of a program, which carries nobody's cookies", "POST", {}],
    ["a read of another site's page", "GET", { origin: "https://evil.example", "sec-fetch-site": "cross-site" }],
  ])("lets pass %s", (_, method, headers) => {
    expect(refused(request(method, headers))).toBeUndefined();
  });

  it.each([
    ["of another site", { origin: "https://evil.example" }],
    ["of another port", { origin: "http://todo-app.local:8080" }],
    ["of a subdomain", { origin: "http://evil.todo-app.local" }],
    ["of a host that begins alike", { origin: "http://todo-app.local.evil.example" }],
    ["of a sandboxed frame", { origin: "null" }],
    ["with an Origin that is no address", { origin: "todo-app.local" }],
    ["that the browser calls another site's", { "sec-fetch-site": "cross-site" }],
    ["that the browser calls a sibling's", { "sec-fetch-site": "same-site" }],
  ])("answers 403 to a write %s", async (_, headers) => {
    const response = refused(request("POST", headers));
    expect(response?.status).toBe(403);
    expect(response?.headers.get("content-type")).toBe("application/problem+json");
    expect(await response?.json()).toMatchObject({ status: 403, title: "Forbidden" });
  });
});
