export default function NotFound() {
  return (
    <main className="grid min-h-full place-items-center p-6 text-center">
      <div>
        <h1 className="text-2xl font-semibold">Page not found</h1>
        {/* No Link of Next's: this page is part of every other one, and would bring it along. */}
        {/* eslint-disable-next-line @next/next/no-html-link-for-pages */}
        <a href="/" className="mt-4 inline-block text-accent underline underline-offset-4">
          Go to your tasks
        </a>
      </div>
    </main>
  );
}
