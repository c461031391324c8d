import Link from "next/link";

export default function NotFound() {
  return (
    <main className="grid min-h-full place-items-center p-6 text-center">
      <div>
        <h1 className="text-2xl font-semibold">Page not found</h1>
        <Link href="/" className="mt-4 inline-block text-accent underline underline-offset-4">
          Go to your tasks
        </Link>
      </div>
    </main>
  );
}
