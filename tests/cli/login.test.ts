import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { backendUrl, LOCAL } from "../../cli/stack/localBackend";
import { pulumiEnvironment } from "../../cli/stack/stack";
import { ownCheckout, type Reply, standIn } from "../support/standIn";

describe("pulumi's backend, where the shell has chosen none", () => {
  const home = ownCheckout();
  const tools = standIn();
  const whoami = (reply: Reply) => tools.answer(/^pulumi whoami --non-interactive$/, reply);
  // As pulumi 3.274 says it, and earlier ones before them.
  const none = "error: this command requires logging in; try running `pulumi login` first\n";
  const loggedInTo = (current: string) =>
    fs.writeFileSync(path.join(home.folder, "credentials.json"), JSON.stringify({ current }));
  beforeEach(() => void (process.env.PULUMI_CREDENTIALS_PATH = home.folder));
  afterEach(() => delete process.env.PULUMI_CREDENTIALS_PATH);

  it("is the user's own where it is logged in there", async () => {
    whoami("me\n");
    assert.deepEqual(await pulumiEnvironment(), {});
    assert.equal(fs.existsSync(LOCAL), false);
  });

  for (const [where, stderr, before] of [
    ["nowhere", none, () => {}],
    ["nowhere any more", none, () => loggedInTo("")],
    [
      "nowhere, which an earlier pulumi says",
      "PULUMI_ACCESS_TOKEN must be set for login",
      () => {},
    ],
  ] as const)
    it(`is the checkout's where it is logged in ${where}`, async () => {
      before();
      whoami({ code: 3, stderr });
      assert.equal((await pulumiEnvironment()).PULUMI_BACKEND_URL, backendUrl());
    });

  for (const [what, stderr] of Object.entries({
    "a service out of reach":
      'error: performing HTTP request: Get "https://api.pulumi.com/api/user": dial tcp: no such host',
    "a folder that is not mounted":
      'error: unable to open state directory "file:///mnt/state": stat /mnt/state: no such file or directory',
    "a service that takes the login no more": none,
  }))
    it(`is not begun in the checkout, where the stack may be in ${what}`, async () => {
      loggedInTo("https://api.pulumi.com");
      whoami({ code: 1, stderr });
      await assert.rejects(pulumiEnvironment(), ({ message }: Error) => {
        assert.match(
          message,
          /^pulumi is logged in to a backend that does not answer, or .*Nothing was changed\./,
        );
        assert.ok(message.includes(stderr.trim()), message);
        assert.match(
          message,
          /\nTo keep the stack in this checkout instead: mkdir \.pulumi-local, then run the same command again$/,
        );
        return true;
      });
      assert.equal(fs.existsSync(LOCAL), false);
      // As it says.
      fs.mkdirSync(LOCAL);
      assert.equal((await pulumiEnvironment()).PULUMI_BACKEND_URL, backendUrl());
    });
});
