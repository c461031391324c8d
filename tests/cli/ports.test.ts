import assert from "node:assert/strict";
import { once } from "node:events";
import * as net from "node:net";
import { freePort, holderOf, isFree, mustBeFree, portIn } from "../../cli/doctor/ports";
import { standIn } from "../support/standIn";

describe("a port of this machine", () => {
  const tools = standIn();
  const servers: net.Server[] = [];
  afterEach(() => servers.splice(0).forEach((server) => server.close()));
  const listen = async (host?: string) => {
    const server = net.createServer();
    servers.push(server);
    server.listen(0, host);
    await once(server, "listening");
    return (server.address() as net.AddressInfo).port;
  };
  const LSOF = "p4711\ncnode\n";
  const SS = 'LISTEN 0 511 *:3000 *:* users:(("next-server (v1)",pid=4712,fd=21))\n';

  for (const host of [undefined, "127.0.0.1", "0.0.0.0"]) {
    it(`is not free where a program listens on ${host ?? "every address"}`, async () => {
      const port = await listen(host);
      assert.equal(await isFree(port), false);
      assert.notEqual(await freePort(port), port);
      servers.splice(0).forEach((server) => server.close());
      assert.equal(await isFree(port), true);
      assert.equal(await freePort(port), port);
    });
  }

  const holders: [string, string | undefined, string | undefined, string | undefined][] = [
    ["lsof", LSOF, SS, "node (process 4711)"],
    ["ss, where there is no lsof", undefined, SS, "next-server (v1) (process 4712)"],
    ["ss, where lsof may not see it", "", SS, "next-server (v1) (process 4712)"],
    ["nobody, where the process is another user's", "", "LISTEN 0 511 *:3000 *:*\n", undefined],
    ["nobody, where there is neither", undefined, undefined, undefined],
  ];
  for (const [what, lsof, ss, expected] of holders) {
    it(`has its holder named by ${what}`, async () => {
      tools
        .answer(/^lsof -nP -iTCP:3000 -sTCP:LISTEN -Fpc$/, lsof ?? { code: 127 })
        .answer(/^ss -Hltnp sport = :3000$/, ss ?? { code: 127 });
      assert.equal(await holderOf(3000), expected);
    });
  }

  it("that is taken is an error which names the holder, and the command that takes another", async () => {
    tools.answer(/^lsof/, LSOF);
    const [page, api] = [await listen(), await listen()];
    await assert.rejects(mustBeFree({ PAGE_PORT: page, API_PORT: api }), ({ message }: Error) => {
      assert.match(
        message,
        new RegExp(`^Port ${page} is taken by node \\(process 4711\\)\\.$`, "m"),
      );
      assert.match(message, /^Stop that program, or run: make dev PAGE_PORT=\d+ API_PORT=\d+$/m);
      return true;
    });
    tools.answer(/./, { code: 127 });
    await assert.rejects(mustBeFree({ API_PORT: api }), /is taken by another program\.\nEnd/);
    servers.splice(0).forEach((server) => server.close());
    await mustBeFree({ PAGE_PORT: page, API_PORT: api });
  });

  it("is one for each server, and none that another one wants is suggested", async () => {
    tools.answer(/./, { code: 127 });
    const port = await listen();
    await assert.rejects(
      mustBeFree({ PAGE_PORT: port, API_PORT: port }),
      new RegExp(`^Error: PAGE_PORT and API_PORT are both ${port}\\. Run: make dev API_PORT=\\d+$`),
    );
    const next = await freePort(port + 1);
    await assert.rejects(mustBeFree({ PAGE_PORT: port, API_PORT: next }), ({ message }: Error) => {
      assert.doesNotMatch(message, new RegExp(`PAGE_PORT=${next}$`, "m"));
      return true;
    });
    assert.equal(await freePort(65536), 65536, "there is no port behind the last one");
  });

  it("is named by a variable, or is an error with a command that runs", () => {
    assert.equal(portIn("PAGE_PORT", 3000, {}), 3000);
    assert.equal(portIn("PAGE_PORT", 3000, { PAGE_PORT: "" }), 3000);
    assert.equal(portIn("PAGE_PORT", 3000, { PAGE_PORT: "3001" }), 3001);
    for (const wrong of ["0", "65536", "-1", "80a", "3000.5", "http"])
      assert.throws(
        () => portIn("PAGE_PORT", 3000, { PAGE_PORT: wrong }),
        new RegExp(`PAGE_PORT is "${wrong}": .* Run: make dev PAGE_PORT=3001$`),
      );
  });
});
