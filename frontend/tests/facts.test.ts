import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { Facts } from "@/components/tasks/facts";
import type { Task } from "@/lib/tasks";

const NOW = { date: "2026-11-30", time: "14:30" };
const drawn = (underDay: boolean, due_time: string | null) => {
  const task = { due_date: "2026-12-01", due_time, priority: "none", completed: false } as Task;
  return renderToStaticMarkup(createElement(Facts, { task, now: NOW, underDay, children: null })).replace(/<[^>]*>/g, "");
};

it("when a task is due is said with its day, but for one that stands under it", () => {
  expect([drawn(false, "09:30"), drawn(false, null), drawn(true, "09:30"), drawn(true, null)]).toEqual([
    "Due: Tomorrow 09:30",
    "Due: Tomorrow",
    "Due: 09:30",
    "",
  ]);
});
