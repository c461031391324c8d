"use client";

import { Button } from "@/components/ui/button";

export default function ErrorPage({ reset }: { reset(): void }) {
  return (
    <main className="grid min-h-full place-items-center p-6 text-center">
      <div>
        <h1 className="text-2xl font-semibold">Something went wrong on this page</h1>
        <p className="mt-2 text-ink-soft">Nothing that you saved is lost.</p>
        <Button className="mt-6" onClick={reset}>
          Try again
        </Button>
      </div>
    </main>
  );
}
