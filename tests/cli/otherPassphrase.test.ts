import assert from "node:assert/strict";
import { takeDown } from "../../cli/down";
import { recover } from "../../cli/recover";
import { backendUrl } from "../../cli/stack/localBackend";
import { answersRemoval } from "../support/removal";
import { Engine, Minikube } from "../support/models";
import { hearing, ownCheckout, standIn } from "../support/standIn";
import { stateOf, UUID } from "../support/states";

describe("a passphrase that is another one than the state's", () => {
  ownCheckout();
  const tools = standIn();
  const said = hearing();
  const local = () => ({ PULUMI_BACKEND_URL: backendUrl() });
  beforeEach(() => {
    new Minikube(tools);
    new Engine(tools);
    answersRemoval(tools, () =>
      stateOf({ name: "cluster-owner", type: UUID, outputs: { result: "a" } }),
    );
    tools
      .answer(/^pulumi (destroy|refresh|cancel)/, { code: 255 })
      .answer(/^pulumi stack import/, { code: 255, stderr: "error: incorrect passphrase" })
      .answer(/^pulumi stack export --show-secrets --stack dev$/, {
        code: 255,
        stderr: "error: failed to decrypt: incorrect passphrase",
      });
  });
  const advice =
    /\.pulumi-local\/passphrase does not match the state in the same folder\. [^]*\n  rm -r \.pulumi-local\n  make up$/m;

  it("is named where make down fails by it, with the ways on", async () => {
    assert.equal(await takeDown(local()), 255);
    assert.match(said(), advice);
  });

  it("is named by make recover, which cannot write the state", async () => {
    await assert.rejects(recover(local()), advice);
  });

  it("is none where another thing fails, or in a backend of the user's", async () => {
    assert.equal(await takeDown({}), 255);
    tools.answer(/^pulumi stack export --show-secrets/, { code: 255, stderr: "error: no room" });
    assert.equal(await takeDown(local()), 255);
    assert.doesNotMatch(said(), /passphrase/);
  });
});
