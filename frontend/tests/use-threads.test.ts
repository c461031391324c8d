import { afterEach, expect, it, vi } from "vitest";
import { drawn, type Page } from "./page";

afterEach(() => vi.unstubAllGlobals());

const thread = (id: string, title: string) => ({ id, title, created_at: "2026-11-29T00:00:00Z" });
const FIRST = thread("thr_1", "milk");
const SECOND = thread("thr_2", "bread");
const list = (...data: object[]) => ({ data, has_more: false });

/** The conversations, with a look at them under way that was begun before anything happens. */
async function looking() {
  const page = await drawn(
    () => import("@/hooks/use-threads"),
    ({ useThreads }) => useThreads(),
  );
  (await page.asked("threads.list")).answer(list(FIRST, SECOND));
  await page.until(() => expect(titles(page)).toEqual(["milk", "bread"]));
  const looked = await page.begin(() => page.now.refresh());
  return { page, looked, late: await page.asked("threads.list") };
}

const titles = ({ now }: Page<{ threads: { title?: string }[] | undefined }>) => now.threads?.map(({ title }) => title);

it("an older list does not bring back a conversation that was deleted", async () => {
  const { page, late, looked } = await looking();
  const deleted = await page.begin(() => page.now.remove("thr_2"));
  (await page.asked("threads.delete")).answer({});
  (await page.asked("threads.list")).answer(list(FIRST));
  await deleted();
  late.answer(list(FIRST, SECOND));
  await looked();
  expect(titles(page)).toEqual(["milk"]);
});

it("an older list, and an older failure, do not take the place of a new title", async () => {
  const { page, late, looked } = await looking();
  const renamed = await page.begin(() => page.now.rename("thr_2", "rye bread"));
  (await page.asked("threads.update")).answer({});
  (await page.asked("threads.list")).answer(list({ ...SECOND, title: "rye bread" }, FIRST));
  await renamed();
  late.answer({ detail: "Too often." }, 429);
  await looked();
  expect([titles(page), page.now.error]).toEqual([["rye bread", "milk"], ""]);
});

it("a list that comes while a conversation is being deleted is not shown: it may be from before or after", async () => {
  const { page, late, looked } = await looking();
  const deleted = await page.begin(() => page.now.remove("thr_2"));
  const asked = await page.asked("threads.delete");
  late.answer(list(FIRST));
  await looked();
  expect(titles(page)).toEqual(["milk", "bread"]);
  asked.answer({ detail: "Not now." }, 429);
  (await page.asked("threads.list")).answer(list(FIRST, SECOND));
  await deleted();
  expect([titles(page), page.now.error]).toEqual([["milk", "bread"], "Not now."]);
});
