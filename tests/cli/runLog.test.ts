import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { LOGS, openLog } from "../../cli/stack/runLog";
import { hearing, ownCheckout } from "../support/standIn";

describe("the log of a run", () => {
  ownCheckout();
  const said = hearing();
  const at = (minute: number) => new Date(Date.UTC(2026, 4, 1, 10, minute));
  const names = () => fs.readdirSync(LOGS).sort();

  it("is named by stack, time and what was run, and keeps each line", () => {
    const log = openLog("dev", "up", at(5));
    assert.equal(log.file, path.join(LOGS, "dev-2026-05-01T10-05-00-000Z-up.log"));
    log.write("one");
    log.write("two");
    assert.equal(fs.readFileSync(log.file!, "utf8"), "one\ntwo\n");
  });

  it("holds no file open: one that was removed is begun again", () => {
    const log = openLog("dev", "up", at(5));
    fs.rmSync(log.file!);
    log.write("after that");
    assert.equal(fs.readFileSync(log.file!, "utf8"), "after that\n");
  });

  it("can be read by its user alone", function () {
    if (process.platform === "win32") this.skip();
    const { file } = openLog("dev", "up", at(5));
    assert.equal(fs.statSync(file!).mode & 0o777, 0o600);
    assert.equal(fs.statSync(LOGS).mode & 0o777, 0o700);
  });

  it("takes the place of the oldest of its stack, where there are 20; others stay", () => {
    openLog("dev-2", "up", at(0));
    fs.writeFileSync(path.join(LOGS, "dev-notes.log"), "of the user's own");
    for (let minute = 1; minute <= 23; minute++)
      openLog("dev", minute % 2 ? "up" : "destroy", at(minute));
    const left = names();
    assert.equal(left.length, 22);
    assert.ok(left.includes("dev-2-2026-05-01T10-00-00-000Z-up.log"));
    assert.ok(left.includes("dev-notes.log"));
    assert.ok(!left.includes("dev-2026-05-01T10-03-00-000Z-up.log"));
    assert.ok(left.includes("dev-2026-05-01T10-04-00-000Z-destroy.log"));
  });

  it("ends no run where it cannot be written any more", function () {
    if (!fs.existsSync("/dev/full")) this.skip();
    openLog("dev", "up", at(5));
    const file = path.join(LOGS, "dev-2026-05-01T10-06-00-000Z-up.log");
    // A disk that is full.
    fs.symlinkSync("/dev/full", file);
    const log = openLog("dev", "up", at(6));
    log.write("lost");
    log.write("lost too");
    assert.equal(log.file, file);
  });

  it("is none where none can be begun, with a warning, and ends no run", () => {
    fs.writeFileSync(LOGS, "a file of that name");
    const log = openLog("dev", "up", at(5));
    log.write("lost");
    assert.equal(log.file, undefined);
    assert.match(said(), /^warning: the log cannot be written: EEXIST/);
  });

  it("is one file also for a stack's name with an organisation", () => {
    const { file } = openLog("me/dev", "up", at(5));
    assert.equal(file, path.join(LOGS, "me-dev-2026-05-01T10-05-00-000Z-up.log"));
  });
});
