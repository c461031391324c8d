/** Addresses of conversations: /c/thr_…, and / for a new one. */

/** The conversation at a path; undefined for any other. */
export const conversationAt = (path: string) => /^\/c\/(thr_\w+)$/.exec(path)?.[1];

export const addressOf = (id: string | undefined) => (id === undefined ? "/" : `/c/${id}`);

/** Where to go on from a sign-in at a path: to the conversation whose address it was asked at, or to the start. */
export const afterSignIn = (path: string) => addressOf(conversationAt(path));
