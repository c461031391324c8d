import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { takeDown } from "../../cli/down";
import { recover } from "../../cli/recover";
import { backendUrl } from "../../cli/stack/localBackend";
import { refuseOtherBackend } from "../../cli/stack/otherBackend";
import { refuseUnderWay } from "../../cli/stack/underWay";
import { deploy } from "../../cli/up";
import { hearing, ownCheckout, standIn } from "../support/standIn";

describe("a stack that is", () => {
  ownCheckout();
  const tools = standIn();
  hearing();
  const local = () => ({ PULUMI_BACKEND_URL: backendUrl() });
  beforeEach(() => {
    tools
      .answer(/^pulumi stack ls --json/, JSON.stringify([{ name: "dev" }]))
      .answer(/^ps -p \d+ -o stat= -o comm=$/, "S+   pulumi\n");
  });

  describe("being changed by another run", () => {
    const lock = (more = {}, of = "organization/todo/dev") => {
      const folder = path.join(".pulumi-local", ".pulumi", "locks", of);
      fs.mkdirSync(folder, { recursive: true });
      const by = { pid: process.pid, username: "me", hostname: os.hostname(), ...more };
      fs.writeFileSync(path.join(folder, "a.json"), JSON.stringify(by));
    };

    for (const [name, command] of [
      ["recover", () => recover(local())],
      ["down", () => takeDown(local())],
      ["up", () => deploy(local(), true)],
    ] as const)
      it(`stops make ${name}, which changes nothing`, async () => {
        lock();
        await assert.rejects(
          command,
          new RegExp(
            `^Error: stack dev is being changed by process ${process.pid}\\. Nothing was changed\\. .*, then: make ${name}\n` +
              `If that process no longer exists: rm \\S+/\\.pulumi-local/\\.pulumi/locks/organization/todo/dev/a\\.json, then: make ${name}$`,
          ),
        );
        assert.deepEqual(tools.called(/^(?!pulumi stack ls|ps )/), []);
      });

    const refuses = (env: Record<string, string> = local()) => {
      try {
        refuseUnderWay(env, "make up");
        return false;
      } catch {
        return true;
      }
    };

    it("is so in the user's own folder too, and for an earlier pulumi", () => {
      lock({}, "dev");
      assert.equal(refuses(), true);
      assert.equal(refuses({}), false);
      process.env.PULUMI_BACKEND_URL = backendUrl();
      try {
        assert.equal(refuses({}), true);
      } finally {
        delete process.env.PULUMI_BACKEND_URL;
      }
    });

    it("is so by a lock of another machine, which cannot be read from here: it names the owner", async () => {
      const timestamp = "2026-11-29T01:02:03Z";
      lock({ pid: 4711, username: "colleague", hostname: "other.example", timestamp });
      for (const command of [() => recover(local()), () => deploy(local(), true)])
        await assert.rejects(
          command,
          /^Error: stack dev is being changed by process 4711 of colleague on other\.example, since 2026-11-29T01:02:03Z\. Nothing was changed\. /,
        );
      assert.deepEqual(tools.called(/^pulumi (cancel|up)/), []);
      lock({ hostname: undefined });
      assert.equal(refuses(), true);
    });

    it("is not known by a lock that is another one than pulumi writes: it names the file", () => {
      lock({ pid: "4711" });
      assert.throws(
        () => refuseUnderWay(local(), "make up"),
        /^Error: pulumi's lock \S+a\.json cannot be read: field pid is no number\. Nothing was changed\. If no run of stack dev is under way: rm \S+a\.json, then: make up$/,
      );
    });

    it("is so where no ps tells more", () => {
      lock();
      tools.answer(/^ps /, { code: 1 });
      assert.equal(refuses(), true);
    });

    const ended = spawnSync(process.execPath, ["--version"]).pid;
    for (const [what, make] of [
      ["no lock", () => {}],
      ["a lock of a process that has ended", () => lock({ pid: ended })],
      ["another stack's lock", () => lock({}, "organization/todo/test")],
      ["another project's lock", () => lock({}, "organization/other/dev")],
      [
        "a number that another program has by now",
        () => {
          lock();
          tools.answer(/^ps /, "Ss   sshd\n");
        },
      ],
      [
        "a pulumi that has ended and that nobody asked for its end",
        () => {
          lock();
          tools.answer(/^ps /, "Z    pulumi <defunct>\n");
        },
      ],
      [
        "a lock that is half written",
        () => {
          lock();
          const folder = path.join(".pulumi-local", ".pulumi", "locks", "organization/todo/dev");
          fs.writeFileSync(path.join(folder, "a.json"), "{");
        },
      ],
    ] as const)
      it(`is not so by ${what}`, () => {
        make();
        assert.equal(refuses(), false);
      });

    it("is not known of a backend that is no folder", () => {
      lock();
      for (const PULUMI_BACKEND_URL of ["s3://state", "file://~", "file://"])
        assert.equal(refuses({ PULUMI_BACKEND_URL }), false);
    });
  });

  describe("in the checkout, where the shell has chosen another backend", () => {
    const keep = (...file: string[]) => {
      const at = path.join(".pulumi-local", ".pulumi", "stacks", ...file);
      fs.mkdirSync(path.dirname(at), { recursive: true });
      fs.writeFileSync(at, "{}");
    };
    beforeEach(() => {
      process.env.PULUMI_ACCESS_TOKEN = "pul-other";
      tools.answer(/^pulumi stack ls --json/, "[]");
    });
    afterEach(() => delete process.env.PULUMI_ACCESS_TOKEN);

    for (const [name, command] of [
      ["recover", () => recover({})],
      ["down", () => takeDown({})],
      ["up", () => refuseOtherBackend({}, "make up")],
    ] as const)
      it(`is not said to be none by make ${name}`, async () => {
        for (const file of [["todo", "dev.json"], ["todo", "dev.json.gz"], ["dev.json"]]) {
          keep(...file);
          await assert.rejects(
            command,
            new RegExp(
              `^Error: stack dev is in \\.pulumi-local/\\S+/${file.at(-1)}, and the backend that PULUMI_ACCESS_TOKEN leads to ` +
                `does not know it\\. Nothing was changed\\. Run: env -u PULUMI_ACCESS_TOKEN make ${name}$`,
            ),
          );
          fs.rmSync(".pulumi-local", { recursive: true });
        }
        assert.deepEqual(tools.called(/^(?!pulumi stack ls)/), []);
      });

    it("is none where the checkout has another one alone, or the backend knows it", async () => {
      keep("todo", "test.json");
      assert.equal(await takeDown({}), 0);
      keep("todo", "dev.json");
      tools.answer(/^pulumi stack ls --json/, JSON.stringify([{ name: "me/todo/dev" }]));
      await refuseOtherBackend({}, "make up");
    });

    it("is none where the checkout's backend itself says so", async () => {
      keep("dev.json");
      assert.equal(await takeDown(local()), 0);
    });
  });
});
