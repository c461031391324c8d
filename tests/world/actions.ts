/** What can happen in a world, each as a value that fast-check makes, prints and shrinks. */
import fc from "fast-check";
import { Astray, PlainVerb, Session, Verb } from "./session";
import { PROFILE, Trouble } from "./world";

export type Action =
  | { do: "make"; verb: Verb; clone: number; trouble?: Trouble; astray?: Astray }
  | { do: "pulumi"; verb: PlainVerb; clone: number }
  | { do: "start" | "stop" | "restart engine" | "delete profile" | "turn on ingress" | "work" }
  | {
      do:
        | "make namespace"
        | "make namespace with a Secret"
        | "replace Secret"
        | "delete namespace"
        | "wipe labels"
        | "enter a task";
      clone: number;
    }
  | { do: "rename" | "toggle keep" | "name another namespace" | "cancel"; clone: number }
  | { do: "edit"; clone: number; good: boolean }
  | { do: "prune"; where: "engine" | "node" }
  | { do: "fall silent" };

const clone = fc.constantFrom(0, 0, 0, 1);
const trouble: fc.Arbitrary<Trouble> = fc.record({
  after: fc.nat(14),
  how: fc.constantFrom("fails", "cut before", "cut after"),
});

const astray: fc.Arbitrary<Astray | undefined> = fc.constantFrom(
  undefined,
  undefined,
  undefined,
  undefined,
  "profile",
  "home",
);

export const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record(
      {
        do: fc.constant("make" as const),
        verb: fc.constantFrom<Verb>("up", "up", "up", "down", "recover"),
        clone,
        trouble,
        astray,
      },
      { requiredKeys: ["do", "verb", "clone"] },
    ),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("pulumi" as const),
      verb: fc.constantFrom<PlainVerb>("up", "up", "destroy"),
      clone,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom(
        ...["start", "stop", "restart engine", "delete profile", "turn on ingress", "work"],
      ),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom(
        ...["make namespace", "make namespace with a Secret", "replace Secret"],
        ...["delete namespace", "wipe labels", "enter a task"],
      ),
      clone,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom("rename", "toggle keep", "name another namespace", "cancel"),
      clone,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("edit" as const), clone, good: fc.boolean() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("prune" as const),
      where: fc.constantFrom("engine", "node"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("fall silent" as const) }) },
) as fc.Arbitrary<Action>;

/** Does it, where it can be done. */
export async function act(session: Session, step: Action): Promise<void> {
  const { world, profile, running } = session;
  if (step.do !== "make") session.story.push(JSON.stringify(step));
  switch (step.do) {
    case "make":
      await session.make(step.verb, step.clone, step.trouble, step.astray);
      world.silent = false;
      return;
    case "pulumi":
      await session.pulumi(step.verb, step.clone);
      world.silent = false;
      return;
    case "start":
      return session.startByHand();
    case "stop":
      if (profile) profile.running = false;
      return;
    case "restart engine":
      if (running) running.moved = true;
      return;
    case "delete profile":
      return world.removeProfile(PROFILE);
    case "turn on ingress":
      if (running && !running.addons.has("ingress")) {
        running.addons.add("ingress");
        running.ownAddons.add("ingress");
      }
      return;
    case "work": {
      const own = [...(running?.spaces.values() ?? [])].find((space) => space.own);
      if (own) own.work++;
      return;
    }
    case "make namespace":
    case "make namespace with a Secret": {
      const { namespace } = session.clones[step.clone]!.settings();
      if (!running || running.spaces.has(namespace)) return;
      const space = world.makeSpace(running, namespace, {}, true);
      if (step.do === "make namespace with a Secret") session.makeSecret(space);
      return;
    }
    case "replace Secret": {
      const space = session.space(step.clone);
      // In one that a stack made, it is that stack's to put right.
      if (space?.own && space.secrets["app-secrets"]) session.makeSecret(space);
      return;
    }
    case "delete namespace":
      running?.spaces.delete(session.clones[step.clone]!.settings().namespace);
      return;
    case "wipe labels": {
      const space = session.space(step.clone);
      if (!space) return;
      space.labels = {};
      // Only the label of one that a cut-off run had just made says whose it is: without it that may stay, as found.
      space.own ||= !session.isKnown(session.clones[step.clone]!.settings().namespace, space);
      space.adopted ||= !session.isRecorded(space);
      return;
    }
    case "enter a task": {
      const space = session.space(step.clone);
      if (space?.release) space.tasks++;
      return;
    }
    case "rename": {
      const { engine } = session.clones[step.clone]!;
      session.clones[step.clone]!.rename(engine.name === "dev" ? "prod" : "dev");
      return;
    }
    case "toggle keep": {
      const one = session.clones[step.clone]!;
      one.set("keepDatabase", `${!one.settings().keep}`);
      return;
    }
    // As pulumi itself names it beside the lock of a run that was cut off.
    case "cancel":
      session.clones[step.clone]!.engine.locked = false;
      return;
    case "name another namespace": {
      const one = session.clones[step.clone]!;
      one.set("namespace", one.settings().namespace === "todo-app" ? "elsewhere" : "todo-app");
      return;
    }
    case "edit":
      return session.edit(step.clone, step.good);
    case "prune":
      return session.prune(step.where);
    case "fall silent":
      world.silent = true;
  }
}

/** Everybody stops making trouble, follows what is printed, and takes all away in the end. */
export async function conclude(session: Session): Promise<void> {
  session.world.silent = false;
  for (const [clone, { engine }] of session.clones.entries()) {
    if (!engine.exists) continue;
    if (!engine.good) session.edit(clone, true);
    await session.follow("up", clone);
  }
  for (const [clone, { engine }] of session.clones.entries())
    if (engine.exists) await session.follow("down", clone);
  session.assertNoTrace();
}
