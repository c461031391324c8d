import { afterEach, expect, it, vi } from "vitest";
import { ApiError, json, patiently } from "@/lib/api";

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
  expect(await patiently(() => json("/api/tasks"), [1, 1, 1])).toEqual({ ok: true });
  expect(fetch).toHaveBeenCalledTimes(3);
});

it("gives up in the end, with the server's own words", async () => {
  const fetch = answers(away(), away(), away());
  await expect(patiently(() => json("/api/tasks"), [1, 1])).rejects.toThrow("away");
  expect(fetch).toHaveBeenCalledTimes(3);
});

it("does not repeat a question that was answered with no", async () => {
  const fetch = answers(Response.json({ detail: "who are you?" }, { status: 401 }));
  await expect(patiently(() => json("/api/tasks"), [1])).rejects.toBeInstanceOf(ApiError);
  expect(fetch).toHaveBeenCalledTimes(1);
});
