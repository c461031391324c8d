"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { type ParsedTitle, parseTitle } from "@/lib/tasks";

/** Milliseconds without a key after which a title is parsed. */
const PAUSE_MS = 300;

type Answer = Promise<ParsedTitle | undefined>;

/** What the server reads in it; undefined where that is no more than the title, or cannot be had. */
async function read(title: string): Answer {
  const found = await parseTitle(title).catch(() => undefined);
  return found && (found.due_date !== null || found.priority !== "none") ? found : undefined;
}

/**
 * What a title says of its date and priority, while it is typed: what is shown stays until the next answer.
 *
 * @param title the empty one says nothing.
 */
export function useParsedTitle(title: string) {
  const [parsed, setParsed] = useState<ParsedTitle | undefined>();
  const last = useRef<{ title: string; answer: Answer }>(undefined);

  /** What this title says, at once; it is asked for once, however often that is. */
  const parse = useCallback((wanted: string): Answer => {
    if (last.current?.title !== wanted) last.current = { title: wanted, answer: read(wanted) };
    return last.current.answer;
  }, []);

  /** The title is another one altogether. */
  const forget = useCallback(() => {
    last.current = undefined;
    setParsed(undefined);
  }, []);

  useEffect(() => {
    if (title === "") return;
    const timer = setTimeout(async () => {
      const found = await parse(title);
      if (last.current?.title === title) setParsed(found);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [parse, title]);

  return { parsed, parse, forget };
}
