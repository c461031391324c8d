import { setTimeout as sleep } from "node:timers/promises";
import { Endpoint } from "../client/endpoint";
import { Client } from "../client/client";
import { summary, Summary } from "./statistics";

/** How an app in use answers, in milliseconds. */
export interface Answers {
  people: number;
  /** From a message to the first word of its answer, and to its end. */
  firstWord: Summary;
  wholeAnswer: Summary;
  /** `GET /api/tasks`, by the same people right after. */
  taskList: Summary;
  messagesPerSecond: number;
}

/** What each says, over and over: a write and two looks among them. */
const SAID = ["add water the plants", "what's left?", "finish the first one", "show done"];

/** Seconds between an answer and the next message: less than anybody needs to read and to type. */
export const PAUSE = 1;

/**
 * People who talk to the offline assistant all at once, each in a conversation of their own.
 *
 * @param messages how many each of them says
 * @param pause seconds between an answer and the next message, half of it to one and a half; 0 for none
 */
export async function answers(
  endpoint: Endpoint,
  people: number,
  messages: number,
  pause = PAUSE,
): Promise<Answers> {
  const clients: Client[] = [];
  try {
    for (let i = 0; i < people; i++) clients.push(await Client.signUp(endpoint, "bench"));
    // The first turn makes a connection and a conversation: it is measured as any other.
    const began = performance.now();
    const turns = (
      await Promise.all(clients.map((client) => talk(client, messages, pause)))
    ).flat();
    const seconds = (performance.now() - began) / 1000;
    const lists = (await Promise.all(clients.map((client) => look(client, messages)))).flat();
    return {
      people,
      firstWord: summary(turns.map(({ firstMs }) => firstMs)),
      wholeAnswer: summary(turns.map(({ totalMs }) => totalMs)),
      taskList: summary(lists),
      messagesPerSecond: turns.length / seconds,
    };
  } finally {
    for (const client of clients) await client.leave();
  }
}

async function talk(client: Client, messages: number, pause: number) {
  const turns = [];
  let thread: string | undefined;
  for (let i = 0; i < messages; i++) {
    await sleep(pause * (0.5 + Math.random()) * 1000);
    const turn = await client.say(SAID[i % SAID.length]!, thread);
    thread = turn.thread;
    turns.push(turn);
  }
  return turns;
}

async function look(client: Client, times: number): Promise<number[]> {
  const found: number[] = [];
  for (let i = 0; i < times; i++) {
    const began = performance.now();
    const { status } = await client.request("/api/tasks?limit=100");
    if (status !== 200) throw new Error(`/api/tasks answered ${status}`);
    found.push(performance.now() - began);
  }
  return found;
}
