import { afterEach, describe, expect, it, vi } from "vitest";
import { drawn, events } from "./page";

afterEach(() => vi.unstubAllGlobals());

const entry = (id: string, type: "user_message" | "assistant_message", text: string) => ({
  id,
  thread_id: "thr_1",
  created_at: "2026-11-29T00:00:00Z",
  type,
  content: [{ type: "text", text }],
});
const OLD = [entry("msg_1", "user_message", "old question"), entry("msg_2", "assistant_message", "old answer")];
const NEW = [entry("msg_3", "user_message", "new question"), entry("msg_4", "assistant_message", "new answer")];
const ALL = ["old question", "old answer", "new question", "new answer"];
const ANSWER = events(...NEW.map((item) => ({ type: "thread.item.done", item })));
const stored = (...items: object[]) => ({ data: items, has_more: false });

const around = { known: ["thr_1"], onTasksChanged() {}, onThreadChanged() {} };
const conversation = () =>
  drawn(
    () => import("@/hooks/use-conversation"),
    ({ useConversation }) => useConversation(around),
  );

const shown = ({ now }: Awaited<ReturnType<typeof conversation>>) =>
  now.conversation.items.map((item) => ("content" in item ? item.content[0]?.text : item.type));

/** Answers a request event by event: gives what writes some, and what ends the answer where there are none. */
async function streaming(page: Awaited<ReturnType<typeof conversation>>, what: string) {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  (await page.asked(what)).answer(readable);
  return (...given: object[]) =>
    page.act(async () => {
      await (given.length ? writer.write(new TextEncoder().encode(events(...given))) : writer.close());
      await new Promise((resolve) => setTimeout(resolve));
    });
}

describe("a message that is sent while its conversation is on its way", () => {
  it("stays, behind what was said before, and is answered", async () => {
    const page = await conversation();
    const opened = await page.begin(() => page.now.open("thr_1"));
    const entries = await page.asked("items.list");
    const answered = await page.begin(() => page.now.ask("new question"));
    expect(shown(page)).toEqual(["new question"]);
    entries.answer(stored(...OLD));
    await opened();
    expect(shown(page)).toEqual(ALL.slice(0, 3));
    (await page.asked("threads.add_user_message")).answer(ANSWER);
    await answered();
    expect(shown(page)).toEqual(ALL);
  });

  it("is not lost when the conversation cannot be had, and sent behind what was said before when it can", async () => {
    const page = await conversation();
    const opened = await page.begin(() => page.now.open("thr_1"));
    const entries = await page.asked("items.list");
    const answered = await page.begin(() => page.now.ask("new question"));
    entries.answer({ detail: "Too often." }, 429);
    await opened();
    await answered();
    expect(shown(page)).toEqual(["new question"]);
    expect(page.now.conversation.error).toEqual({ message: "Too often.", retry: true });
    const retried = await page.begin(() => page.now.retry());
    // Once to have it shown, and once to see whether the message has arrived.
    (await page.asked("items.list")).answer(stored(...OLD));
    (await page.asked("items.list")).answer(stored(...OLD));
    (await page.asked("threads.add_user_message")).answer(ANSWER);
    await retried();
    expect(shown(page)).toEqual(ALL);
  });

  it("can be stopped, and is not sent then", async () => {
    const page = await conversation();
    await page.begin(() => page.now.open("thr_1"));
    const entries = await page.asked("items.list");
    const answered = await page.begin(() => page.now.ask("new question"));
    await page.act(() => page.now.stop());
    await answered();
    expect(page.now.conversation.error?.message).toBe("Stopped before the message was delivered.");
    entries.answer(stored(...OLD));
    await page.until(() => expect(shown(page)).toEqual(ALL.slice(0, 3)));
    expect(page.server.waiting).toEqual([]);
  });
});

describe("a message", () => {
  it("is sent once, however fast its button is clicked again", async () => {
    const page = await conversation();
    const both = await page.begin(() => Promise.all([page.now.ask("new question"), page.now.ask("new question")]));
    (await page.asked("threads.create")).answer(events({ type: "thread.created", thread: { id: "thr_1" } }, ...NEW.map((item) => ({ type: "thread.item.done", item }))));
    await both();
    expect(shown(page)).toEqual(ALL.slice(2));
    expect(page.server.waiting).toEqual([]);
  });
});

