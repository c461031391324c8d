import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { configArguments } from "../../cli/config";
import { gapProblems, refuseGaps } from "../../cli/stack/listGaps";
import { Change, configCommand } from "../../todo/configCommand";
import { declaredKeys } from "../../todo/configSource";
import { ownCheckout } from "../support/standIn";

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
        // bash takes Node's pipe for a remote shell's, and would read the start-up file of a user without a home.
        const seen = execFileSync("bash", ["--norc", "-c", configCommand(change, "test")], {
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
    [{ SET: "addons[0]=x" }, ["set", "--path", "todo:addons[0]", "--", "x"]],
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
    [{ SET: "cpus=4", UNSET: "cpus" }, /^Use only one of SET, SECRET and UNSET at a time/],
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

  const next: [list: string[] | undefined, at: number][] = [
    [undefined, 0],
    [["ingress"], 0],
    [["ingress"], 1],
    [["ingress", "registry"], 2],
  ];
  for (const [list, at] of next) {
    it(`sets place ${at} of a list with ${list?.length ?? "no"} elements`, () => {
      assert.deepEqual(configArguments({ SET: `addons[${at}]=x` }, { "todo:addons": list }), [
        ...["set", "--path", `todo:addons[${at}]`, "--", "x"],
      ]);
    });
  }

  const skipping: [list: unknown[] | undefined, wish: string, most: number, commands: string[]][] =
    [
      [undefined, "addons[1]=x", 0, ["[0]=ingress", "[1]=x"]],
      [[], "addons[1]=x", 0, ["[0]=ingress", "[1]=x"]],
      [undefined, "addons[1]=ingress", 0, ["[0]=ingress"]],
      [undefined, "addons[999999999]=x", 0, ["[0]=ingress", "[1]=x"]],
      [["registry"], "addons[2]=x", 1, ["[0]=registry", "[1]=x"]],
      [[null, "registry"], "addons[3]=x", 2, ["[0]=ingress", "[1]=registry", "[2]=x"]],
    ];
  for (const [list, wish, most, places] of skipping) {
    it(`refuses ${wish} for the list ${JSON.stringify(list)}, and says how to set it`, () => {
      const fix = places.map((place) => ` && make config SET='addons${place}'`).join("");
      assert.throws(() => configArguments({ SET: wish }, { "todo:addons": list }), {
        message:
          `SET is "${wish}": expected at most todo:addons[${most}], the next position in the list. ` +
          `Nothing was changed. Run: make config UNSET=addons${fix}`,
      });
    });
  }
});

describe("a list in a stack's file", () => {
  const declared = declaredKeys();
  const problems = (addons: unknown, stack = "dev") =>
    gapProblems({ "todo:addons": addons, "todo:host": null }, declared, stack);

  const gaps: [list: unknown[], commands: string[]][] = [
    [
      [null, "metrics-server"],
      ["[0]=ingress", "[1]=metrics-server"],
    ],
    [
      ["ingress", null, null, "registry"],
      ["[0]=ingress", "[1]=registry"],
    ],
    [[null, "ingress"], ["[0]=ingress"]],
    [[null], ["[0]=ingress"]],
    [["registry", null], ["[0]=registry"]],
  ];
  for (const [list, places] of gaps) {
    it(`${JSON.stringify(list)} is a problem, with the commands that set it anew`, () => {
      const fix = places.map((place) => ` && make config SET='addons${place}'`).join("");
      assert.deepEqual(problems(list), [
        `todo:addons is ${JSON.stringify(list)}: expected a list without null. Run: make config UNSET=addons${fix}`,
      ]);
    });
  }

  it("with a gap names the stack in each command, where it is not the default one", () => {
    assert.match(
      problems([null, "x"], "test")[0]!,
      /UNSET=addons STACK=test && .*'addons\[0\]=ingress' STACK=test && .*'addons\[1\]=x' STACK=test$/,
    );
  });

  it("without a gap is none, nor is one that is not set, or is no list", () => {
    for (const addons of [undefined, null, [], ["ingress"], ["", "x"], "ingress"])
      assert.deepEqual(problems(addons), []);
  });

  describe("of this checkout", () => {
    const checkout = ownCheckout();

    it("with a gap is refused, and nothing is changed", () => {
      const file = path.join(checkout.folder, "Pulumi.dev.yaml");
      fs.writeFileSync(file, "config:\n  todo:addons:\n    - ingress\n");
      refuseGaps();
      fs.writeFileSync(file, "config:\n  todo:addons:\n    - null\n    - x\n");
      assert.throws(
        refuseGaps,
        /^Error: 1 setting is invalid; nothing was changed\.\n {2}- todo:addons is \[null,"x"\]: /,
      );
    });
  });
});
