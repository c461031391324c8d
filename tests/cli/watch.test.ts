import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { newRun, type Run } from "../../cli/stack/progress";
import { HeadStart } from "../../cli/watch/headStart";
import { place } from "../../cli/stack/place";
import { beginRound, roundStyle } from "../../cli/watch/round";
import { Saves, watchFiles } from "../../cli/watch/saves";
import { type Round, serve } from "../../cli/watch/serve";
import { differing, type Snapshot, snapshot, sources, watched } from "../../cli/watch/sources";
import { hearing, ownCheckout, standIn } from "../support/standIn";

describe("what make watch looks at", () => {
  const home = ownCheckout();
  const write = (file: string, text = "x") => {
    fs.mkdirSync(path.dirname(path.join(home.folder, file)), { recursive: true });
    fs.writeFileSync(path.join(home.folder, file), text);
  };

  beforeEach(() => {
    for (const part of ["backend", "frontend"]) {
      write(`docker/${part}/Dockerfile`, "FROM scratch\n");
      write(`docker/${part}/Dockerfile.dockerignore`, ".venv\nnode_modules\n*.swp\n");
      write(`${part}/main`);
    }
    write("helm/todo-app/Chart.yaml");
    write("helm/todo-app/.helmignore", "*.swp\n");
    write("Pulumi.dev.yaml", "config: {}\n");
  });

  const EDITS: [file: string, changes: string[]][] = [
    ["backend/main", ["backend"]],
    ["backend/app/new.py", ["backend"]],
    ["docker/backend/Dockerfile", ["backend"]],
    ["frontend/app/page.tsx", ["frontend"]],
    ["helm/todo-app/templates/a.yaml", ["chart"]],
    ["Pulumi.dev.yaml", ["settings"]],
    ["backend/.venv/lib/x.py", []],
    ["frontend/node_modules/a/index.js", []],
    ["backend/.main.swp", []],
    ["helm/todo-app/.values.yaml.swp", []],
    ["README.md", []],
  ];
  for (const [file, changes] of EDITS)
    it(`takes an edit of ${file} for ${changes.join(" and ") || "none"}`, () => {
      const before = snapshot(sources());
      write(file, "edited\n");
      const { paths, isIgnored } = watched(sources());
      assert.deepEqual(differing(snapshot(sources()), before), changes);
      const isUnder = paths.some((root) => !path.relative(root, file).startsWith(".."));
      const folders = file.split("/").map((_, depth, all) => all.slice(0, depth).join("/"));
      const isHidden = folders.filter(Boolean).some((folder) => isIgnored(folder, true));
      assert.equal(isUnder && !isHidden && !isIgnored(file, false), changes.length > 0);
    });

  it("takes no edit from the salt that pulumi writes beside the settings", () => {
    const before = snapshot(sources());
    write("Pulumi.dev.yaml", "encryptionsalt: v1:abc\nconfig: {}\n");
    assert.deepEqual(differing(snapshot(sources()), before), []);
    write("Pulumi.dev.yaml", "encryptionsalt: v1:abc\nconfig:\n  todo:cpus: 3\n");
    assert.deepEqual(differing(snapshot(sources()), before), ["settings"]);
  });

  it("takes a file that is not there for an edit, and says nothing else of it", () => {
    const before = snapshot(sources());
    fs.rmSync(path.join(home.folder, "docker/backend/Dockerfile"));
    const then = snapshot(sources());
    assert.deepEqual(differing(then, before), ["backend"]);
    assert.deepEqual(differing(snapshot(sources()), then), []);
  });

  it("hears of a save", async () => {
    const { paths, isIgnored } = watched(sources());
    const { saves, close } = await watchFiles(paths, isIgnored);
    try {
      write("backend/app/new.py");
      await saves.after(0);
      write("helm/todo-app/Chart.yaml", "version: 2\n");
      await saves.after(1);
    } finally {
      await close();
    }
  });
});

