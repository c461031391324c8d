/** A list of a thousand tasks scrolls as one of twenty does. */
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { close, eventually, launch, openPage, signUp } from "../browser.mjs";
import { scrolled } from "./scroll.mjs";

let browser;

before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const FEW = 20;
const MANY = 1000;
/** Milliseconds that nobody notices in a list that moves: below it the machine decides, and not the list. */
const UNSEEN = 200;
/** How much longer the longest task may be in the long list: it loads pages on the way, which the short one has. */
const MOST = 4;

/** As many more tasks, some of them with all that a line can show. */
const addTasks = (page, from, to) =>
  page.evaluate(
    async ([first, end]) => {
      const add = async (number) => {
        const more = number % 3 === 0 ? { description: "a note", due_date: "2020-02-29", priority: "high" } : {};
        const body = JSON.stringify({ title: `task ${number}`, ...more });
        const headers = { "content-type": "application/json", "idempotency-key": `task ${number}` };
        // Again where a connection that had rested was closed meanwhile.
        const send = () => fetch("/api/tasks", { method: "POST", headers, body });
        const { status } = await send().catch(send);
        if (status !== 201) throw new Error(`task ${number}: ${status}`);
      };
      for (let number = first; number <= end; number += 5) {
        await Promise.all([0, 1, 2, 3, 4].filter((more) => number + more <= end).map((more) => add(number + more)));
      }
    },
    [from, to],
  );

it(`no task of the main thread is longer with ${MANY} tasks than with ${FEW}, but for what nobody notices`, async () => {
  const { page, context, errors } = await openPage(browser);
  await signUp(page);
  const tasks = page.getByRole("region", { name: "Tasks" });
  const scroll = async (from, to) => {
    await addTasks(page, from, to);
    await page.reload();
    await tasks.getByText(`${to} open, 0 done`).waitFor();
    const list = tasks.getByRole("list");
    await list.getByRole("listitem").nth(5).waitFor();
    return scrolled(browser, page, list.getByRole("listitem").nth(5));
  };
  const few = await scroll(1, FEW);
  const many = await scroll(FEW + 1, MANY);
  const figures = ({ longest, aTurn }) => `longest task ${longest.toFixed(1)} ms, ${aTurn.toFixed(1)} ms of work in a turn of the wheel`;
  console.log(`${FEW} tasks: ${figures(few)}\n${MANY} tasks: ${figures(many)}`);
  assert.ok(few.longest > 0, "nothing was traced");
  assert.ok(many.longest <= Math.max(UNSEEN, MOST * few.longest), figures(many));
  // It went through the list: what comes far below was loaded, and few lines are drawn.
  await tasks.getByRole("listitem").nth(5).hover();
  await page.mouse.wheel(0, 1e6);
  await eventually(page, async () => assert.ok(await tasks.getByRole("checkbox", { name: `task ${MANY}`, exact: true }).count()));
  assert.ok((await tasks.getByRole("listitem").count()) < 60, "all are drawn");
  assert.deepEqual(errors, []);
  await close(context);
});
