import { describe, expect, it } from "vitest";
import { clockOf, dayWords, dueOf, quickDays } from "@/lib/due";

const NOW = { date: "2026-11-30", time: "14:30" };
const words = (date: string | null, time: string | null = null) => dueOf(date, time, NOW);

describe("when a task is due", () => {
  it.each([
    ["2026-11-30", null, "Today", "today"],
    ["2026-11-30", "14:30", "Today 14:30", "today"],
    ["2026-12-01", null, "Tomorrow", "later"],
    ["2026-12-03", "09:00", "Thu 3 Dec 09:00", "later"],
    ["2027-01-01", null, "Fri 1 Jan 2027", "later"],
    ["2026-11-30", "14:29", "Overdue: today 14:29", "late"],
    ["2026-11-29", null, "Overdue: yesterday", "late"],
    ["2025-12-31", null, "Overdue: Wed 31 Dec 2025", "late"],
  ])("%s %s is %s", (date, time, text, state) => {
    expect(words(date, time)).toEqual({ words: text, state });
  });

  it("is late no more when it is done", () => {
    expect(dueOf("2026-11-29", null, NOW, true)).toEqual({ words: "Yesterday", state: "later" });
  });

  it("is nothing without a date", () => expect(words(null)).toBeUndefined());

  it("is a day in words of its own, too", () => {
    expect(["2026-12-01", "2026-12-03"].map((date) => dayWords(date, NOW))).toEqual(["Tomorrow", "Thu 3 Dec"]);
  });

  it.each([
    ["2026-11-30", ["2026-11-30", "2026-12-01", "2026-12-07"]],
    ["2026-12-05", ["2026-12-05", "2026-12-06", "2026-12-07"]],
    ["2026-12-31", ["2026-12-31", "2027-01-01", "2027-01-04"]],
  ])("can be today, tomorrow or the Monday of next week: %s", (date, days) => {
    expect(quickDays({ ...NOW, date }).map((day) => day.date)).toEqual(days);
  });

  it("is seen from the reader's own clock", () => {
    expect(clockOf(new Date(2026, 0, 5, 7, 3))).toEqual({ date: "2026-01-05", time: "07:03" });
  });
});
