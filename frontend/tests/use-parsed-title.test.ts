import { useState } from "react";
import { afterEach, expect, it, vi } from "vitest";
import { drawn } from "./page";

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const PARSE = "POST /api/tasks/parse";
const PLAIN = { due_date: null, due_time: null, priority: "none" };
const CALL = { title: "call Ann", due_date: "2026-12-01", due_time: "15:00", priority: "none" };

/** A field that is empty at first. */
const field = () =>
  drawn(
    () => import("@/hooks/use-parsed-title"),
    function Field({ useParsedTitle }) {
      const [title, type] = useState("");
      return { type, ...useParsedTitle(title) };
    },
  );

it("a title is parsed when nothing is typed for a moment, and what it says stays until the next answer", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const page = await field();
  await page.act(() => page.now.type("call Ann tomorrow"));
  await page.act(() => vi.advanceTimersByTime(299));
  await page.act(() => page.now.type("call Ann tomorrow at 3"));
  await page.act(() => vi.advanceTimersByTime(299));
  expect(page.server.waiting).toEqual([]);
  await page.act(() => vi.advanceTimersByTime(1));
  const asked = await page.asked(PARSE);
  expect([asked.body, page.now.parsed]).toEqual([{ title: "call Ann tomorrow at 3" }, undefined]);
  asked.answer(CALL);
  await page.until(() => expect(page.now.parsed).toEqual(CALL));
  await page.act(() => page.now.type("call Ann tomorrow at 3 o"));
  expect(page.now.parsed).toEqual(CALL);
  await page.act(() => vi.advanceTimersByTime(300));
  (await page.asked(PARSE)).answer({ title: "call Ann tomorrow at 3 o", ...PLAIN });
  await page.until(() => expect(page.now.parsed).toBeUndefined());
  expect(page.server.waiting).toEqual([]);
});

it("who adds it at once has it asked for once, and waits for what was asked already", async () => {
  const page = await field();
  await page.act(() => page.now.type("call Ann tomorrow at 3"));
  const first = page.now.parse("call Ann tomorrow at 3");
  expect(page.now.parse("call Ann tomorrow at 3")).toBe(first);
  (await page.asked(PARSE)).answer(CALL);
  await page.until(() => expect(page.now.parsed).toEqual(CALL));
  // What was seen is the very answer.
  expect(await first).toBe(page.now.parsed);
  expect(page.server.waiting).toEqual([]);
});

it("what was asked for the task before is neither lost nor shown for the next", async () => {
  const page = await field();
  await page.act(() => page.now.type("call Ann tomorrow at 3"));
  const asked = await page.asked(PARSE);
  const added = page.now.parse("call Ann tomorrow at 3");
  await page.act(() => {
    page.now.type("");
    page.now.forget();
  });
  await page.act(() => page.now.type("milk"));
  asked.answer(CALL);
  expect(await added).toEqual(CALL);
  (await page.asked(PARSE)).answer({ title: "milk", ...PLAIN });
  await page.act(() => page.now.parse("milk"));
  expect(page.now.parsed).toBeUndefined();
});

it.each([503, 404])("a title that cannot be parsed says nothing: %i", async (status) => {
  const page = await field();
  const found = page.now.parse("call Ann tomorrow");
  (await page.asked(PARSE)).answer({ detail: "no" }, status);
  expect(await found).toBeUndefined();
});
