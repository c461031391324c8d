import assert from "node:assert/strict";
import { pulumi } from "../../cli/stack/stack";
import { replaceProcesses } from "../../components/process/shell";
import { givenCommands } from "../../components/process/userCommands";
import { userCommands } from "../../todo/userCommands";
import { StandIn } from "../support/standIn";

describe("what a program of a component tells the user to type", () => {
  const given = (variables: Record<string, string>) =>
    givenCommands((name) => variables[name] ?? "");

  it("are the commands that the component was given", () => {
    const COMMANDS = JSON.stringify(userCommands("test", []));
    assert.equal(given({ COMMANDS, STACK: "test" }).down, "make down STACK=test");
  });

  it("are those of the stack as it is called now, where make runs it: the state has its name before a rename", () => {
    const COMMANDS = JSON.stringify(userCommands("dev", ["ingress"]));
    const now = JSON.stringify(userCommands("prod", []));
    const { down, useAddon } = given({ COMMANDS, PRESENT_COMMANDS: now, STACK: "dev" });
    assert.equal(down, "make down STACK=prod");
    assert.ok(useAddon?.traefik);
    assert.equal(given({ PRESENT_COMMANDS: now, STACK: "dev" }).up, "make up STACK=prod");
  });

  it("are given by make to all that it runs through pulumi", async () => {
    let environment: NodeJS.ProcessEnv = {};
    const tools = new StandIn();
    const attach = async (_: string, __: string[], env: NodeJS.ProcessEnv) => {
      environment = env;
      return 0;
    };
    const restore = replaceProcesses({
      ...{ attach, run: tools.run, ask: tools.ask, follow: tools.follow },
    });
    const before = process.env.STACK;
    process.env.STACK = "prod";
    try {
      await pulumi(["destroy"], {});
    } finally {
      restore();
      if (before === undefined) delete process.env.STACK;
      else process.env.STACK = before;
    }
    const { TODO_MAKE_STACK, PRESENT_COMMANDS = "" } = environment;
    assert.equal(TODO_MAKE_STACK, "prod");
    assert.deepEqual(JSON.parse(PRESENT_COMMANDS), userCommands("prod", []));
  });

  it("are Pulumi's own for that stack, where it was given none", () => {
    assert.deepEqual(given({ COMMANDS: "", STACK: "it's" }), {
      up: "pulumi up --stack 'it'\\''s'",
      down: "pulumi destroy --stack 'it'\\''s'",
      recover: "pulumi cancel --stack 'it'\\''s' --yes && pulumi refresh --stack 'it'\\''s'",
    });
  });
});

describe("what this app's stack gives them", () => {
  it("leads to make, and for an addon to every setting that goes with it", () => {
    assert.deepEqual(userCommands("dev", ["metrics-server", "ingress"]), {
      ...{ up: "make up", down: "make down", recover: "make recover" },
      useAddon: {
        ingress:
          "make config SET='addons[1]=ingress'; make config SET=ingressClass=nginx; make config SET=ingressNamespace=ingress-nginx",
        traefik:
          "make config SET='addons[1]=traefik'; make config SET=ingressClass=traefik; make config SET=ingressNamespace=kube-system",
      },
    });
  });

  it("says nothing of addons where none of them leads to the app", () => {
    assert.equal(userCommands("dev", ["metrics-server"]).useAddon, undefined);
  });

  it("is the same from make or from plain Pulumi, for it stands in the state", () => {
    const before = process.env.TODO_MAKE_STACK;
    delete process.env.TODO_MAKE_STACK;
    const plain = userCommands("dev", ["ingress"]);
    process.env.TODO_MAKE_STACK = "dev";
    assert.deepEqual(userCommands("dev", ["ingress"]), plain);
    if (before === undefined) delete process.env.TODO_MAKE_STACK;
    else process.env.TODO_MAKE_STACK = before;
  });
});
