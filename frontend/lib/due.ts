/** When a task is due, in words. Dates and times have no zone: they are on the reader's clock. */

/** What the reader's clock shows. */
export interface Clock {
  /** YYYY-MM-DD. */
  date: string;
  /** HH:MM. */
  time: string;
}

export interface Due {
  words: string;
  /** "late": it should be done by now. */
  state: "late" | "today" | "later";
}

const DAY_MS = 24 * 3600 * 1000;
const two = (number: number) => String(number).padStart(2, "0");

export function clockOf(moment: Date): Clock {
  return {
    date: `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`,
    time: `${two(moment.getHours())}:${two(moment.getMinutes())}`,
  };
}

/** When something is due, seen from now: today, tomorrow, Thu 3 Dec; undefined without a date. What is done is not late. */
export function dueOf(date: string | null, time: string | null, now: Clock, done = false): Due | undefined {
  if (date === null) return undefined;
  const days = (Date.parse(date) - Date.parse(now.date)) / DAY_MS;
  const words = [dayOf(date, days, now), time].filter(Boolean).join(" ");
  const isPast = days < 0 || (days === 0 && time !== null && time < now.time);
  if (isPast && !done) return { words: `Overdue: ${words}`, state: "late" };
  return { words: words[0]!.toUpperCase() + words.slice(1), state: days === 0 && !done ? "today" : "later" };
}

function dayOf(date: string, days: number, now: Clock): string {
  const near = { [-1]: "yesterday", 0: "today", 1: "tomorrow" }[days];
  if (near) return near;
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat("en", { ...options, timeZone: "UTC" }).format(Date.parse(date));
  const year = date.slice(0, 4);
  return [
    format({ weekday: "short" }),
    Number(date.slice(8)),
    format({ month: "short" }),
    year === now.date.slice(0, 4) ? "" : year,
  ]
    .filter(Boolean)
    .join(" ");
}