describe("an answer", () => {
  it("is whole when it is nothing but a question of the server", async () => {
    const page = await conversation();
    const answered = await page.begin(() => page.now.ask("milk"));
    const question = { ...entry("msg_2", "assistant_message", ""), type: "widget", copy_text: "Delete “milk”?", widget: {} };
    (await page.asked("threads.create")).answer(
      events(
        { type: "thread.created", thread: { id: "thr_1" } },
        { type: "thread.item.done", item: entry("msg_1", "user_message", "milk") },
        { type: "thread.item.done", item: question },
      ),
    );
    await answered();
    expect(page.now.conversation.error).toBeUndefined();
    expect(page.now.conversation.progress).toBeUndefined();
    expect(page.server.waiting).toEqual([]);
  });
});

describe("an answer that breaks off", () => {
  const created = { type: "thread.created", thread: { id: "thr_1" } };
  const stored1 = { type: "thread.item.done", item: NEW[0]! };
  const goOn = (page: Awaited<ReturnType<typeof conversation>>) => page.act(() => window.dispatchEvent(new Event("online")));

  it.each([
    ["an event that has not what its kind says", events({ type: "thread.item.added" })],
    ["an event that is no JSON", "data: {\n\n"],
    ["an update of an answer that is none", events(created, { type: "thread.item.done", item: NEW[1]! }, { type: "thread.item.updated", item_id: "msg_4" })],
  ])("by a mistake of a program ends with an error, and the model is not asked again: %s", async (_, stream) => {
    const said = vi.spyOn(console, "error").mockImplementation(() => {});
    const page = await conversation();
    const answered = await page.begin(() => page.now.ask("new question"));
    (await page.asked("threads.create")).answer(stream);
    await answered();
    expect(page.now.conversation.error).toEqual({ message: "Something went wrong. Try again.", retry: true });
    expect([page.now.running, page.server.waiting]).toEqual([false, []]);
    expect(said).toHaveBeenCalledWith(expect.any(Error));
    said.mockRestore();
  });

  it("because the page's own code fails is not asked for again either", async () => {
    const said = vi.spyOn(console, "error").mockImplementation(() => {});
    const fails = () => {
      throw new TypeError("undefined is not a function");
    };
    const page = await drawn(
      () => import("@/hooks/use-conversation"),
      ({ useConversation }) => useConversation({ ...around, onThreadChanged: fails }),
    );
    const answered = await page.begin(() => page.now.ask("new question"));
    (await page.asked("threads.create")).answer(events(created, stored1));
    await answered();
    expect(page.now.conversation.error?.retry).toBe(true);
    expect(page.server.waiting).toEqual([]);
    said.mockRestore();
  });

  it("by the network is asked for again, and three times at most", async () => {
    const page = await conversation();
    const answered = await page.begin(() => page.now.ask("new question"));
    (await page.asked("threads.create")).answer(events(created, stored1));
    for (let answers = 1; answers < 3; answers++) {
      await page.until(() => expect(page.now.conversation.progress).toMatch(/connection was lost/));
      await goOn(page);
      (await page.asked("threads.retry_after_item")).answer(events({ type: "stream_options" }));
    }
    await answered();
    expect(page.now.conversation.error).toEqual({ message: "The answer was cut off several times.", retry: true });
    expect(page.server.waiting).toEqual([]);
  });
});

