import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { configured, place } from "../../cli/stack/place";
import { dropSalt, withoutPassphrase } from "../../cli/stack/stackFile";
import { read } from "../support/documents";
import { ownCheckout } from "../support/standIn";

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

describe("what a stack's file sets", () => {
  ownCheckout();
  const write = (text: string) => fs.writeFileSync("Pulumi.dev.yaml", text);

  it("is text, as Pulumi takes it: also a name of digits alone, and what says yes or no", () => {
    write("config:\n  todo:namespace: 2026\n  todo:tls: true\n  todo:addons:\n    - a\n    -\n");
    assert.deepEqual(configured(), {
      ...{ "todo:namespace": "2026", "todo:tls": "true", "todo:addons": ["a", null] },
    });
    assert.equal(place().namespace, "2026");
  });

  it("is nothing where there is no such file, or nothing in it", () => {
    assert.deepEqual(configured(), {});
    for (const text of ["", "config:\n", "{}\n"]) {
      write(text);
      assert.deepEqual(configured(), {});
    }
  });

  it("is an error that names file and line where a slip of the pen is in it", () => {
    write("config:\n  todo:cpus: 4\n todo:profile: x\n");
    const words =
      /^Error: Pulumi\.dev\.yaml is not valid YAML: .* at line 3, column 1\. Nothing was changed\. Put that line right/;
    assert.throws(() => configured(), words);
    assert.throws(() => dropSalt("Pulumi.dev.yaml"), words);
  });
});

describe("Pulumi.dev.yaml", () => {
  it("is in the repository as every user can use it: without another user's passphrase", () => {
    const { status, stdout } = spawnSync("git", ["show", "HEAD:Pulumi.dev.yaml"], {
      encoding: "utf8",
    });
    const text = status === 0 ? stdout : read("Pulumi.dev.yaml");
    assert.doesNotMatch(text, /encryptionsalt|secure/);
  });
});
