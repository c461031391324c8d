/** What the user has written and the server has not received: it outlives a reload, in this tab alone. */

const KEY = "todo_draft";

export const keepDraft = (text: string) =>
  text === "" ? sessionStorage.removeItem(KEY) : sessionStorage.setItem(KEY, text);

export const keptDraft = () => sessionStorage.getItem(KEY) ?? "";
