import { afterEach, describe, expect, it, vi } from "vitest";
import type { Task } from "@/lib/tasks";
import { drawn, Server } from "./page";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const task = (id: string, more: Partial<Task> = {}) =>
  ({ id, title: id, completed: false, due_date: null, updated_at: "2026-11-29T00:00:00Z", ...more }) as Task;

/** The list beside a server that has these tasks, and what the server was asked. */
async function list(...tasks: Task[]) {
  const store = { tasks };
  const asked: URLSearchParams[] = [];
  const server = new Server();
  server.standing.set("GET /api/tasks", ({ searchParams: query }) => {
    asked.push(query);
    const isDone = query.get("status") === "done";
    const due = (date: string | null) => query.get("due") !== "overdue" || (date !== null && date < "2026-11-29");
    const fits = ({ completed, title, due_date }: Task) => completed === isDone && title.includes(query.get("search") ?? "") && due(due_date);
    const found = store.tasks.filter(fits);
    const [offset, limit] = [Number(query.get("offset")), Number(query.get("limit"))];
    return { items: found.slice(offset, offset + limit), total: found.length };
  });
  const page = await drawn(
    () => import("@/hooks/use-tasks"),
    ({ useTasks }) => useTasks(),
    server,
  );
  await page.until(() => expect(page.now.rows).toBeDefined());
  const shown = (section: "open" | "done") => page.now.rows?.[section]?.map((row) => row?.id);
  return { page, store, shown, asked };
}

const many = Array.from({ length: 250 }, (_, i) => task(String(i)));

describe("the list", () => {
  it("has all that there are, and loads those that somebody looks at", async () => {
    const { page, shown } = await list(...many);
    expect([shown("open")?.length, shown("open")?.[99], shown("open")?.[249]]).toEqual([250, "99", undefined]);
    await page.act(() => page.now.want({ open: [240, 249], done: undefined }));
    await page.until(() => expect(shown("open")?.[249]).toBe("249"));
    expect(shown("open")?.[0]).toBe("0");
  });

  it("asks for nothing that it has", async () => {
    const { page, asked } = await list(...many);
    const before = asked.length;
    await page.act(() => page.now.want({ open: [3, 30], done: undefined }));
    expect(asked.length).toBe(before);
  });

  it("forgets what it had elsewhere when something has changed", async () => {
    const { page, store, shown } = await list(...many);
    await page.act(() => page.now.want({ open: [240, 249], done: undefined }));
    store.tasks = many.slice(1);
    await page.act(() => page.now.refresh());
    await page.until(() => expect([shown("open")?.length, shown("open")?.[0], shown("open")?.[248]]).toEqual([249, undefined, "249"]));
  });

  it("counts what is done, and loads it when it is unfolded", async () => {
    const done = ["x", "y"].map((id) => task(id, { completed: true }));
    const { page, shown } = await list(task("a"), ...done);
    expect([page.now.counts?.open, page.now.counts?.done, shown("done")]).toEqual([1, 2, ["x", undefined]]);
    await page.act(() => page.now.want({ open: [0, 0], done: [0, 1] }));
    await page.until(() => expect(shown("done")).toEqual(["x", "y"]));
  });

  it("searches on the server, and says that it is not there yet", async () => {
    const { page, shown, asked } = await list(task("milk"), task("bread"));
    await page.act(() => page.now.setSearch("mil"));
    await page.until(() => expect([page.now.busy, shown("open")]).toEqual([false, ["milk"]]));
    await page.act(() => page.now.setView("overdue"));
    await page.until(() => expect([page.now.busy, page.now.shownView]).toEqual([false, "overdue"]));
    expect(asked.at(-1)?.toString()).toBe("status=open&order=due&due=overdue&search=mil&limit=100&offset=0");
    expect(page.now.rows?.done).toBeUndefined();
  });
});

describe("what another device does", () => {
  const focus = () => window.dispatchEvent(new Event("focus"));

  it("is seen by a glance, which reads no more where nothing was done", async () => {
    const { page, store, asked, shown } = await list(task("a"));
    const before = asked.length;
    await page.act(focus);
    // Of what is seen the order, of which a task says nothing.
    expect(asked.slice(before).map((query) => query.get("limit"))).toEqual(["100", "1", "1", "1"]);
    store.tasks = [task("a", { updated_at: "2026-11-30T00:00:00Z", title: "b" })];
    vi.spyOn(performance, "now").mockReturnValue(Infinity);
    await page.act(focus);
    await page.until(() => expect([page.now.rows?.open?.[0]?.title, shown("open")]).toEqual(["b", ["a"]]));
  });
});

describe("what is overdue", () => {
  it("is counted, and what has become so by the time alone is seen by a glance", async () => {
    const { page, store } = await list(task("a"), task("b", { due_date: "2026-11-28" }), task("c", { due_date: "2026-11-30" }));
    expect([page.now.counts?.open, page.now.counts?.overdue]).toEqual([3, 1]);
    store.tasks = store.tasks.map((one) => (one.id === "c" ? { ...one, due_date: "2026-11-28" } : one));
    await page.act(() => window.dispatchEvent(new Event("focus")));
    await page.until(() => expect(page.now.counts?.overdue).toBe(2));
  });
});

