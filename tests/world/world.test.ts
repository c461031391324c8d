/**
 * Random histories over a small world in memory: users start, stop, edit, rename and delete; two clones run
 * `make up`, `make down` and `make recover`, which fail or are cut off at any step. The commands, their programs and
 * their decisions are the real ones; only the tools and Pulumi's engine are played.
 *
 * HISTORIES sets how many are tried, SEED repeats a run: `make test-histories HISTORIES=50000 SEED=7`.
 */
import fc from "fast-check";
import { act, action, Action, conclude } from "./actions";
import { Session } from "./session";

const HISTORIES = Number(process.env.HISTORIES) || 2000;
// The same each time, unless more are wanted: a run of all tests never shakes.
const SEED = Number(process.env.SEED) || (process.env.HISTORIES ? Date.now() % 2 ** 31 : 1);

async function live(history: Action[]): Promise<void> {
  const session = new Session();
  try {
    for (const step of history) await act(session, step);
    await conclude(session);
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${session.story.join("\n")}`, { cause: error });
  } finally {
    session.end();
  }
}

describe(`any of ${HISTORIES} histories (SEED=${SEED})`, function () {
  this.timeout(0);

  it("deletes nothing that the user made, ends well by printed commands, and leaves no trace", () =>
    fc.assert(fc.asyncProperty(fc.array(action, { maxLength: 14 }), live), {
      ...{ numRuns: HISTORIES, seed: SEED },
    }));
});

/** Each is the smallest history that showed a fault, found by a longer run. */
const FOUND: [string, Action[]][] = [
  [
    "an addon stays on that the user enabled after a run was cut off before it did",
    [
      { do: "start" },
      { do: "make", verb: "up", clone: 0, trouble: { after: 0, how: "cut before" } },
      { do: "turn on ingress" },
    ],
  ],
  [
    "an image goes that was built by a run that was cut off before it noted that the stack uses it",
    [
      { do: "make", verb: "up", clone: 0 },
      { do: "edit", clone: 0, good: false },
      { do: "make", verb: "up", clone: 0, trouble: { after: 3, how: "cut before" } },
    ],
  ],
  [
    "an image goes that was built by a run that was cut off before the state knew of it",
    [
      { do: "make", verb: "up", clone: 0 },
      { do: "edit", clone: 0, good: false },
      { do: "make", verb: "up", clone: 0, trouble: { after: 2, how: "cut after" } },
    ],
  ],
  [
    "a profile that ran is stopped in the end where the engine was restarted before make down",
    [
      { do: "start" },
      { do: "make", verb: "up", clone: 0 },
      { do: "restart engine" },
      { do: "make", verb: "down", clone: 0 },
    ],
  ],
  [
    "a user's Secret stays in a namespace that was made anew before a plain pulumi up",
    [
      { do: "start" },
      { do: "make", verb: "up", clone: 0 },
      { do: "delete namespace", clone: 0 },
      { do: "make namespace with a Secret", clone: 0 },
      { do: "edit", clone: 0, good: true },
      { do: "pulumi", verb: "up", clone: 0 },
      { do: "pulumi", verb: "destroy", clone: 0 },
    ],
  ],
  [
    "a user's Secret stays in a namespace that was made anew after an up that failed in its rollout",
    [
      { do: "start" },
      { do: "edit", clone: 0, good: false },
      { do: "make", verb: "up", clone: 0 },
      { do: "delete namespace", clone: 0 },
      { do: "make namespace with a Secret", clone: 0 },
      { do: "pulumi", verb: "destroy", clone: 0 },
    ],
  ],
  [
    "what was being made goes though `pulumi cancel` took the lock away before make down",
    [
      { do: "start" },
      { do: "make", verb: "up", clone: 0, trouble: { after: 6, how: "cut after" } },
      { do: "cancel", clone: 0 },
      { do: "make", verb: "down", clone: 0 },
    ],
  ],
  [
    "a profile is named whose start was cut off, where a plain pulumi destroy forgot the stack's id",
    [
      { do: "make", verb: "up", clone: 0, trouble: { after: 1, how: "cut after" } },
      { do: "cancel", clone: 0 },
      { do: "pulumi", verb: "destroy", clone: 0 },
    ],
  ],
  [
    "a record is named that a cut-off run left, where a plain pulumi destroy forgot the stack's id",
    [
      { do: "make", verb: "up", clone: 0, trouble: { after: 2, how: "cut after" } },
      { do: "make", verb: "recover", clone: 0 },
      { do: "pulumi", verb: "destroy", clone: 0 },
    ],
  ],
  [
    "the tasks stay that were to be kept only since the last up",
    [
      { do: "start" },
      { do: "make", verb: "up", clone: 0 },
      { do: "enter a task", clone: 0 },
      { do: "toggle keep", clone: 0 },
      { do: "make", verb: "down", clone: 0 },
    ],
  ],
  ...(["make", "pulumi"] as const).map((by): [string, Action[]] => [
    `a user's Secret stays in the place of the stack's, which they deleted, with ${by}`,
    [
      { do: "start" },
      { do: "make namespace", clone: 0 },
      { do: "make", verb: "up", clone: 0 },
      { do: "replace Secret", clone: 0 },
      by === "make" ? { do: by, verb: "down", clone: 0 } : { do: by, verb: "destroy", clone: 0 },
    ],
  ]),
  ...["make", "pulumi"].map((by): [string, Action[]] => [
    `the tasks stay that a stack has kept, where another one's ${by} up uses the namespace after it`,
    [
      { do: "start" },
      { do: "toggle keep", clone: 0 },
      { do: "make", verb: "up", clone: 0 },
      { do: "enter a task", clone: 0 },
      { do: "make", verb: "down", clone: 0 },
      { do: by as "make" | "pulumi", verb: "up", clone: 1 },
      { do: "make", verb: "down", clone: 1 },
    ],
  ]),
  [
    "a namespace goes that make recover took over, where a plain pulumi destroy follows",
    [
      { do: "name another namespace", clone: 0 },
      { do: "make", verb: "up", clone: 0, trouble: { after: 8, how: "cut after" } },
      { do: "pulumi", verb: "up", clone: 1 },
      { do: "make", verb: "recover", clone: 0 },
      { do: "pulumi", verb: "destroy", clone: 0 },
    ],
  ],
  [
    "an image is named that an engine in trouble took no note of, with the command that removes it",
    [
      { do: "edit", clone: 0, good: false },
      { do: "make", verb: "up", clone: 0, trouble: { after: 3, how: "cut after" } },
      { do: "make", verb: "recover", clone: 0, trouble: { after: 0, how: "fails" } },
    ],
  ],
  [
    "an app stays whose namespace another stack has made, and which has lost its labels",
    [
      { do: "make", verb: "up", clone: 0, trouble: { after: 9, how: "fails" } },
      { do: "wipe labels", clone: 0 },
      { do: "toggle keep", clone: 0 },
      { do: "make", verb: "up", clone: 1 },
      { do: "enter a task", clone: 0 },
    ],
  ],
  [
    "what was to be kept stays where a make down met a cluster that did not answer",
    [
      { do: "pulumi", verb: "up", clone: 0 },
      { do: "wipe labels", clone: 0 },
      { do: "make", verb: "up", clone: 1 },
      { do: "fall silent" },
      { do: "make", verb: "down", clone: 0 },
      { do: "toggle keep", clone: 0 },
      { do: "pulumi", verb: "up", clone: 0 },
    ],
  ],
  ...(["make", "pulumi"] as const).map((by): [string, Action[]] => [
    `the app is back where it was, whose move by ${by} up to another namespace failed`,
    [
      { do: "start" },
      { do: "make", verb: "up", clone: 0 },
      { do: "enter a task", clone: 0 },
      { do: "name another namespace", clone: 0 },
      { do: "edit", clone: 0, good: false },
      { do: by, verb: "up", clone: 0 },
      { do: "name another namespace", clone: 0 },
      { do: by, verb: "up", clone: 0 },
    ],
  ]),
  [
    "an app's images go with its profile, whose move to another namespace failed",
    [
      { do: "make", verb: "up", clone: 0 },
      { do: "name another namespace", clone: 0 },
      { do: "edit", clone: 0, good: false },
      { do: "make", verb: "up", clone: 0 },
      { do: "make", verb: "down", clone: 0 },
    ],
  ],
  [
    "a make down that was cut off after a first up that was: the stack's own Secret is called somebody's",
    [
      { do: "make", verb: "up", clone: 0, trouble: { after: 13, how: "cut after" } },
      { do: "cancel", clone: 0 },
      { do: "make", verb: "down", clone: 0, trouble: { after: 0, how: "cut before" } },
      { do: "enter a task", clone: 0 },
    ],
  ],
];

describe("a history that was found", () => {
  for (const [what, history] of FOUND) it(what, () => live(history));
});
