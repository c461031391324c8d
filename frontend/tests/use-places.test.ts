import type { PointerEvent } from "react";
import type { VirtualizerHandle } from "virtua";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Task } from "@/lib/tasks";
import { drawn } from "./page";

afterEach(() => vi.unstubAllGlobals());

/** Pixels of a line, and of the list's top. */
const [LINE, TOP] = [40, 100];
const task = (id: string) => ({ id, title: id }) as Task;

/** The list of these tasks, as it is moved in: what was moved, and how far it was scrolled. */
async function list(titles: string, reason?: string) {
  const done: unknown[] = [];
  const scroller = { getBoundingClientRect: () => ({ top: TOP, bottom: TOP + 4 * LINE }), scrollBy: (_: number, y: number) => y && done.push(y) };
  const virtual = { scrollOffset: 0, findItemIndex: (y: number) => Math.floor(y / LINE) };
  const around = {
    open: [...titles].map((id) => (id === "_" ? undefined : task(id))),
    reason,
    scroller: { current: scroller as unknown as HTMLElement },
    virtual: { current: virtual as VirtualizerHandle },
    move: (...move: unknown[]) => void done.push(move),
    onMoved: (to: number) => void done.push(`to ${to}`),
  };
  const frames: FrameRequestCallback[] = [];
  vi.stubGlobal("requestAnimationFrame", (frame: FrameRequestCallback) => frames.push(frame));
  vi.stubGlobal("cancelAnimationFrame", () => undefined);
  const page = await drawn(
    () => import("@/hooks/use-places"),
    ({ usePlaces }) => usePlaces(around),
  );
  const handle = Object.assign(new EventTarget(), { setPointerCapture: () => undefined });
  const pointer = (type: string, y: number) => page.act(() => handle.dispatchEvent(Object.assign(new Event(type), { clientY: y })));
  const grab = (id: string) => page.act(() => page.now.grab(id, { currentTarget: handle, pointerId: 1, button: 0 } as unknown as PointerEvent<HTMLElement>));
  const frame = () => page.act(() => frames.splice(0).forEach((draw) => draw(0)));
  return { page, done, grab, pointer, frame };
}

describe("a step", () => {
  it("puts a task to another place, and says which", async () => {
    const { page, done } = await list("abc");
    await page.act(() => page.now.put("b", 0));
    expect([done, page.now.said]).toEqual([[["b", 0, null], "to 0"], "“b” is at place 1 of 3."]);
    await page.act(() => page.now.put("a", 1));
    expect(done.slice(2)).toEqual([["a", 1, "b"], "to 1"]);
  });

  it("ends where the list ends, and says so", async () => {
    const { page, done } = await list("abc");
    await page.act(() => page.now.put("a", -Infinity));
    expect([done, page.now.said]).toEqual([[], "“a” is at place 1 of 3."]);
    await page.act(() => page.now.put("c", 3));
    expect([done, page.now.said]).toEqual([[], "“c” is at place 3 of 3."]);
  });

  it("is none where tasks are hidden, which is said, nor beside one that is not loaded", async () => {
    const hidden = await list("abc", "Not in a search.");
    await hidden.page.act(() => hidden.page.now.put("a", 1));
    expect([hidden.done, hidden.page.now.said]).toEqual([[], "Not in a search."]);
    const { page, done } = await list("a_c");
    await page.act(() => page.now.put("a", 1));
    expect(done).toEqual([]);
  });
});

describe("a handle that is dragged", () => {
  it("shows where its task would come to lie, and drops it there", async () => {
    const { page, done, grab, pointer, frame } = await list("abcd");
    await grab("a");
    await pointer("pointermove", TOP + 2.5 * LINE);
    await frame();
    expect(page.now.drag).toEqual({ id: "a", over: 2 });
    await pointer("pointerup", TOP + 2.5 * LINE);
    expect([done, page.now.drag]).toEqual([[["a", 2, "c"], "to 2"], undefined]);
  });

  it("scrolls the list at its edges, and drops nothing beyond its end", async () => {
    const { page, done, grab, pointer, frame } = await list("ab");
    await grab("a");
    await pointer("pointermove", TOP + 4 * LINE - 1);
    await frame();
    expect([done, page.now.drag?.over]).toEqual([[8], 1]);
  });

  it("moves nothing when it is only pressed, when Escape is, or when the pointer is taken away", async () => {
    const { page, done, grab, pointer } = await list("abc");
    await grab("a");
    await pointer("pointerup", TOP + 2.5 * LINE);
    await grab("a");
    await pointer("pointermove", TOP + 2.5 * LINE);
    await page.act(() => document.dispatchEvent(Object.assign(new Event("keydown"), { key: "Escape" })));
    await pointer("pointerup", TOP + 2.5 * LINE);
    await grab("a");
    await pointer("pointermove", TOP + 2.5 * LINE);
    await pointer("lostpointercapture", 0);
    expect([done, page.now.drag]).toEqual([[], undefined]);
  });
});
