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
  const days = daysTo(date, now);
  const words = [dayOf(date, now), time].filter(Boolean).join(" ");
  const isPast = days < 0 || (days === 0 && time !== null && time < now.time);
  if (isPast && !done) return { words: `Overdue: ${words}`, state: "late" };
  return { words: capital(words), state: days === 0 && !done ? "today" : "later" };
}

/** A day, seen from now: Tomorrow, Thu 3 Dec. */
export function dayWords(date: string, now: Clock): string {
  return capital(dayOf(date, now));
}

/** Days that are chosen by one press: today, tomorrow, and the Monday of next week. */
export function quickDays({ date }: Clock): { name: string; date: string }[] {
  const weekday = new Date(date).getUTCDay();
  return [
    { name: "Today", date },
    { name: "Tomorrow", date: later(date, 1) },
    { name: "Next week", date: later(date, 7 - ((weekday + 6) % 7)) },
  ];
}

const later = (date: string, days: number) => new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);
const daysTo = (date: string, now: Clock) => (Date.parse(date) - Date.parse(now.date)) / DAY_MS;
const capital = (words: string) => words[0]!.toUpperCase() + words.slice(1);

function dayOf(date: string, now: Clock): string {
  const near = { [-1]: "yesterday", 0: "today", 1: "tomorrow" }[daysTo(date, now)];
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
