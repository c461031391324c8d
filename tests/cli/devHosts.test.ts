import assert from "node:assert/strict";
import { devHosts } from "../../cli/devHosts";

describe("the hosts of make dev", () => {
  const cases: [string, string[]][] = [
    ["", []],
    [" , ", []],
    ["a-3000.tunnel.example", ["a-3000.tunnel.example"]],
    ["https://a-3000.tunnel.example/", ["a-3000.tunnel.example"]],
    ["https://A-3000.Tunnel.example/signup?next=1", ["a-3000.tunnel.example"]],
    ["todo.example:8443, 192.168.1.5:3000", ["todo.example", "192.168.1.5"]],
  ];
  for (const [text, hosts] of cases) {
    it(`are ${JSON.stringify(hosts)} for ${JSON.stringify(text)}`, () => {
      assert.deepEqual(devHosts(text), hosts);
    });
  }

  for (const wrong of [
    "*",
    "*.tunnel.example",
    "two words",
    "https://",
    "[::1]",
    "tunnel example/a",
  ]) {
    it(`are not ${JSON.stringify(wrong)}, and the error says what to run`, () => {
      assert.throws(
        () => devHosts(`tunnel.example, ${wrong}`),
        ({ message }: Error) =>
          message.startsWith(`DEV_HOSTS names "${wrong}": `) &&
          message.endsWith("Run: make dev DEV_HOSTS=a-3000.tunnel.example"),
      );
    });
  }
});
