/** How much the page's main thread works while a list is scrolled, by the browser's own trace. */

/** What a trace calls everything that a thread does in one go. */
const TASK = "RunTask";
const CATEGORIES = ["disabled-by-default-devtools.timeline", "devtools.timeline", "toplevel"];

/** Scrolls of one turn of the wheel: down the list, and back to where it began. */
const TURNS = [...Array(40).fill(600), ...Array(40).fill(-600)];

/**
 * Turns the wheel over an element, and waits after each turn until it is drawn.
 *
 * @returns of the page's main thread, in milliseconds: its longest task, and what it works in a turn.
 */
export async function scrolled(browser, page, element) {
  await element.hover();
  await browser.startTracing(page, { categories: CATEGORIES });
  for (const turn of TURNS) {
    await page.mouse.wheel(0, turn);
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  }
  const { traceEvents } = JSON.parse(String(await browser.stopTracing()));
  const tasks = pageTasks(traceEvents);
  return { longest: Math.max(...tasks), aTurn: sum(tasks) / TURNS.length };
}

const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);

/** Milliseconds that each task of the page's main thread computes, whatever else the machine does meanwhile: of those there are, the one that works. The others are spare. */
function pageTasks(events) {
  const mains = events.filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain");
  const ofEach = mains.map(({ pid, tid }) =>
    events.filter((event) => event.name === TASK && event.pid === pid && event.tid === tid).map(({ tdur = 0 }) => tdur / 1000),
  );
  return ofEach.sort((a, b) => sum(b) - sum(a))[0] ?? [];
}
