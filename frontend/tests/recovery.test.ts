import { afterEach, describe, expect, it, vi } from "vitest";
import { asked, EMPTY } from "@/lib/chatkit/conversation";
import type { Item } from "@/lib/chatkit/protocol";
import { arrived, isAnswered, pendingText, sending } from "@/lib/chatkit/recovery";
import { createTask, removeTask } from "@/lib/tasks";

afterEach(() => vi.unstubAllGlobals());

const item = (id: string, text: string, type: "user_message" | "assistant_message" = "user_message") =>
  ({ id, type, thread_id: "thr_1", created_at: "2026-11-27T00:00:00Z", content: [{ type: "input_text", text }] }) as Item;

/** A server that holds these conversations. */
function holding(conversations: Record<string, Item[]>) {
  vi.stubGlobal("fetch", async (_: string, init: RequestInit) => {
    const { type, params } = JSON.parse(String(init.body));
    const data = type === "threads.list" ? Object.keys(conversations).map((id) => ({ id })) : conversations[params.thread_id];
    return Response.json({ data, has_more: false });
  });
}

describe("a question", () => {
  it("is answered by a message, and by a question that the server asks in turn", () => {
    expect(isAnswered([item("msg_1", "milk")])).toBe(false);
    expect(isAnswered([item("msg_1", "milk"), item("msg_2", "Milk?", "assistant_message")])).toBe(true);
    expect(isAnswered([item("msg_1", "milk"), { ...item("msg_2", ""), type: "widget" } as Item])).toBe(true);
  });
});

describe("a message of which nothing was heard", () => {
  const before = [item("msg_1", "add milk"), item("msg_2", "Added.", "assistant_message")];
  const open = asked({ ...EMPTY, threadId: "thr_1", items: before }, "add  milk ");

  it("is found where it arrived, and not taken for the same words said before", async () => {
    holding({ thr_1: before });
    expect(await arrived(open, [])).toBeUndefined();
    const items = [...before, item("msg_3", "add milk")];
    holding({ thr_1: items });
    expect(await arrived(open, [])).toEqual({ ...EMPTY, threadId: "thr_1", items });
  });

  it("is found in a conversation that it began, and never in an older one", async () => {
    holding({ thr_2: [item("msg_9", "add milk")], thr_1: [item("msg_1", "add milk")] });
    const began = asked(EMPTY, "add milk");
    expect((await arrived(began, ["thr_1"]))?.threadId).toBe("thr_2");
    expect(await arrived(began, ["thr_1", "thr_2"])).toBeUndefined();
    expect(await arrived(began, undefined)).toBeUndefined();
  });

  it("is sent as it was, to where it belongs", () => {
    expect(pendingText(open.items)).toBe("add  milk ");
    expect(sending("a", undefined).type).toBe("threads.create");
    expect(sending("a", "thr_1")).toMatchObject({ type: "threads.add_user_message", params: { thread_id: "thr_1" } });
    expect([isAnswered(before), isAnswered(open.items), isAnswered([])]).toEqual([true, false, false]);
  });
});

describe("a task", () => {
  it("has one key for all attempts to make it, and another for the next", async () => {
    vi.stubGlobal("window", new EventTarget());
    const keys: (string | null)[] = [];
    vi.stubGlobal("fetch", async (_: string, init: RequestInit) => {
      keys.push(new Headers(init.headers).get("idempotency-key"));
      return Response.json({}, { status: keys.length === 1 ? 503 : 201 });
    });
    await createTask({ title: "buy milk" });
    await createTask({ title: "buy milk" });
    expect(keys[0]).toBe(keys[1]);
    expect(keys[2]).not.toBe(keys[1]);
  });

  it("that is gone already is deleted, and one that may not be deleted is not", async () => {
    const answers = (status: number) => vi.stubGlobal("fetch", async () => Response.json({ detail: "no" }, { status }));
    answers(404);
    await removeTask("1");
    answers(422);
    await expect(removeTask("1")).rejects.toThrow("no");
  });
});
