"use client";

import { type FocusEvent, type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";

/** Which line of a list, of which few are drawn, has the focus, and which is to have it; -1 for none. */
export function useLineFocus(scroller: RefObject<HTMLElement | null>, lines: number) {
  const [focused, setFocused] = useState(-1);
  const wanted = useRef(-1);
  useEffect(() => {
    const clear = () => (wanted.current = -1);
    document.addEventListener("pointerdown", clear);
    return () => document.removeEventListener("pointerdown", clear);
  }, []);
  const setWanted = (index: number) => {
    wanted.current = index;
  };
  /** Gives the focus, where it is nowhere, to the line that is to have it, as soon as that is drawn. */
  const giveFocus = () => {
    if (wanted.current < 0 || (document.activeElement && document.activeElement !== document.body)) return;
    let index = Math.min(wanted.current, lines - 1);
    // A line that only names a day has nothing that could have it.
    while (scroller.current?.querySelector(`[data-index="${index}"] h3`)) index++;
    scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"] :is(input, button)`)?.focus();
  };
  useLayoutEffect(giveFocus);
  const onFocus = ({ target }: FocusEvent) => {
    const line = target.closest<HTMLElement>("[data-index]");
    setFocused(line ? Number(line.dataset.index) : -1);
    wanted.current = -1;
  };
  return { focused, setFocused, setWanted, giveFocus, onFocus };
}
