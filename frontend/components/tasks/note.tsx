import { linked } from "@/lib/links";

/** A note as it was written; addresses in it can be followed. */
export function Note({ id, text }: { id: string; text: string }) {
  return (
    <p id={id} className="mt-1 text-sm whitespace-pre-wrap text-ink-soft">
      {linked(text).map(({ text: part, href }, i) =>
        href ? (
          <a
            key={i}
            href={href}
            target="_blank"
            rel="noopener noreferrer nofollow"
            className="rounded text-accent underline underline-offset-2"
          >
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </p>
  );
}
