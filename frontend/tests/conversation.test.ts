import { describe, expect, it } from "vitest";
import { asked, EMPTY, failed, interrupted, next, PENDING, rewound } from "@/lib/chatkit/conversation";
import { lastQuestion, turns } from "@/lib/chatkit/messages";
import type { AssistantMessage, Item, StreamEvent, Thread, UserMessage, Widget, Workflow } from "@/lib/chatkit/protocol";

const base = { thread_id: "thr_1", created_at: "2026-11-24T00:00:00Z" };
const user: UserMessage = { ...base, id: "msg_1", type: "user_message", content: [{ type: "input_text", text: "add milk" }] };
const answer: AssistantMessage = { ...base, id: "msg_2", type: "assistant_message", content: [] };
const work: Workflow = { ...base, id: "wf_1", type: "workflow", workflow: { tasks: [] } };
const QUESTION: Widget = { ...base, id: "msg_7", type: "widget", copy_text: "Delete “milk”?", widget: { confirm: {} } };
const thread: Thread = { id: "thr_1", created_at: base.created_at, items: { data: [], has_more: false } };

const play = (events: StreamEvent[], from = asked(EMPTY, "add milk")) => events.reduce(next, from);

/** A whole turn, as the backend streams it. */
const TURN: StreamEvent[] = [
  { type: "thread.created", thread },
  { type: "thread.item.done", item: user },
  { type: "stream_options" },
  { type: "thread.updated", thread: { ...thread, title: "add milk" } },
  { type: "thread.item.added", item: work },
  {
    type: "thread.item.updated",
    item_id: "wf_1",
    update: { type: "workflow.task.added", task_index: 0, task: { title: "Adding “milk”", status_indicator: "loading" } },
  },
  {
    type: "thread.item.updated",
    item_id: "wf_1",
    update: { type: "workflow.task.updated", task_index: 0, task: { title: "Adding “milk”", status_indicator: "complete" } },
  },
  { type: "client_effect", name: "tasks_changed", data: {} },
  { type: "thread.item.added", item: answer },
  {
    type: "thread.item.updated",
    item_id: "msg_2",
    update: { type: "assistant_message.content_part.added", content_index: 0, content: { type: "output_text", text: "" } },
  },
  {
    type: "thread.item.updated",
    item_id: "msg_2",
    update: { type: "assistant_message.content_part.text_delta", content_index: 0, delta: "Added " },
  },
  {
    type: "thread.item.updated",
    item_id: "msg_2",
    update: { type: "assistant_message.content_part.text_delta", content_index: 0, delta: "milk." },
  },
];

describe("a conversation", () => {
  it("shows a message at once, and the stored one in its place", () => {
    expect(asked(EMPTY, "add milk").items[0]?.id).toBe(PENDING);
    const after = play(TURN.slice(0, 2));
    expect(after.threadId).toBe("thr_1");
    expect(after.items.map(({ id }) => id)).toEqual(["msg_1"]);
  });

  it("grows with what is streamed", () => {
    expect(turns(play(TURN).items, true)).toEqual([
      { id: "msg_1", role: "user", text: "add milk", steps: [] },
      {
        id: "wf_1",
        role: "assistant",
        text: "Added milk.",
        steps: [{ title: "Adding “milk”", status_indicator: "complete" }],
      },
    ]);
  });

  it("takes the finished item for the last word", () => {
    const done: AssistantMessage = { ...answer, content: [{ type: "output_text", text: "Added milk. Anything else?" }] };
    const after = play([...TURN, { type: "thread.item.done", item: done }]);
    expect(turns(after.items, false).at(-1)?.text).toBe("Added milk. Anything else?");
    expect(after.items).toHaveLength(3);
  });

  it("takes back an answer that the server takes back", () => {
    const after = play([...TURN, { type: "thread.item.removed", item_id: "msg_2" }]);
    expect(after.items.map(({ id }) => id)).toEqual(["msg_1", "wf_1"]);
  });

  it("shows progress until the next item, and keeps notices", () => {
    const busy = play([{ type: "progress_update", text: "Asking again…" }]);
    expect(busy.progress).toBe("Asking again…");
    const after = play(
      [
        { type: "notice", level: "warning", message: "Offline" },
        { type: "thread.item.added", item: answer },
      ],
      busy,
    );
    expect(after.progress).toBeUndefined();
    expect(after.notices).toEqual([{ level: "warning", message: "Offline", title: undefined }]);
  });

  it("keeps what was said when the answer breaks off", () => {
    const after = play([...TURN, { type: "error", code: "stream.error", allow_retry: true }]);
    expect(after.error).toEqual({ message: "The answer was cut off.", retry: true });
    expect(turns(after.items, false)).toHaveLength(2);
  });

  it("forgets errors and notices with the next message", () => {
    const after = asked(failed(play(TURN), "broken", true), "again");
    expect(after.error).toBeUndefined();
    expect(after.notices).toEqual([]);
  });

  it("goes back to the last question for a retry", () => {
    const { items } = play(TURN);
    expect(lastQuestion(items)).toBe("msg_1");
    expect(rewound(play(TURN), "msg_1").items.map(({ id }) => id)).toEqual(["msg_1"]);
  });

  it("says that its connection broke until something of the answer comes", () => {
    const again = rewound(interrupted(play(TURN)), "msg_1");
    expect(again.progress).toMatch(/connection was lost/);
    expect(play(TURN.slice(1), again).progress).toBeUndefined();
  });

  it("is not disturbed by events that it does not know", () => {
    const before = play(TURN);
    expect(next(before, { type: "something.new" } as unknown as StreamEvent)).toBe(before);
  });
});

