import { Endpoint, request } from "../client/endpoint";
import { Turn, Client } from "../client/client";
import { Check, works } from "./check";

/** One conversation that needs every tool, and what must be in each answer. */
const CONVERSATION: [said: string, answered: RegExp][] = [
  ["add buy milk", /milk/i],
  ["add call the bank", /bank/i],
  ["what's left?", /milk[\s\S]*bank|bank[\s\S]*milk/i],
  ["rename buy milk to buy oat milk", /oat milk/i],
  ["finish call the bank", /bank/i],
  ["delete buy oat milk", /./],
];
const CONFIRMATION = /\?\s*$|sure|confirm/i;

/** Headers that every page carries. */
const HEADERS = ["content-security-policy", "x-content-type-options", "x-frame-options"];

/** Longest that 95 of 100 answers of the assistant may take, in milliseconds. */
const ANSWER_MS = 3000;

/** What a user meets through the endpoint: two clients, gone again afterwards. */
export async function journeyChecks(endpoint: Endpoint, nodePort?: Endpoint): Promise<Check[]> {
  const checks = [await works("the page answers", () => page(endpoint))];
  if (nodePort) checks.push(await works("the page answers on the NodePort", () => page(nodePort)));
  checks.push(
    await works("the page carries its security headers", () => headers(endpoint)),
    await works("requests without a session are refused", () => refused(endpoint)),
  );
  const clients: Client[] = [];
  try {
    const first = await Client.signUp(endpoint, "verify");
    clients.push(first);
    clients.push(await Client.signUp(endpoint, "verify"));
    const [, second] = clients;
    const turns: Turn[] = [];
    checks.push(
      await works("one conversation uses all five tools", () => conversation(first, turns)),
      await works("answers are quick", async () => quick(turns)),
      await works("what was said is kept", () => kept(first, turns)),
      await works("a second user sees none of it", () => apart(second!, turns)),
    );
  } catch (error) {
    checks.push({ what: "people can sign up", ok: false, found: (error as Error).message });
  } finally {
    await Promise.allSettled(clients.map((client) => client.leave()));
  }
  return checks;
}

async function page(endpoint: Endpoint): Promise<string> {
  const began = performance.now();
  const { status } = await request(endpoint, "/");
  if (status !== 200) throw new Error(`${status} from ${endpoint.host ?? endpoint.url}`);
  return `200 after ${Math.round(performance.now() - began)} ms, ${endpoint.host ?? endpoint.url}`;
}

async function headers(endpoint: Endpoint): Promise<string> {
  const answer = await request(endpoint, "/");
  const absent = HEADERS.filter((name) => !answer.headers[name]);
  if (absent.length > 0) throw new Error(`${absent.join(", ")} missing`);
  return HEADERS.join(", ");
}

async function refused(endpoint: Endpoint): Promise<string> {
  const paths = ["/api/tasks", "/api/auth/session"];
  for (const path of paths) {
    const { status } = await request(endpoint, path);
    if (status !== 401) throw new Error(`${path} answered ${status}`);
  }
  const { status } = await request(endpoint, "/api/chatkit", {
    body: { type: "threads.list", params: {} },
  });
  if (status !== 401) throw new Error(`/api/chatkit answered ${status}`);
  return `401 for ${[...paths, "/api/chatkit"].join(", ")}`;
}

/** @param turns is filled with what came. */
async function conversation(client: Client, turns: Turn[]): Promise<string> {
  for (const [said, answered] of CONVERSATION) {
    const turn = await client.say(said, turns[0]?.thread);
    turns.push(turn);
    if (!answered.test(turn.text)) throw new Error(`"${said}" was answered "${turn.text}"`);
  }
  // The assistant may ask before it deletes.
  if (CONFIRMATION.test(turns.at(-1)!.text)) turns.push(await client.say("yes", turns[0]!.thread));
  const left = await client.tasks();
  const wrong = left.length !== 1 || left[0]!.title !== "call the bank" || !left[0]!.completed;
  if (wrong) throw new Error(`left over: ${JSON.stringify(left.map(({ title }) => title))}`);
  return `${turns.length} messages; 2 tasks added, listed, renamed, finished, deleted`;
}

function quick(turns: Turn[]): string {
  const times = turns.map(({ totalMs }) => totalMs).sort((a, b) => a - b);
  const worst = times[Math.ceil(times.length * 0.95) - 1];
  if (worst === undefined) throw new Error("there was no answer");
  if (worst > ANSWER_MS) throw new Error(`95 % within ${Math.round(worst)} ms, not ${ANSWER_MS}`);
  const first = Math.max(...turns.map(({ firstMs }) => firstMs));
  return `95 % within ${Math.round(worst)} ms, first word within ${Math.round(first)} ms`;
}

async function kept(client: Client, turns: Turn[]): Promise<string> {
  await client.signIn();
  const texts = await client.texts(turns[0]!.thread);
  const lost = [...CONVERSATION.map(([said]) => said), ...turns.map(({ text }) => text)].filter(
    (text) => !texts.includes(text),
  );
  if (lost.length > 0) throw new Error(`"${lost[0]}" is not in the conversation`);
  return `${texts.length} messages after signing in again`;
}

async function apart(stranger: Client, turns: Turn[]): Promise<string> {
  if ((await stranger.tasks()).length > 0) throw new Error("the second user has tasks");
  const body = { type: "threads.get_by_id", params: { thread_id: turns[0]!.thread } };
  const { status } = await stranger.request("/api/chatkit", { body });
  if (status !== 404) throw new Error(`the first user's conversation answered ${status}`);
  return "no tasks; 404 for the first user's conversation";
}
