/** What the panel can show of the list. */
import type { TaskQuery } from "./tasks";

export type View = "all" | "open" | "today" | "upcoming" | "overdue" | "done";
export type Section = "open" | "done";

/** A view's parts: what there is to do, and below it what is done, the last first. */
const VIEWS: Record<View, Partial<Record<Section, TaskQuery>>> = {
  all: { open: { order: "position" }, done: {} },
  open: { open: { order: "position" } },
  today: { open: { due: "today", order: "due" }, done: { due: "today" } },
  upcoming: { open: { due: "upcoming", order: "due" } },
  overdue: { open: { due: "overdue", order: "due" } },
  done: { done: {} },
};

/** Whether what is to be done is all there, in the order by hand: only there a task can be put to another place. */
export const isByHand = (view: View, search: string) => VIEWS[view].open?.order === "position" && search === "";

/** Whether what a view shows changes with the time of day alone. */
export const isOfTheDay = (view: View) => VIEWS[view].open?.due !== undefined;

/** Whether what is to be done stands under the day on which it is due. */
export const isByDay = (view: View | undefined) => view === "upcoming";

/** What a part of a view asks the server for; undefined for a part that it has not got. */
export function queryOf(view: View, section: Section, search: string): TaskQuery | undefined {
  const query = VIEWS[view][section];
  if (!query) return undefined;
  return { status: section, order: "-completed_at", ...query, ...(search === "" ? {} : { search }) };
}
