import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { clientProxies, proxiesIn } from "../../components/image/dockerConfig";
import { ownHome, standIn } from "../support/standIn";

const FILE = ".docker/config.json";
const ENGINE = "unix:///var/run/docker.sock";
const ONE = "http://proxy.example:3128";
const OTHER = "http://other.example:8080";

/** An argument in both cases of letters. */
const both = (name: string, value: string) => ({ [name]: value, [name.toLowerCase()]: value });
const http = (value: string) => both("HTTP_PROXY", value);

describe("the Docker client's proxies", () => {
  const read = (config: unknown, host: string | undefined = ENGINE) =>
    proxiesIn(typeof config === "string" ? config : JSON.stringify(config), FILE, () => host);

  const all = {
    httpProxy: ONE,
    httpsProxy: "http://s:1",
    noProxy: "localhost,.corp",
    ftpProxy: "ftp://f",
    allProxy: "socks5://a",
  };
  const cases: [string, unknown, Record<string, string>][] = [
    ["none in an empty file", "", {}],
    ["none in a file of blanks", " \n", {}],
    ["none in null", "null", {}],
    ["none in an empty configuration", {}, {}],
    ["none in one of logins", { auths: { r: { auth: "eDp5" } }, credsStore: "desktop" }, {}],
    ["none where proxies are null", { proxies: null }, {}],
    ["none where proxies are empty", { proxies: {} }, {}],
    ["none in an entry that is empty", { proxies: { default: {} } }, {}],
    ["none in an entry that is null", { proxies: { default: null } }, {}],
    ["none of an entry's null", { proxies: { default: { httpProxy: null } } }, {}],
    ["none of an empty text", { proxies: { default: { httpProxy: "" } } }, {}],
    ["none for another engine", { proxies: { "tcp://10.0.0.1:2376": { httpProxy: ONE } } }, {}],
    ["one alone", { proxies: { default: { httpProxy: ONE } } }, http(ONE)],
    [
      "every kind",
      { proxies: { default: all } },
      {
        ...http(ONE),
        ...both("HTTPS_PROXY", "http://s:1"),
        ...both("NO_PROXY", "localhost,.corp"),
        ...both("FTP_PROXY", "ftp://f"),
        ...both("ALL_PROXY", "socks5://a"),
      },
    ],
    ["no field of another name", { proxies: { default: { proxy: ONE, http_proxy: ONE } } }, {}],
    ["a field in any case", { Proxies: { default: { HTTPProxy: ONE } } }, http(ONE)],
    [
      "the last of two fields",
      '{"proxies":{"default":{"httpProxy":"a","HttpProxy":"b"}}}',
      http("b"),
    ],
    [
      "the engine's entry before the default one",
      { proxies: { default: { httpProxy: ONE }, [ENGINE]: { httpProxy: OTHER } } },
      http(OTHER),
    ],
    [
      "nothing of the default entry beside the engine's",
      {
        proxies: { default: { httpProxy: ONE, noProxy: ".corp" }, [ENGINE]: { httpProxy: OTHER } },
      },
      http(OTHER),
    ],
    [
      "none for an engine whose entry is empty",
      { proxies: { default: { httpProxy: ONE }, [ENGINE]: {} } },
      {},
    ],
    [
      "the default entry where another engine has one too",
      { proxies: { default: { httpProxy: ONE }, "tcp://10.0.0.1:2376": { httpProxy: OTHER } } },
      http(ONE),
    ],
    ["no entry of that name in another case", { proxies: { Default: { httpProxy: ONE } } }, {}],
    [
      "a value as it stands, also with a password",
      { proxies: { default: { httpProxy: "http://u:p%40ss@proxy:1" } } },
      http("http://u:p%40ss@proxy:1"),
    ],
    ["an object's inherited names for no engine's", '{"proxies":{"__proto__":{}}}', {}],
  ];
  for (const [what, config, proxies] of cases) {
    it(`are ${what}`, () => assert.deepEqual(read(config), proxies));
  }

  it("are the default ones where the client does not say which engine it asks", () => {
    const config = { proxies: { default: { httpProxy: ONE }, [ENGINE]: { httpProxy: OTHER } } };
    assert.deepEqual(
      proxiesIn(JSON.stringify(config), FILE, () => undefined),
      http(ONE),
    );
  });

  it("do not depend on the engine where there is one entry for all", () => {
    const nobody = () => assert.fail("the engine's address was asked for");
    const config = JSON.stringify({ proxies: { default: { httpProxy: ONE } } });
    assert.deepEqual(proxiesIn(config, FILE, nobody), http(ONE));
  });

  const broken: [string, string, RegExp][] = [
    ["no JSON", '{"auths": {"r": {"auth": "hunter2"', /it is not JSON/],
    ["one more comma", '{"proxies": {"default": {"httpProxy": "hunter2",}}}', /it is not JSON/],
    ["a list", '["hunter2"]', /what it holds is no object/],
    ["a text", '"hunter2"', /what it holds is no object/],
    ["proxies in a text", '{"proxies": "hunter2"}', /proxies is no object/],
    [
      "an entry in a list",
      '{"proxies": {"default": ["hunter2"]}}',
      /proxies\["default"\] is no ob/,
    ],
    [
      "a proxy in a list",
      '{"proxies": {"default": {"noProxy": ["hunter2"]}}}',
      /proxies\["default"\]\.noProxy is not text/,
    ],
    [
      "a number",
      '{"proxies": {"x": {"httpProxy": 3128}}}',
      /proxies\["x"\]\.httpProxy is not text/,
    ],
  ];
  for (const [what, text, message] of broken) {
    it(`are an error in a file with ${what}, which shows nothing of it`, () => {
      assert.throws(
        () => read(text),
        (error: Error & { __pulumiRunError?: boolean }) => {
          assert.ok(error.__pulumiRunError);
          assert.match(error.message, message);
          assert.ok(error.message.endsWith(`: mv ${FILE} ${FILE}.old`), error.message);
          assert.doesNotMatch(error.message, /hunter2|3128/);
          return true;
        },
      );
    });
  }

  describe("of this machine", () => {
    const home = ownHome();
    const tools = standIn();
    const write = (config: object) =>
      fs.writeFileSync(path.join(home.folder, "config.json"), JSON.stringify(config));
    const proxies = (more: Record<string, string> = {}) =>
      clientProxies({ DOCKER_CONFIG: home.folder, ...more });

    it("are none without a configuration, whatever the shell's are", () => {
      assert.deepEqual(proxies({ HTTP_PROXY: ONE, https_proxy: ONE }), {});
      assert.deepEqual(clientProxies({ DOCKER_CONFIG: path.join(home.folder, "nowhere") }), {});
    });

    it("are those of the folder in DOCKER_CONFIG", () => {
      write({ proxies: { default: { httpProxy: ONE } } });
      assert.deepEqual(proxies(), http(ONE));
    });

    it("are those of the engine that the client's context names", () => {
      write({ proxies: { default: { httpProxy: ONE }, [ENGINE]: { httpProxy: OTHER } } });
      tools.answer(/^docker context inspect/, `${ENGINE}\n`);
      assert.deepEqual(proxies(), http(OTHER));
    });

    it("are an error where the configuration cannot be read", () => {
      fs.mkdirSync(path.join(home.folder, "config.json"));
      assert.throws(() => proxies(), /config\.json cannot be read: EISDIR\. Nothing was changed\./);
    });
  });
});