describe("turns", () => {
  it("keep two answers in a row apart", () => {
    const first = { ...answer, content: [{ type: "output_text" as const, text: "One" }] };
    const second = { ...first, id: "msg_3" };
    expect(turns([first, second], false)).toHaveLength(2);
  });

  it("have a step under way only while the last question is being answered", () => {
    const status = (items: Item[], running: boolean) =>
      turns(items, running).flatMap(({ steps }) => steps.map((step) => step.status_indicator));
    const [stored, ...begun] = play(TURN.slice(0, 6)).items;
    const asking = { ...user, id: "msg_9" };
    expect(status([stored!, ...begun], true)).toEqual(["loading"]);
    // Stopped, or read anew after the turn was cut off in it, and then followed by another question.
    expect(status([stored!, ...begun], false)).toEqual(["none"]);
    expect(status([stored!, ...begun, asking, { ...begun[0]!, id: "wf_2" }], true)).toEqual(["none", "loading"]);
  });

  it("ask for a yes or a no until something is said after it", () => {
    const asks = (items: Item[], running = false) => turns(items, running).map((turn) => turn.asks ?? false);
    expect(turns([user, QUESTION], false).at(-1)).toMatchObject({ role: "assistant", text: "Delete “milk”?", steps: [] });
    expect(asks([user, QUESTION])).toEqual([false, true]);
    expect(asks([user, QUESTION], true)).toEqual([false, false]);
    expect(asks(asked({ ...EMPTY, items: [user, QUESTION] }, "Yes").items)).toEqual([false, false, false]);
    const closed = { ...QUESTION, widget: {} };
    const after = next({ ...EMPTY, items: [user, QUESTION] }, { type: "thread.item.replaced", item: closed });
    expect(after.items).toEqual([user, closed]);
    expect(asks(after.items)).toEqual([false, false]);
  });

  it("ask with the words of the message, where the question has none of its own", () => {
    const said: AssistantMessage = { ...answer, content: [{ type: "output_text", text: "Delete **2** tasks?" }] };
    const buttons: Widget = { ...base, id: "msg_8", type: "widget", widget: { confirm: {} } };
    const [, open] = turns([user, work, said, buttons], false);
    expect(open).toEqual({ id: "wf_1", role: "assistant", text: "Delete **2** tasks?", steps: [], asks: true });
    expect(turns([user, said, { ...buttons, widget: {} }, { ...user, id: "msg_9" }], true).map(({ asks }) => asks)).toEqual([undefined, false, undefined]);
    expect(turns([user, QUESTION], false)[1]?.plain).toBe(true);
  });

  it("leave out items that this page does not show", () => {
    expect(turns([{ ...base, id: "e", type: "end_of_turn" }], false)).toEqual([]);
  });
});