describe("the rounds of make watch", () => {
  let saves: Saves;
  let source: Snapshot;
  let ends: AbortController;
  let rounds: { names: string[]; end(ok: boolean): void; givenUp: boolean }[];
  let serving: Promise<void>;
  const DEPLOYED = { backend: "1", frontend: "1" };

  const begin = (names: string[]): Round => {
    let end!: (ok: boolean) => void;
    const done = new Promise<boolean>((resolve) => (end = resolve));
    const round = { names, end, givenUp: false };
    rounds.push(round);
    return {
      done,
      giveUp() {
        round.givenUp = true;
        end(false);
      },
    };
  };
  /** Everything that can happen now has happened. */
  const calm = () => new Promise((resolve) => setImmediate(resolve));
  const save = async (edit: Snapshot) => {
    source = { ...source, ...edit };
    saves.add();
    await calm();
  };
  const names = () => rounds.map((round) => round.names);

  beforeEach(() => {
    saves = new Saves();
    source = DEPLOYED;
    ends = new AbortController();
    rounds = [];
    serving = serve({ saves, now: () => source, begin, ends: ends.signal }, DEPLOYED);
  });

  it("are one for each edit, and none for a save that changes nothing", async () => {
    await save({});
    assert.deepEqual(names(), []);
    await save({ backend: "2" });
    assert.deepEqual(names(), [["backend"]]);
    rounds[0]!.end(true);
    await save({});
    await save({ frontend: "2" });
    assert.deepEqual(names(), [["backend"], ["frontend"]]);
  });

  it("give way to a newer edit, which they then serve", async () => {
    await save({ backend: "2" });
    await save({});
    assert.equal(rounds[0]!.givenUp, false);
    await save({ backend: "3" });
    assert.equal(rounds[0]!.givenUp, true);
    assert.deepEqual(names(), [["backend"], ["backend"]]);
    rounds[1]!.end(true);
    await save({});
    assert.equal(rounds.length, 2);
  });

  it("take an edit along that was saved while one was ending", async () => {
    await save({ backend: "2" });
    source = { ...source, frontend: "2" };
    rounds[0]!.end(true);
    await calm();
    assert.deepEqual(names(), [["backend"], ["frontend"]]);
  });

  it("that fail are not tried again before another edit, be it the way back", async () => {
    await save({ backend: "broken" });
    rounds[0]!.end(false);
    await save({});
    assert.equal(rounds.length, 1);
    await save(DEPLOYED);
    assert.deepEqual(names(), [["backend"], ["backend"]]);
  });

  it("end with the command: the one under way is given up", async () => {
    await save({ backend: "2" });
    ends.abort();
    await serving;
    assert.equal(rounds[0]!.givenUp, true);
    assert.equal(rounds.length, 1);
  });

  it("end at once where none is under way", async () => {
    ends.abort();
    await serving;
    assert.equal(rounds.length, 0);
  });
});

describe("a round that failed", () => {
  ownCheckout();
  const tools = standIn();
  hearing();
  const looked = async (names: string[]) => {
    tools.answer(/^pulumi/, { code: 1 }).answer(/^kubectl .*get namespace/, "");
    const headStart = new HeadStart(async () => ({}), place);
    assert.equal(await beginRound({}, names, { headStart, deploy: async () => 1 }).done, false);
    return tools.called(/get namespace/).length > 0;
  };

  it("starts no pulumi where it was given up before, and takes its head start back", async () => {
    tools.answer(/^kubectl .*get namespace/, "");
    const ended: boolean[] = [];
    const headStart = {
      async begin() {
        round.giveUp();
        return async (ok: boolean) => void ended.push(ok);
      },
    };
    const deploy = async () => 1;
    const round: Round = beginRound({}, ["backend"], {
      ...{ deploy, headStart: { begin: () => Promise.resolve().then(headStart.begin) } },
    });
    assert.equal(await round.done, false);
    assert.deepEqual(ended, [false]);
    assert.deepEqual(tools.called(/^pulumi/), []);
  });

  it("rolls back a release of its own that was left in the middle", async () => {
    assert.equal(await looked(["backend"]), true);
  });

  it("touches none where the settings are others: that may be another stack's", async () => {
    assert.equal(await looked(["settings"]), false);
  });
});

describe("the line of a round", () => {
  const run: Run = {
    ...newRun(0),
    finished: [
      { name: "backend image: build", ms: 1300 },
      { name: "release: rollout", ms: 4900 },
      { name: "backend image: build", ms: 20 },
    ],
  };
  const closing = (code: number, isOvertaken = false, of = run) => {
    const times = [1000, 3200, 8400];
    const style = roundStyle(
      ["backend"],
      () => isOvertaken,
      () => times.shift()!,
    );
    style.headStartEnded();
    return style.closing(of, code, 5200).join("\n");
  };

  it("says what it was, and how long each step took", () => {
    assert.match(
      closing(0),
      /^\d\d:\d\d:\d\d  backend: ready after 7\.4 s \(build and load 2\.2 s, backend image: build 1\.3 s, release: rollout 4\.9 s\)\.$/,
    );
  });

  it("says that it was given up, and not what pulumi says of that", () => {
    const errors = [{ urn: "", text: "update cancelled" }];
    assert.match(closing(1, true, { ...run, errors }), /^\S+  backend: stopped after 7\.4 s/);
    assert.doesNotMatch(closing(1, true, { ...run, errors }), /cancelled/);
  });

  it("says why it failed, and what is served", () => {
    const errors = [{ urn: "", text: "no such module" }];
    assert.match(
      closing(1, false, { ...run, errors }),
      /no such module\n.*failed after 7\.4 s\. The previous version keeps running\.$/,
    );
  });

  it("comes with warnings as they come up, and with nothing else", () => {
    const { shows } = roundStyle(["backend"], () => false);
    assert.equal(shows({ label: "warning", text: "pod: crashes" }), true);
    assert.equal(shows({ label: "updated", text: "release" }), false);
  });
});
