import assert from "node:assert/strict";
import { givenCommands } from "../components/process/userCommands";
import { userCommands } from "../todo/userCommands";

describe("what a program of a component tells the user to type", () => {
  const given = (variables: Record<string, string>) =>
    givenCommands((name) => variables[name] ?? "");

  it("are the commands that the component was given", () => {
    const COMMANDS = JSON.stringify(userCommands("test", []));
    assert.equal(given({ COMMANDS, STACK: "test" }).down, "make down STACK=test");
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

  it("is the same whoever runs it, for it stands in the state", () => {
    const before = process.env.TODO_MAKE_STACK;
    delete process.env.TODO_MAKE_STACK;
    const plain = userCommands("dev", ["ingress"]);
    process.env.TODO_MAKE_STACK = "dev";
    assert.deepEqual(userCommands("dev", ["ingress"]), plain);
    if (before === undefined) delete process.env.TODO_MAKE_STACK;
    else process.env.TODO_MAKE_STACK = before;
  });
});
