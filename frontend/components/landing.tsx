import { MessageSquareText, RefreshCw, ShieldCheck } from "lucide-react";
import Link from "next/link";
import { Brand } from "./brand";
import { ServerState } from "./server-state";
import { ThemeButton } from "./theme-button";

const POINTS = [
  { icon: MessageSquareText, title: "Plain words", text: "“Add milk”, “what's left?”, “finish the second one”." },
  { icon: RefreshCw, title: "One list", text: "It changes while you chat, and you can edit it yourself." },
  { icon: ShieldCheck, title: "Private", text: "Each account sees only its own tasks and conversations." },
];

/** What a visitor sees who is not signed in. */
export function Landing() {
  return (
    <div className="flex min-h-full flex-col">
      <header className="mx-auto flex w-full max-w-5xl items-center justify-between px-6 py-5">
        <Brand />
        <ThemeButton />
      </header>
      <main className="mx-auto grid w-full max-w-5xl grow content-center gap-14 px-6 py-10">
        <div className="max-w-2xl">
          <h1 className="text-4xl font-semibold tracking-tight sm:text-5xl">A chat that manages your todos</h1>
          <p className="mt-5 text-lg text-ink-soft">
            Say what you need to do. The assistant keeps your list up to date.
          </p>
          <div className="mt-8 flex flex-wrap gap-3">
            <Link
              href="/signup"
              className="inline-flex h-11 items-center rounded-lg bg-accent px-5 font-medium text-on-accent hover:bg-accent-strong"
            >
              Create an account
            </Link>
            <Link
              href="/signin"
              className="inline-flex h-11 items-center rounded-lg border border-line bg-surface px-5 font-medium hover:bg-hover"
            >
              Sign in
            </Link>
          </div>
          <ServerState />
        </div>
        <ul className="grid gap-4 sm:grid-cols-3">
          {POINTS.map(({ icon: Icon, title, text }) => (
            <li key={title} className="rounded-2xl border border-line bg-surface p-5">
              <Icon aria-hidden className="size-5 text-accent" />
              <h2 className="mt-3 font-medium">{title}</h2>
              <p className="mt-1 text-sm text-ink-soft">{text}</p>
            </li>
          ))}
        </ul>
      </main>
    </div>
  );
}