describe("a move", () => {
  it("by another device is seen by a glance, though it leaves no mark on the task", async () => {
    const { page, store, shown } = await list(task("a"), task("b"));
    store.tasks = [task("b"), task("a")];
    await page.act(() => window.dispatchEvent(new Event("focus")));
    await page.until(() => expect(shown("open")).toEqual(["b", "a"]));
  });

  it("shows at once, tells the server what comes before, and is taken back when it is refused", async () => {
    const { page, shown } = await list(task("a"), task("b"), task("c"));
    const made = await page.begin(() => page.now.move("a", 1, "b"));
    expect(shown("open")).toEqual(["b", "a", "c"]);
    const asked = await page.asked("POST /api/tasks/a/move");
    expect(asked.body).toEqual({ after: "b" });
    asked.answer({ detail: "There is no such other task." }, 422);
    await made();
    expect([shown("open"), page.now.error]).toEqual([["a", "b", "c"], "There is no such other task."]);
  });

  it("waits for the one before it; of several of one task that wait, the last is made", async () => {
    const { page, store, shown } = await list(task("a"), task("b"), task("c"));
    const moves = [
      await page.begin(() => page.now.move("b", 0, null)),
      await page.begin(() => page.now.move("a", 2, "c")),
      await page.begin(() => page.now.move("a", 0, null)),
    ];
    expect(page.server.waiting).toEqual(["POST /api/tasks/b/move"]);
    (await page.asked("POST /api/tasks/b/move")).answer({});
    store.tasks = [task("a"), task("b"), task("c")];
    const last = await page.asked("POST /api/tasks/a/move");
    expect(last.body).toEqual({ after: null });
    last.answer({});
    for (const end of moves) await end();
    expect([shown("open"), page.server.waiting]).toEqual([["a", "b", "c"], []]);
  });
});

describe("a change", () => {
  it("shows at once, and is taken back when it is refused", async () => {
    const { page, shown } = await list(task("a"));
    const changed = await page.begin(() => page.now.set("a", { title: "b" }));
    expect(page.now.rows?.open?.[0]?.title).toBe("b");
    (await page.asked("PATCH /api/tasks/a")).answer({ detail: "Not now." }, 429);
    await changed();
    expect([page.now.rows?.open?.[0]?.title, page.now.error, shown("open")]).toEqual(["a", "Not now.", ["a"]]);
  });

  it("moves a task that is ticked to those that are done", async () => {
    const { page, store, shown } = await list(task("a"), task("b"));
    const changed = await page.begin(() => page.now.set("a", { completed: true }));
    store.tasks = [task("a", { completed: true }), task("b")];
    (await page.asked("PATCH /api/tasks/a")).answer({});
    await changed();
    expect([shown("open"), shown("done")]).toEqual([["b"], ["a"]]);
  });
});

describe("a task that was added before anybody saw what its title says", () => {
  const ADDED = { title: "call", due_date: "2026-11-30", due_time: "15:00", priority: "none" as const };
  const TYPED = { title: "call tomorrow at 3", due_date: null, due_time: null, priority: "none" as const };

  async function added() {
    const found = await list();
    const { page, store } = found;
    const made = await page.begin(() => page.now.add(ADDED, TYPED));
    store.tasks = [task("a", ADDED)];
    (await page.asked("POST /api/tasks")).answer({ id: "a" });
    await made();
    expect(page.now.understood).toEqual([{ id: "a", added: ADDED, typed: TYPED }]);
    return found;
  }

  it("is put back to what was typed in one step", async () => {
    const { page } = await added();
    const kept = await page.begin(() => page.now.keepTyped(page.now.understood[0]!));
    expect([page.now.rows?.open?.[0]?.title, page.now.understood]).toEqual(["call tomorrow at 3", []]);
    const asked = await page.asked("PATCH /api/tasks/a");
    expect(asked.body).toEqual(TYPED);
    asked.answer({});
    await kept();
  });

  it("is not asked about any more when it is deleted", async () => {
    const { page, store } = await added();
    const removed = await page.begin(() => page.now.remove(task("a")));
    store.tasks = [];
    (await page.asked("DELETE /api/tasks/a")).answer({});
    await removed();
    expect([page.now.understood, page.now.deleted]).toEqual([[], [{ id: "a", title: "a" }]]);
  });

  it("is not asked about when it was seen", async () => {
    const { page } = await list();
    const made = await page.begin(() => page.now.add(ADDED));
    (await page.asked("POST /api/tasks")).answer({ id: "a" });
    await made();
    expect(page.now.understood).toEqual([]);
  });
});

describe("a deletion", () => {
  async function deleted() {
    const found = await list(task("a"), task("b"), task("c"));
    const { page, store } = found;
    const removed = await page.begin(() => page.now.remove(task("b")));
    store.tasks = [task("a"), task("c")];
    (await page.asked("DELETE /api/tasks/b")).answer({});
    await removed();
    return found;
  }

  it("can be undone, and the task is where it was", async () => {
    const { page, store, shown } = await deleted();
    expect([shown("open"), page.now.deleted]).toEqual([["a", "c"], [{ id: "b", title: "b" }]]);
    const undone = await page.begin(() => page.now.undo("b"));
    store.tasks = [task("a"), task("b"), task("c")];
    (await page.asked("POST /api/tasks/b/restore")).answer(task("b"));
    await undone();
    expect([shown("open"), page.now.deleted]).toEqual([["a", "b", "c"], []]);
  });

  it("offers no way back when it was refused, or is too old", async () => {
    const { page } = await deleted();
    const removed = await page.begin(() => page.now.remove(task("a")));
    (await page.asked("DELETE /api/tasks/a")).answer({ detail: "Not now." }, 429);
    await removed();
    await page.act(() => page.now.forget("b"));
    expect([page.now.deleted, page.now.error]).toEqual([[], "Not now."]);
  });
});
