/** As much of a page and of its server as a hook needs: the server answers when, and in the order, that a test says. */
import { vi } from "vitest";

/** A request that waits for its answer. */
export interface Asked {
  /** ChatKit's operation, or method and path of what is none. */
  what: string;
  body: object;
  answer(body: unknown, status?: number): void;
}

export class Server {
  readonly #waiting: Asked[] = [];
  readonly #heard = new EventTarget();
  /** What is answered at once, by what it is; each is given the address. */
  readonly standing = new Map<string, (address: URL) => unknown>();

  /** What waits for an answer, the oldest first. */
  get waiting(): string[] {
    return this.#waiting.map(({ what }) => what);
  }

  async next(what: string): Promise<Asked> {
    for (;;) {
      const found = this.#waiting.findIndex((asked) => asked.what === what);
      if (found >= 0) return this.#waiting.splice(found, 1)[0]!;
      await new Promise((resolve) => this.#heard.addEventListener("request", resolve, { once: true }));
    }
  }

  fetch = (path: string, init: RequestInit = {}): Promise<Response> =>
    new Promise((resolve, reject) => {
      const body = init.body ? (JSON.parse(String(init.body)) as { type?: string }) : {};
      const asked: Asked = {
        body,
        what: body.type ?? `${init.method ?? "GET"} ${path.replace(/\?.*/, "")}`,
        answer: (given, status = 200) => {
          const body = given instanceof ReadableStream ? given.pipeThrough(new TransformStream(), { signal: init.signal ?? undefined }) : given;
          const isStream = typeof body === "string" || body instanceof ReadableStream;
          resolve(isStream ? new Response(body, { status }) : Response.json(body, { status }));
        },
      };
      const standing = this.standing.get(asked.what);
      if (standing) return asked.answer(standing(new URL(path, "http://page.example")));
      this.#waiting.push(asked);
      const hangUp = () => reject(new DOMException("hung up", "AbortError"));
      if (init.signal?.aborted) hangUp();
      init.signal?.addEventListener("abort", hangUp);
      this.#heard.dispatchEvent(new Event("request"));
    });
}

/** Events as the server streams them. */
export const events = (...given: object[]) => given.map((event) => `data: ${JSON.stringify(event)}\n\n`).join("");

/** A tab that is told of nothing. */
class Silence extends EventTarget {
  postMessage() {}
}

export interface Page<T> {
  /** What the hook gave when it was last drawn. */
  now: T;
  server: Server;
  /** Does something, and draws what comes of it. */
  act(what: () => unknown): Promise<void>;
  /** The oldest request of this kind, as soon as it is there. */
  asked(what: string): Promise<Asked>;
  /** Begins something; gives what waits for its end, and draws what came of it. */
  begin(what: () => Promise<unknown>): Promise<() => Promise<void>>;
  /** Draws until this is so. @throws what `check` throws in the end. */
  until(check: () => void): Promise<void>;
  /** The person comes back to this tab. */
  seeAgain(): Promise<void>;
}

/** Draws a hook of this module in a page of this server. Undone by `vi.unstubAllGlobals`. */
export async function drawn<M, T>(module: () => Promise<M>, use: (module: M) => T, server = new Server()): Promise<Page<T>> {
  const document = Object.assign(new EventTarget(), {
    nodeType: 9,
    nodeName: "#document",
    activeElement: null,
    visibilityState: "visible",
  });
  const root = Object.assign(new EventTarget(), {
    nodeType: 1,
    nodeName: "DIV",
    tagName: "DIV",
    namespaceURI: "http://www.w3.org/1999/xhtml",
    ownerDocument: document,
    firstChild: null,
    lastChild: null,
    textContent: "",
  });
  const timers = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout };
  const window = Object.assign(new EventTarget(), { document, HTMLIFrameElement: class {}, ...timers });
  const stubs = { window, document, fetch: server.fetch, BroadcastChannel: Silence, IS_REACT_ACT_ENVIRONMENT: true };
  for (const [name, value] of Object.entries(stubs)) vi.stubGlobal(name, value);
  const { act, createElement } = await import("react");
  const { createRoot } = await import("react-dom/client");
  const loaded = await module();
  const page: Page<T> = {
    now: undefined as T,
    server,
    act: async (what) => act(async () => void (await what())),
    asked: async (what) => {
      let found: Asked | undefined;
      await page.act(async () => {
        found = await server.next(what);
      });
      return found!;
    },
    begin: async (what) => {
      let end: Promise<unknown> | undefined;
      await page.act(() => {
        end = what();
      });
      return () => page.act(() => end);
    },
    until: (check) =>
      vi.waitFor(async () => {
        await page.act(() => undefined);
        check();
      }),
    seeAgain: () => page.act(() => document.dispatchEvent(new Event("visibilitychange"))),
  };
  function Drawn() {
    page.now = use(loaded);
    return null;
  }
  await page.act(() => createRoot(root as unknown as Element).render(createElement(Drawn)));
  return page;
}
