/** Tabs of one browser tell each other what has changed. */

/** What changed: the list, the conversations, or who is signed in. */
export type News = "tasks" | "threads" | "session";

let channel: BroadcastChannel | undefined;
const open = () => (channel ??= new BroadcastChannel("todo"));

/** Tells the other tabs; this one knows. */
export function tell(news: News): void {
  open().postMessage(news);
}

/** Hears the other tabs. @returns what ends it. */
export function listen(hear: (news: News) => void): () => void {
  const on = ({ data }: MessageEvent<News>) => hear(data);
  open().addEventListener("message", on);
  return () => open().removeEventListener("message", on);
}
