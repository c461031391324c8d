import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { UnderstoodChip, wordsOf } from "@/components/tasks/understood";

const NOW = { date: "2026-11-30", time: "14:30" };

it.each([
  [{ due_date: "2026-12-01", due_time: "15:00" }, "Tomorrow 15:00"],
  [{ due_date: "2026-12-01", priority: "high" as const }, "Tomorrow, High priority"],
  [{ priority: "low" as const }, "Low priority"],
  [{}, ""],
])("what a title says is put in words: %o", (said, words) => expect(wordsOf(said, NOW)).toBe(words));

it("a chip is a button whose name begins with what it shows", () => {
  const drawn = createElement(UnderstoodChip, { words: "Tomorrow 15:00", title: "call Ann", due: true, onKeep() {} });
  const shown = renderToStaticMarkup(drawn);
  expect(shown).toMatch(/<button type="button" aria-label="Tomorrow 15:00: keep these words in the title"/);
  expect(shown.replace(/<[^>]*>/g, "")).toBe("Tomorrow 15:00call Ann");
});