describe("a conversation that is left", () => {
  const question = { type: "thread.item.done", item: NEW[0]! };
  const answer = { type: "thread.item.done", item: NEW[1]! };
  const created = { type: "thread.created", thread: { id: "thr_1" } };
  const watched = async () => {
    const heard: [string, boolean][] = [];
    const page = await drawn(
      () => import("@/hooks/use-conversation"),
      ({ useConversation }) => useConversation({ ...around, onThreadChanged: (id, isShown) => void heard.push([id, isShown]) }),
    );
    return { page, heard };
  };

  it("has its answer written on, and shows it when it is opened again meanwhile", async () => {
    const { page, heard } = await watched();
    const answered = await page.begin(() => page.now.ask("new question"));
    const write = await streaming(page, "threads.create");
    await write(created, question);
    await page.act(() => page.now.open());
    expect([shown(page), page.now.running]).toEqual([[], false]);
    await write({ ...created, type: "thread.updated" });
    await page.act(() => page.now.open("thr_1"));
    expect([shown(page), page.now.running]).toEqual([["new question"], true]);
    await write(answer);
    await write();
    await answered();
    expect([shown(page), page.now.running]).toEqual([["new question", "new answer"], false]);
    expect(heard).toEqual([["thr_1", true], ["thr_1", false]]);
    expect(page.server.waiting).toEqual([]);
  });

  it("that is done before it is opened again is read from the server", async () => {
    const { page } = await watched();
    const answered = await page.begin(() => page.now.ask("new question"));
    const write = await streaming(page, "threads.create");
    await write(created, question);
    await page.act(() => page.now.open());
    await write(answer);
    await write();
    await answered();
    expect(shown(page)).toEqual([]);
    const opened = await page.begin(() => page.now.open("thr_1"));
    (await page.asked("items.list")).answer(stored(...NEW));
    await opened();
    expect(shown(page)).toEqual(["new question", "new answer"]);
  });

  it("does not mix with what is asked in another at the same time", async () => {
    const { page } = await watched();
    const first = await page.begin(() => page.now.ask("new question"));
    const write = await streaming(page, "threads.create");
    await write(created, question);
    await page.act(() => page.now.open());
    const second = await page.begin(() => page.now.ask("another"));
    const writeSecond = await streaming(page, "threads.create");
    await write(answer);
    await writeSecond({ type: "thread.created", thread: { id: "thr_2" } }, { type: "thread.item.done", item: entry("msg_8", "user_message", "another") });
    await writeSecond({ type: "thread.item.done", item: entry("msg_9", "assistant_message", "its answer") });
    await writeSecond();
    await second();
    expect(shown(page)).toEqual(["another", "its answer"]);
    await page.act(() => page.now.open("thr_1"));
    expect(shown(page)).toEqual(["new question", "new answer"]);
    await write();
    await first();
  });

  it("shows what went wrong meanwhile, and loses no message", async () => {
    const { page } = await watched();
    const answered = await page.begin(() => page.now.ask("new question"));
    await page.begin(() => page.now.open("thr_7"));
    (await page.asked("threads.create")).answer({ detail: "Too often." }, 429);
    await answered();
    expect(page.now.conversation.error).toBeUndefined();
    await page.act(() => page.now.open());
    expect([shown(page), page.now.conversation.error?.message]).toEqual([["new question"], "Too often."]);
  });

  it("and deleted is no longer answered", async () => {
    const { page } = await watched();
    const answered = await page.begin(() => page.now.ask("new question"));
    const write = await streaming(page, "threads.create");
    await write(created, question);
    await page.act(() => page.now.open());
    await page.act(() => page.now.forget("thr_1"));
    await answered();
    expect(page.server.waiting).toEqual([]);
  });
});

describe("a late answer of the server", () => {
  it("does not take away what was asked and answered since it was asked for", async () => {
    const page = await conversation();
    const opened = await page.begin(() => page.now.open("thr_1"));
    (await page.asked("items.list")).answer(stored(...OLD));
    await opened();
    await page.seeAgain();
    const late = await page.asked("items.list");
    const answered = await page.begin(() => page.now.ask("new question"));
    (await page.asked("threads.add_user_message")).answer(ANSWER);
    await answered();
    late.answer(stored(...OLD));
    // It looks again: another tab may have said something too.
    await page.act(() => vi.waitFor(() => expect(page.server.waiting).toEqual(["items.list"])));
    expect(shown(page)).toEqual(ALL);
    (await page.asked("items.list")).answer(stored(...OLD, ...NEW, entry("msg_5", "user_message", "elsewhere")));
    await page.until(() => expect(shown(page)).toEqual([...ALL, "elsewhere"]));
  });

  it("of a conversation that was left does not end the loading of the one that is opened", async () => {
    const page = await conversation();
    const left = await page.begin(() => page.now.open("thr_2"));
    const late = await page.asked("items.list");
    const opened = await page.begin(() => page.now.open("thr_1"));
    late.answer(stored());
    await left();
    expect([page.now.loading, page.now.conversation.threadId]).toEqual([true, "thr_1"]);
    (await page.asked("items.list")).answer(stored(...OLD));
    await opened();
    expect([page.now.loading, shown(page)]).toEqual([false, ALL.slice(0, 2)]);
  });
});
