import Link from "next/link";
import { Brand } from "../brand";
import { AccountForm } from "./account-form";

const TEXTS = {
  signin: {
    title: "Sign in",
    other: "No account yet?",
    link: "Create one",
    href: "/signup",
  },
  signup: {
    title: "Create your account",
    other: "Have an account?",
    link: "Sign in",
    href: "/signin",
  },
};

export function AccountPage({ kind }: { kind: "signin" | "signup" }) {
  const { title, other, link, href } = TEXTS[kind];
  return (
    <main className="grid min-h-full place-items-center px-4 py-10">
      <div className="w-full max-w-sm">
        <Link href="/" className="inline-block rounded-lg" aria-label="Todo, home page">
          <Brand />
        </Link>
        <h1 className="mt-8 text-2xl font-semibold tracking-tight">{title}</h1>
        <AccountForm kind={kind} />
        <p className="mt-6 text-sm text-ink-soft">
          {other}{" "}
          <Link href={href} className="font-medium text-accent underline underline-offset-4">
            {link}
          </Link>
        </p>
      </div>
    </main>
  );
}
