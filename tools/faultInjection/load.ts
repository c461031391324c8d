import { setTimeout as sleep } from "node:timers/promises";
import { Endpoint } from "../client/endpoint";
import { Refused, Client } from "../client/client";

/** Pause between two things that one client does, in milliseconds. */
const PAUSE = 150;
/** How often it is looked whether the app answers, in milliseconds. */
const LOOK = 200;
/** Things done before a client begins another conversation. */
const CONVERSATION = 40;
/** Longest that a client waits without receiving anything, in milliseconds. */
const TIMEOUT_MS = 5000;

/** What one client did: said something to the assistant, or used the list's form. */
interface Action {
  client: Client;
  how: "chat" | "form";
  title: string;
  thread?: string;
  /** performance.now() at its end. */
  at: number;
  /** Why it was not acknowledged, in few words; undefined where it was. */
  failure?: string;
}

interface Look {
  at: number;
  failure?: string;
}

/** What the clients went through since a moment. */
export interface Experience {
  acknowledged: number;
  /** What was refused or broke off, by its reason. */
  failures: Record<string, number>;
  /** Seconds until the last failure; 0 where nothing failed. */
  recoverySeconds: number;
}

/**
 * People at work: each adds one task after the other, by chat and by form in turns, and it is kept
 * account of what was acknowledged to them. Beside them the app is looked at five times a second.
 */
export class Load {
  private readonly actions: Action[] = [];
  private readonly looks: Look[] = [];
  private going = true;
  private readonly work: Promise<unknown>[] = [];

  private constructor(private readonly clients: Client[]) {}

  static async start(endpoint: Endpoint, people: number): Promise<Load> {
    const clients: Client[] = [];
    for (let i = 0; i < people; i++) clients.push(await Client.signUp(endpoint, "faults"));
    const load = new Load(clients);
    load.work.push(...clients.map((client) => load.busy(client)), load.watch(clients[0]!));
    return load;
  }

  /** What happened after a moment (performance.now()). */
  since(moment: number): Experience {
    const actions = this.actions.filter(({ at }) => at >= moment);
    const bad = [...this.looks, ...actions].filter(({ at, failure }) => at >= moment && failure);
    const failures: Record<string, number> = {};
    for (const { failure } of bad) {
      if (failure) failures[failure] = (failures[failure] ?? 0) + 1;
    }
    return {
      acknowledged: actions.filter(({ failure }) => !failure).length,
      failures,
      recoverySeconds:
        bad.length === 0 ? 0 : (Math.max(...bad.map(({ at }) => at)) - moment) / 1000,
    };
  }

  /** Waits until nothing has failed for some seconds. @throws Error after the time limit. */
  async calm(quietSeconds: number, limitSeconds: number): Promise<void> {
    const begin = performance.now();
    for (;;) {
      await sleep(250);
      const now = performance.now();
      const recent = [...this.actions, ...this.looks].filter(
        ({ at }) => at >= now - quietSeconds * 1000,
      );
      const acknowledged = this.actions.some(
        ({ at, failure }) => at >= now - quietSeconds * 1000 && !failure,
      );
      const settled = now - begin >= quietSeconds * 1000;
      if (settled && acknowledged && recent.every(({ failure }) => !failure)) return;
      if (now - begin > limitSeconds * 1000) {
        const last = recent.findLast(({ failure }) => failure)?.failure ?? "nothing at all";
        throw new Error(`no recovery within ${limitSeconds} s: still ${last}`);
      }
    }
  }

  /** Ends the work. */
  async stop(): Promise<void> {
    this.going = false;
    await Promise.all(this.work);
  }

  /** Everything that was acknowledged and is not there: titles, and what was said. */
  async lost(): Promise<{ acknowledged: number; lost: string[] }> {
    const kept = this.actions.filter(({ failure }) => !failure);
    const lost: string[] = [];
    for (const client of this.clients) {
      await client.signIn();
      const titles = new Set((await client.tasks()).map(({ title }) => title));
      const mine = kept.filter((action) => action.client === client);
      lost.push(...mine.filter(({ title }) => !titles.has(title)).map(({ title }) => title));
      const threads = new Set(mine.flatMap(({ thread }) => thread ?? []));
      for (const thread of threads) {
        const said = new Set(await client.texts(thread));
        const words = mine
          .filter((action) => action.thread === thread)
          .map(({ title }) => `add ${title}`);
        lost.push(...words.filter((text) => !said.has(text)));
      }
    }
    return { acknowledged: kept.length, lost };
  }

  /** Deletes the accounts. */
  async leave(): Promise<void> {
    await Promise.allSettled(this.clients.map((client) => client.leave()));
  }

  private async busy(client: Client): Promise<void> {
    const name = client.email.split("@")[0]!;
    let thread: string | undefined;
    for (let n = 1; this.going; n++) {
      if (n % CONVERSATION === 0) thread = undefined;
      const title = `${name} number ${n}`;
      const how = n % 2 === 0 ? "form" : "chat";
      const action: Omit<Action, "at"> = { client, how, title };
      try {
        if (how === "form") await client.addTask(title);
        else thread = action.thread = await acknowledged(client, title, thread);
      } catch (error) {
        action.failure = reason(error);
      }
      this.actions.push({ ...action, at: performance.now() });
      await sleep(PAUSE);
    }
  }

  private async watch(client: Client): Promise<void> {
    while (this.going) {
      const failure = await client.request("/api/tasks?limit=1", { silenceMs: 2000 }).then(
        ({ status }) => (status === 200 ? undefined : `${status}`),
        (error: unknown) => reason(error),
      );
      this.looks.push({ at: performance.now(), failure });
      await sleep(LOOK);
    }
  }
}

/** An answer that does not say so is no acknowledgement. @returns the conversation. */
async function acknowledged(client: Client, title: string, thread?: string): Promise<string> {
  const turn = await client.say(`add ${title}`, thread, { silenceMs: TIMEOUT_MS });
  if (!/^Added /.test(turn.text)) throw new Error("another answer");
  return turn.thread;
}

/** In few words, so that the same failures count together. */
function reason(error: unknown): string {
  if (error instanceof Refused) return `${error.answer.status}`;
  const { code, message } = error as NodeJS.ErrnoException;
  if (/silence/.test(message)) return "no answer";
  if (/stream ended|broke off|aborted|did not finish/.test(message)) return "an answer was cut off";
  return code ?? message.split("\n")[0]!.slice(0, 60);
}
