import { randomBytes } from "node:crypto";
import * as http from "node:http";
import { Answer, RequestOptions, Endpoint, request } from "./endpoint";

/** What came of one message to the assistant. */
export interface Turn {
  thread: string;
  /** The assistant's answer. */
  text: string;
  /** What it did, as the page shows it. */
  steps: string[];
  /** Notices beside the answer, such as that the offline assistant gave it. */
  notices: string[];
  /** Milliseconds from the request to the answer's first word, and to its end. */
  firstMs: number;
  totalMs: number;
  /** Longest pause between two events after the first word, in milliseconds. */
  longestGapMs: number;
}

export interface Task {
  id: string;
  title: string;
  completed: boolean;
}

/** An answer that is not the one that was asked for. */
export class Refused extends Error {
  constructor(
    what: string,
    readonly answer: Answer,
  ) {
    super(`${what}: ${answer.status} ${answer.text.slice(0, 200)}`);
  }
}

/** A client of the app that sends what the page would: same routes, same cookie. */
export class Client {
  private readonly agent: http.Agent | undefined;

  private constructor(
    readonly endpoint: Endpoint,
    readonly email: string,
    private cookie = "",
  ) {
    // Kept connections, as a browser has them; node's own agent for https.
    this.agent = endpoint.url.startsWith("http:") ? new http.Agent({ keepAlive: true }) : undefined;
  }

  /** Makes an account of its own. @throws Refused */
  static async signUp(endpoint: Endpoint, name = "client"): Promise<Client> {
    const email = `${name}-${randomBytes(6).toString("hex")}@example.com`;
    const client = new Client(endpoint, email);
    await client.enter("/api/auth/signup");
    return client;
  }

  /** A new session for the same account. @throws Refused */
  async signIn(): Promise<void> {
    await this.enter("/api/auth/signin");
  }

  /** The same account at another endpoint, with a new session. @throws Refused */
  async at(endpoint: Endpoint): Promise<Client> {
    const client = new Client(endpoint, this.email);
    await client.signIn();
    return client;
  }

  private async enter(path: string): Promise<void> {
    const body = { email: this.email, password: `password of ${this.email}` };
    const answer = await request(this.endpoint, path, { body, agent: this.agent });
    if (answer.status >= 300) throw new Refused(path, answer);
    this.cookie = answer.headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
  }

  /** Deletes the account, with its tasks and conversations. */
  async leave(): Promise<void> {
    await this.send("/api/auth/session", { method: "DELETE" });
    this.agent?.destroy();
  }

  /** Any request, as this client. */
  request(path: string, options: RequestOptions = {}): Promise<Answer> {
    return request(this.endpoint, path, {
      agent: this.agent,
      ...options,
      headers: { cookie: this.cookie, ...options.headers },
    });
  }

  private async send<T>(path: string, options: RequestOptions = {}): Promise<T> {
    const answer = await this.request(path, options);
    if (answer.status >= 300) throw new Refused(`${options.method ?? "GET"} ${path}`, answer);
    return (answer.text ? JSON.parse(answer.text) : undefined) as T;
  }

  /** Makes a task as the list's form does. */
  addTask(title: string): Promise<Task> {
    return this.send("/api/tasks", { method: "POST", body: { title } });
  }

  /** Every task, over all pages. */
  async tasks(): Promise<Task[]> {
    const all: Task[] = [];
    for (;;) {
      const page = await this.send<{ items: Task[]; total: number }>(
        `/api/tasks?limit=100&offset=${all.length}`,
      );
      all.push(...page.items);
      if (page.items.length === 0 || all.length >= page.total) return all;
    }
  }

  /** Every text of a conversation, the oldest first. */
  async texts(thread: string): Promise<string[]> {
    const texts: string[] = [];
    let after: string | undefined;
    do {
      const page = await this.send<ItemPage>("/api/chatkit", {
        body: {
          type: "items.list",
          params: { thread_id: thread, order: "asc", limit: 100, ...(after ? { after } : {}) },
        },
      });
      texts.push(...page.data.flatMap(textOf));
      after = page.has_more ? page.after : undefined;
    } while (after);
    return texts;
  }

  /** Says something to the assistant, in a conversation or in a new one. @throws Refused */
  async say(text: string, thread?: string, options: RequestOptions = {}): Promise<Turn> {
    const input = {
      content: [{ type: "input_text", text }],
      attachments: [],
      inference_options: {},
    };
    const reader = new TurnReader(thread ?? "");
    const answer = await this.request("/api/chatkit", {
      silenceMs: 60_000,
      ...options,
      headers: { accept: "text/event-stream" },
      body: thread
        ? { type: "threads.add_user_message", params: { thread_id: thread, input } }
        : { type: "threads.create", params: { input } },
      onChunk: (chunk) => reader.hear(chunk),
    });
    if (answer.status !== 200) throw new Refused(`"${text}"`, answer);
    return reader.turn(text);
  }
}

interface Item {
  type: string;
  content?: { text: string }[];
  workflow?: { tasks: { title?: string }[] };
}

interface ItemPage {
  data: Item[];
  has_more: boolean;
  after?: string;
}

interface Event {
  type: string;
  thread?: { id: string };
  item?: Item;
  update?: { type: string };
  message?: string;
}

const textOf = ({ type, content }: Item): string[] =>
  type === "user_message" || type === "assistant_message"
    ? [(content ?? []).map(({ text }) => text).join("")]
    : [];

/** Reads the events of one answer as they come. */
class TurnReader {
  private readonly began = performance.now();
  private rest = "";
  private readonly found: Omit<Turn, "totalMs"> = {
    thread: "",
    text: "",
    steps: [],
    notices: [],
    firstMs: 0,
    longestGapMs: 0,
  };
  private lastEvent = 0;
  private error: string | undefined;

  constructor(thread: string) {
    this.found.thread = thread;
  }

  hear(chunk: string): void {
    const events = (this.rest + chunk).split("\n\n");
    this.rest = events.pop()!;
    for (const event of events) {
      if (event.startsWith("data: ")) this.take(JSON.parse(event.slice(6)) as Event);
    }
  }

  private take({ type, thread, item, update, message }: Event): void {
    const now = performance.now() - this.began;
    const { found } = this;
    if (found.firstMs > 0) {
      found.longestGapMs = Math.max(found.longestGapMs, now - this.lastEvent);
    } else if (update?.type.endsWith("text_delta") || item?.type === "assistant_message") {
      found.firstMs = now;
    }
    this.lastEvent = now;
    if (type === "thread.created" && thread) found.thread = thread.id;
    if (type === "notice" && message) found.notices.push(message);
    if (type === "error") this.error = message ?? "the answer was cut off";
    if (type !== "thread.item.done" || !item) return;
    if (item.type === "assistant_message") found.text = textOf(item).join("");
    found.steps.push(...(item.workflow?.tasks ?? []).flatMap(({ title }) => title ?? []));
  }

  /** @throws Error when the stream ended without an answer. */
  turn(said: string): Turn {
    if (this.error !== undefined) throw new Error(`"${said}": ${this.error}`);
    if (this.found.text === "") throw new Error(`"${said}": the stream ended without an answer`);
    return { ...this.found, totalMs: performance.now() - this.began };
  }
}
