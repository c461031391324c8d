import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { drawn } from "./page";

beforeEach(() => vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function fresh() {
  const done: string[] = [];
  const refresh = async () => void done.push("refresh");
  const look = async () => void done.push("look");
  const page = await drawn(
    () => import("@/hooks/use-fresh"),
    ({ useFresh }) => useFresh("tasks", refresh, look),
  );
  const pass = (milliseconds: number) => page.act(() => vi.advanceTimersByTime(milliseconds));
  const focus = () => page.act(() => window.dispatchEvent(new Event("focus")));
  return { page, done, pass, focus };
}

it("looks every half minute while it is seen, and not while it is not", async () => {
  const { done, pass } = await fresh();
  await pass(90_000);
  expect(done).toEqual(["look", "look", "look"]);
  Object.assign(document, { visibilityState: "hidden" });
  await pass(90_000);
  expect(done).toHaveLength(3);
});

it("looks once when somebody comes back to the tab and its window", async () => {
  const { page, done, pass, focus } = await fresh();
  await page.seeAgain();
  await focus();
  expect(done).toEqual(["refresh"]);
  await pass(2_000);
  await focus();
  expect(done).toEqual(["refresh", "look"]);
});
