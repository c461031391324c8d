import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { configArguments } from "../cli/config";
import { Change, configCommand } from "../components/configCommand";

describe("the command that changes a setting", () => {
  const changes: [what: string, change: Change, plain: string, byMake: string][] = [
    [
      "a number",
      { set: "todo:cpus", to: "4" },
      "pulumi config set todo:cpus 4",
      "make config SET=cpus=4",
    ],
    [
      "a text with spaces",
      { set: "todo:imageLoadCommand", to: "k3d image import {image}" },
      "pulumi config set todo:imageLoadCommand 'k3d image import {image}'",
      "make config SET='imageLoadCommand=k3d image import {image}'",
    ],
    [
      "an entry of a list",
      { set: "todo:addons[0]", to: "ingress" },
      "pulumi config set --path 'todo:addons[0]' ingress",
      "make config SET='addons[0]=ingress'",
    ],
    [
      "a text with a dollar and a quote",
      { set: "todo:imageLoadCommand", to: "it's $HOME" },
      "pulumi config set todo:imageLoadCommand 'it'\\''s $HOME'",
      "make config SET='imageLoadCommand=it'\\''s $$HOME'",
    ],
    [
      "nothing at all",
      { set: "todo:driver", to: "" },
      "pulumi config set todo:driver ''",
      "make config SET=driver=",
    ],
    [
      "a secret",
      { secret: "todo:cohereApiKey" },
      "pulumi config set --secret todo:cohereApiKey",
      "make config SECRET=cohereApiKey",
    ],
    [
      "a default again",
      { unset: "todo:cpus" },
      "pulumi config rm todo:cpus",
      "make config UNSET=cpus",
    ],
    [
      "one place of a list less",
      { unset: "todo:addons[1]" },
      "pulumi config rm --path 'todo:addons[1]'",
      "make config UNSET='addons[1]'",
    ],
  ];
  for (const [what, change, plain, byMake] of changes) {
    it(`sets ${what}, by whatever the user ran`, () => {
      assert.equal(configCommand(change, undefined), plain);
      assert.equal(configCommand(change, "dev"), byMake);
      assert.equal(configCommand(change, "test"), `${byMake} STACK=test`);
    });

    it(`gives make and pulumi ${what} as it was meant`, () => {
      const folder = fs.mkdtempSync(path.join(os.tmpdir(), "todo-config-"));
      try {
        // What the shell and make make of it: the program sees its environment.
        const makefile = "export SET SECRET UNSET\nconfig:\n\t@printenv SET SECRET UNSET || true\n";
        fs.writeFileSync(path.join(folder, "Makefile"), makefile);
        const seen = execFileSync("bash", ["-c", configCommand(change, "test")], {
          cwd: folder,
          encoding: "utf8",
          // As in a shell of the user's, also where make runs these tests.
          env: { PATH: process.env.PATH },
        });
        const [wish] = Object.entries(change).map(([key, value]) =>
          key === "set"
            ? `${value.replace("todo:", "")}=${"to" in change ? change.to : ""}`
            : value,
        );
        assert.equal(seen.trim(), wish!.replace("todo:", ""));
      } finally {
        fs.rmSync(folder, { recursive: true });
      }
    });
  }
});

describe("make config", () => {
  const asked: [env: Record<string, string>, args: string[]][] = [
    [{}, []],
    [{ SET: "", SECRET: "", UNSET: "" }, []],
    [{ SET: "cpus=4" }, ["set", "todo:cpus", "--", "4"]],
    [{ SET: "todo:cpus=4" }, ["set", "todo:cpus", "--", "4"]],
    [{ SET: "imageLoadCommand=a=b -c" }, ["set", "todo:imageLoadCommand", "--", "a=b -c"]],
    [{ SET: "driver=" }, ["set", "todo:driver", "--", ""]],
    [{ SET: "addons[1]=x" }, ["set", "--path", "todo:addons[1]", "--", "x"]],
    [{ SECRET: "jwtSecret" }, ["set", "--secret", "todo:jwtSecret"]],
    [{ SECRET: "todo:jwtSecret" }, ["set", "--secret", "todo:jwtSecret"]],
    [{ UNSET: "cpus" }, ["rm", "todo:cpus"]],
    [{ UNSET: "addons[1]" }, ["rm", "--path", "todo:addons[1]"]],
    [{ UNSET: "older:cpus" }, ["rm", "older:cpus"]],
  ];
  for (const [env, args] of asked) {
    it(`takes ${JSON.stringify(env)}`, () => assert.deepEqual(configArguments(env), args));
  }

  const refused: [env: Record<string, string>, words: RegExp][] = [
    [{ SET: "cpus" }, /^SET is "cpus": expected KEY=VALUE, such as: make config SET=cpus=4$/],
    [{ SET: "=4" }, /expected KEY=VALUE/],
    [{ SET: "cpu=4" }, /^cpu is not a key of this project/],
    [{ UNSET: "cpu" }, /^cpu is not a key of this project/],
    [{ SECRET: "toString" }, /^toString is not a key of this project/],
    [{ SECRET: "cpus" }, /^todo:cpus is not a secret/],
    [{ SET: "cpus=4", UNSET: "cpus" }, /^One of SET, SECRET and UNSET at a time/],
    [{ SET: "jwtSecret=of somebody" }, /is a secret.*Run: make config SECRET=jwtSecret$/],
  ];
  for (const [env, words] of refused) {
    it(`refuses ${JSON.stringify(env)}, and says what it wants`, () => {
      assert.throws(
        () => configArguments(env),
        (error: Error) => words.test(error.message) && !error.message.includes("of somebody"),
      );
    });
  }
});
