import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { withoutPassphrase } from "../cli/stack/stackFile";
import { read } from "./documents";

const SALT = "encryptionsalt: v1:aaaa=:v1:bbbb:cccc==\n";

describe("a stack's file", () => {
  it("without a salt is left as it is, to the byte", () => {
    const text = read("Pulumi.dev.yaml");
    assert.equal(withoutPassphrase(text), text);
    assert.equal(withoutPassphrase(text + SALT), text);
    assert.equal(withoutPassphrase(SALT + text), text);
  });

  it("loses what it says of a passphrase, and nothing else", () => {
    const text = `# mine\n${SALT}config:\n  # why six\n  todo:cpus: "6"\n`;
    assert.equal(withoutPassphrase(text), '# mine\nconfig:\n  # why six\n  todo:cpus: "6"\n');
    assert.equal(withoutPassphrase(SALT), "config: {}\n");
  });

  it("is left as it is when it holds a secret, at any depth", () => {
    const secret = "secure: v1:dddd";
    assert.equal(
      withoutPassphrase(`${SALT}config:\n  todo:jwtSecret:\n    ${secret}\n`),
      undefined,
    );
    const deep = `${SALT}config:\n  todo:a:\n    - b:\n        ${secret}\n`;
    assert.equal(withoutPassphrase(deep), undefined);
  });
});

describe("Pulumi.dev.yaml", () => {
  it("is in the repository as everybody can use it: without a passphrase of somebody's", () => {
    const { status, stdout } = spawnSync("git", ["show", "HEAD:Pulumi.dev.yaml"], {
      encoding: "utf8",
    });
    const text = status === 0 ? stdout : read("Pulumi.dev.yaml");
    assert.doesNotMatch(text, /encryptionsalt|secure/);
  });
});
