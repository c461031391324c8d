"use client";

import clsx from "clsx";
import { History, ListChecks, type LucideIcon, MessageSquareText } from "lucide-react";
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useState } from "react";
import { flushSync } from "react-dom";
import { useConversation } from "@/hooks/use-conversation";
import { useShortcuts } from "@/hooks/use-shortcuts";
import { useTasks } from "@/hooks/use-tasks";
import { useThreads } from "@/hooks/use-threads";
import { useUser } from "@/hooks/use-user";
import { addressOf, conversationAt } from "@/lib/address";
import type { Action } from "@/lib/shortcuts";
import { tell } from "@/lib/tabs";
import { SessionDialog } from "./account/session-dialog";
import { Chat } from "./chat/chat";
import { ConversationList } from "./conversations/conversation-list";
import { Header } from "./header";
import { OfflineBar } from "./offline-bar";
import { TaskPanel } from "./tasks/task-panel";
import { Button } from "./ui/button";
import { Modal } from "./ui/modal";

// Loaded when somebody asks for them, which few do.
const DIALOGS = { account: () => import("./account/account-dialog"), shortcuts: () => import("./shortcuts-dialog") };
const AccountDialog = lazy(DIALOGS.account);
const ShortcutsDialog = lazy(DIALOGS.shortcuts);

type Part = "history" | "chat" | "tasks";

/** On a phone one part is shown at a time. */
const PARTS: { part: Part; label: string; icon: LucideIcon }[] = [
  { part: "history", label: "History", icon: History },
  { part: "chat", label: "Chat", icon: MessageSquareText },
  { part: "tasks", label: "Tasks", icon: ListChecks },
];

/** Everything of a user who is signed in: conversations, the open one, and the list. */
export function Workspace({ hostedChat }: { hostedChat?: ReactNode }) {
  const user = useUser();
  const tasks = useTasks();
  const threads = useThreads();
  const [part, setPart] = useState<Part>("chat");
  const [dialog, setDialog] = useState<keyof typeof DIALOGS | "missing" | undefined>();
  const closeDialog = () => setDialog(undefined);
  // Drawn when it is there: one that cannot be loaded would take the page with it.
  const openDialog = (wanted: keyof typeof DIALOGS) =>
    void DIALOGS[wanted]().then(
      () => setDialog(wanted),
      () => setDialog("missing"),
    );
  const refreshThreads = threads.refresh;
  const refreshTasks = tasks.refresh;
  const onTasksChanged = useCallback(() => {
    tell("tasks");
    void refreshTasks();
  }, [refreshTasks]);
  const onThreadChanged = useCallback(
    (id: string, isShown: boolean) => {
      if (isShown) window.history.replaceState(null, "", addressOf(id));
      tell("threads");
      void refreshThreads();
    },
    [refreshThreads],
  );
  const known = threads.threads?.map(({ id }) => id);
  const conversation = useConversation({ known, onTasksChanged, onThreadChanged });
  const { open, retry } = conversation;
  const canRetry = conversation.conversation.error?.retry === true;
  const onBack = useCallback(() => {
    void refreshTasks();
    void refreshThreads();
    if (canRetry) void retry();
  }, [canRetry, refreshTasks, refreshThreads, retry]);

  useEffect(() => {
    // The address says which one: after a reload, in another tab, and by the browser's ways back and forward.
    const follow = () => void open(conversationAt(window.location.pathname));
    follow();
    window.addEventListener("popstate", follow);
    return () => window.removeEventListener("popstate", follow);
  }, [open]);

  const { threadId } = conversation.conversation;
  const title = threads.threads?.find(({ id }) => id === threadId)?.title;
  const overdue = tasks.counts?.overdue ?? 0;
  useEffect(() => {
    // What the browser's history and its tabs are told apart by, and what is overdue, as mail programs count what is new.
    document.title = `${overdue > 0 ? `(${overdue}) ` : ""}${title ? `${title} – ` : ""}Todo`;
  }, [overdue, title]);

  const show = (id?: string) => {
    if (id !== threadId) window.history.pushState(null, "", addressOf(id));
    setPart("chat");
    void open(id);
  };
  const remove = (id: string) => {
    void threads.remove(id);
    conversation.forget(id);
    if (id !== threadId) return;
    // Nothing is at its address any more, also on the way back.
    window.history.replaceState(null, "", addressOf(undefined));
    void open();
  };
  /** Shows a part, and goes to a field in it by its id. */
  const goTo = (wanted: Part, id: string) => {
    flushSync(() => setPart(wanted));
    document.getElementById(id)?.focus();
  };
  const last = tasks.deleted.at(-1);
  const actions: Record<Action, () => void> = {
    help: () => openDialog("shortcuts"),
    add: () => goTo("tasks", "new-task"),
    search: () => goTo("tasks", "search-tasks"),
    write: () => goTo("chat", "message"),
    begin: () => {
      show();
      goTo("chat", "message");
    },
    undo: () => void (last && tasks.undo(last.id)),
  };
  useShortcuts((action) => actions[action]());
  const where = (own: Part, wide: string) => clsx("min-h-0", own === part ? "block" : "hidden", wide);

  return (
    <div className="flex h-dvh flex-col">
      <Header user={user} onAccount={() => openDialog("account")} onShortcuts={() => openDialog("shortcuts")} />
      <OfflineBar />
      {user && <SessionDialog user={user} onBack={onBack} />}
      <Suspense>
        {dialog === "account" && user && <AccountDialog user={user} onClose={closeDialog} />}
        {dialog === "shortcuts" && <ShortcutsDialog onClose={closeDialog} />}
        {dialog === "missing" && (
          <Modal title="This could not be loaded" text="Check the connection and try again." onClose={closeDialog}>
            <div className="mt-6 flex justify-end">
              <Button look="outline" onClick={closeDialog}>
                Close
              </Button>
            </div>
          </Modal>
        )}
      </Suspense>
      <main className="grid min-h-0 grow grid-cols-[minmax(0,1fr)] md:grid-cols-[minmax(0,1fr)_22rem] lg:grid-cols-[15rem_minmax(0,1fr)_24rem]">
        <div className={where("history", "border-line lg:block lg:border-r")}>
          <ConversationList
            {...threads}
            current={threadId}
            onRetry={() => void refreshThreads()}
            onOpen={show}
            onRename={(id, title) => void threads.rename(id, title)}
            onDelete={remove}
          />
        </div>
        <div className={where("chat", part === "history" ? "lg:block" : "md:block")}>
          {hostedChat ?? <Chat {...conversation} />}
        </div>
        <div className={where("tasks", "border-line bg-surface md:block md:border-l")}>
          <TaskPanel {...tasks} />
        </div>
      </main>
      <nav aria-label="Parts of the page" className="grid grid-cols-3 border-t border-line bg-surface md:grid-cols-2 lg:hidden">
        {PARTS.map(({ part: own, label, icon: Icon }) => (
          <button
            key={own}
            type="button"
            aria-pressed={own === part}
            onClick={() => setPart(own)}
            className={clsx(
              "flex h-14 flex-col items-center justify-center gap-0.5 text-xs",
              own === part ? "text-accent" : "text-ink-soft",
              own === "tasks" && "md:hidden",
            )}
          >
            <Icon aria-hidden className="size-5" />
            {label}
          </button>
        ))}
      </nav>
    </div>
  );
}
