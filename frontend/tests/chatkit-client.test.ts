import { afterEach, describe, expect, it, vi } from "vitest";
import { ApiError } from "@/lib/api";
import { loadItems, stream } from "@/lib/chatkit/client";
import { type StreamEvent, userInput } from "@/lib/chatkit/protocol";

const request = { type: "threads.create", params: { input: userInput("hello") } } as const;

/** Answers every request with these chunks of an event stream. */
function answerWith(chunks: string[]): void {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      controller.close();
    },
  });
  vi.stubGlobal("fetch", async () => new Response(body, { headers: { "content-type": "text/event-stream" } }));
}

async function collect(): Promise<StreamEvent[]> {
  const events: StreamEvent[] = [];
  for await (const event of stream(request, new AbortController().signal)) events.push(event);
  return events;
}

afterEach(() => vi.unstubAllGlobals());

describe("the stream", () => {
  it("gives events in their order, however the network cut them", async () => {
    answerWith([': ping\n\ndata: {"type":"progress_up', 'date","text":"é', '…"}\n\ndata: {"type":"stream_options"}\n\n']);
    expect(await collect()).toEqual([{ type: "progress_update", text: "é…" }, { type: "stream_options" }]);
  });

  it("puts a problem in its own words", async () => {
    const problem = { title: "Not found", detail: "There is no such conversation.", status: 404 };
    vi.stubGlobal("fetch", async () => Response.json(problem, { status: 404 }));
    await expect(collect()).rejects.toEqual(new ApiError(404, "There is no such conversation."));
  });

  it("says when the network breaks in the middle of it", async () => {
    const body = new ReadableStream<Uint8Array>({ start: (broken) => broken.error(new TypeError("network error")) });
    vi.stubGlobal("fetch", async () => new Response(body, { headers: { "content-type": "text/event-stream" } }));
    await expect(collect()).rejects.toEqual(new ApiError(0, "The server cannot be reached. Check the connection and try again."));
  });

  it("says when the server cannot be reached", async () => {
    vi.stubGlobal("fetch", async () => {
      throw new TypeError("fetch failed");
    });
    await expect(collect()).rejects.toThrow(/cannot be reached/);
  });
});

describe("a conversation's items", () => {
  it("are read page by page, to the last", async () => {
    const pages = [
      { data: [{ id: "a" }], has_more: true, after: "a" },
      { data: [{ id: "b" }], has_more: false },
    ];
    const asked: unknown[] = [];
    vi.stubGlobal("fetch", async (_: string, init: RequestInit) => {
      asked.push(JSON.parse(String(init.body)).params.after);
      return Response.json(pages[asked.length - 1]);
    });
    expect((await loadItems("thr_1")).map(({ id }) => id)).toEqual(["a", "b"]);
    expect(asked).toEqual([undefined, "a"]);
  });
});
