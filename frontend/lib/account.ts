import { json } from "./api";
import { keepDraft } from "./draft";
import { patiently } from "./patience";
import { tell } from "./tabs";

export interface User {
  id: string;
  email: string;
  name: string | null;
  /** An IANA name: by its clock the server knows what is due today. */
  time_zone: string;
}

export const whoIsIt = async () => (await patiently(() => json<{ user: User }>("/api/auth/session"))).user;

/** Nobody is signed in any more: the other tabs are told, nothing that was written stays, and the start is shown. */
export function leave(): void {
  keepDraft("");
  tell("session");
  window.location.assign("/");
}

/** Tells the server the browser's time zone where it knows another; it keeps its own where it does not know this one. */
export async function keepZone(user: User): Promise<User> {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  if (!timeZone || timeZone === user.time_zone) return user;
  return json<{ user: User }>("/api/auth/session", "PATCH", { time_zone: timeZone }).then(
    (session) => session.user,
    () => user,
  );
}
