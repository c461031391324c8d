import assert from "node:assert/strict";
import { takeDown } from "../../cli/down";
import { recover } from "../../cli/recover";
import { unknownRemoval } from "../../components/image/imageUsers";
import { ProfileRecord, recordFile } from "../../components/cluster/profileRecord";
import { uses } from "../support/removal";
import { Minikube } from "../support/models";
import { hearing, ownCheckout, standIn } from "../support/standIn";
import { stateOf, UUID } from "../support/states";

describe("a stack that pulumi does not know, and a profile does,", () => {
  ownCheckout();
  const tools = standIn();
  const said = hearing();
  beforeEach(() => {
    new Minikube(tools).runs("minikube");
    knows({});
  });

  /** The stacks that pulumi knows, by name with their ids. */
  function knows(owners: Record<string, string>): void {
    const names = Object.keys(owners).map((name) => ({ name }));
    tools
      .answer(/^pulumi stack ls --json/, JSON.stringify(names))
      .answer(/^pulumi stack export --stack (\S+)/, ([, name]) =>
        JSON.stringify(
          stateOf({ name: "cluster-owner", type: UUID, outputs: { result: owners[name!] } }),
        ),
      );
  }
  const ours = (more: Partial<ProfileRecord> = {}) =>
    uses("a", { stack: "dev", folder: process.cwd(), ...more });
  const removal = async () => {
    const error: Error = await takeDown({}).then(
      () => assert.fail("it ended well"),
      (error: Error) => error,
    );
    return /run for what is in the profile: (.+)$/m.exec(error.message)?.[1];
  };

  for (const [name, command] of [
    ["down", () => takeDown({})],
    ["recover", () => recover({})],
  ] as const)
    it(`is not said to be none by make ${name}: its state may be elsewhere`, async () => {
      ours();
      await assert.rejects(command, {
        message:
          "profile minikube knows stack dev of this checkout, and pulumi does not: its state is in another backend than " +
          "pulumi uses now, or was deleted without what the stack made. Nothing was changed.\n" +
          `If it is in another backend, select that backend (PULUMI_BACKEND_URL, pulumi login), then: make ${name}\n` +
          "If it was deleted, remove what is in the profile with: minikube delete --profile minikube\n" +
          `Remove its images in Docker with: ${unknownRemoval("a")}`,
      });
    });

  it("is taken out by hand of a profile that was there before, or that others use", async () => {
    const namespaces = [{ name: "todo-app", uid: "n1" }];
    const fix = `kubectl --context minikube delete namespace todo-app && rm ${recordFile("minikube", "a")}`;
    ours({ started: false, namespaces });
    const kubeconfig = / --kubeconfig \S+/;
    assert.equal((await removal())?.replace(kubeconfig, ""), fix);
    ours({ started: true, namespaces });
    uses("b");
    assert.equal((await removal())?.replace(kubeconfig, ""), fix);
  });

  it("is none where no profile knows it, or that is another's", async () => {
    for (const [owner, more] of Object.entries<Partial<ProfileRecord>>({
      b: { stack: "test", folder: process.cwd() },
      c: { stack: "dev", folder: "/elsewhere" },
    })) {
      uses(owner, more);
      assert.equal(await takeDown({}), 0);
    }
  });

  it("is known under the name that it has by now", async () => {
    ours();
    knows({ prod: "a" });
    assert.equal(await takeDown({}), 0);
    assert.match(said(), /Those that there are: prod: make down STACK=prod$/m);
    knows({ prod: "b" });
    await assert.rejects(takeDown({}), /profile minikube knows stack dev/);
  });
});
