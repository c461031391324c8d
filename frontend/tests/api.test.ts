import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ApiError, json } from "@/lib/api";
import { patiently } from "@/lib/patience";

beforeEach(() => vi.stubGlobal("window", new EventTarget()));
afterEach(() => vi.unstubAllGlobals());

/** A server that gives these answers, one after the other. */
function answers(...all: (Response | Error)[]) {
  const fetch = vi.fn(async () => {
    const next = all.shift()!;
    if (next instanceof Error) throw next;
    return next;
  });
  vi.stubGlobal("fetch", fetch);
  return fetch;
}
const away = () => Response.json({ detail: "away" }, { status: 503 });

it("asks again while the server is away, and gives what it says when it is back", async () => {
  const fetch = answers(away(), new TypeError("no route"), Response.json({ ok: true }));
  expect(await patiently(() => json("/api/tasks"), { pauses: [1, 1, 1] })).toEqual({ ok: true });
  expect(fetch).toHaveBeenCalledTimes(3);
});

it("gives up in the end, with the server's own words", async () => {
  const fetch = answers(away(), away(), away());
  await expect(patiently(() => json("/api/tasks"), { pauses: [1, 1] })).rejects.toThrow("away");
  expect(fetch).toHaveBeenCalledTimes(3);
});

it("does not repeat a question that was answered with no", async () => {
  const fetch = answers(Response.json({ detail: "who are you?" }, { status: 401 }));
  await expect(patiently(() => json("/api/tasks"), { pauses: [1] })).rejects.toBeInstanceOf(ApiError);
  expect(fetch).toHaveBeenCalledTimes(1);
});

it("says that it is made again, and does not wait when the network is back", async () => {
  answers(away(), Response.json({ ok: true }));
  const attempts: boolean[] = [];
  const onAway = () => setTimeout(() => window.dispatchEvent(new Event("online")));
  const attempt = (again: boolean) => {
    attempts.push(again);
    return json("/api/tasks");
  };
  expect(await patiently(attempt, { pauses: [60_000], onAway })).toEqual({ ok: true });
  expect(attempts).toEqual([false, true]);
});

it("ends at once when somebody gives up", async () => {
  const fetch = answers(away());
  const controller = new AbortController();
  const patience = { pauses: [60_000], signal: controller.signal, onAway: () => setTimeout(() => controller.abort()) };
  await expect(patiently(() => json("/api/tasks"), patience)).rejects.toThrow("away");
  expect(fetch).toHaveBeenCalledTimes(1);
});

it("takes an answer that breaks off for a server that is away", async () => {
  const broken = new ReadableStream({ start: (body) => body.error(new TypeError("terminated")) });
  const fetch = answers(new Response(broken), Response.json({ ok: true }));
  expect(await patiently(() => json("/api/tasks"), { pauses: [1] })).toEqual({ ok: true });
  expect(fetch).toHaveBeenCalledTimes(2);
});

it("takes no mistake of a program for a server that is away", async () => {
  const attempt = vi.fn(async () => {
    throw new TypeError("undefined is not a function");
  });
  await expect(patiently(attempt, { pauses: [1, 1] })).rejects.toThrow("not a function");
  answers(new Response("{"));
  await expect(patiently(() => json("/api/tasks"), { pauses: [1, 1] })).rejects.toBeInstanceOf(SyntaxError);
  expect(attempt).toHaveBeenCalledTimes(1);
});
