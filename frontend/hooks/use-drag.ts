"use client";

import { type PointerEvent, type RefObject, useEffect, useEffectEvent, useState } from "react";

/** What is dragged, and the line that it would take the place of; undefined until it was moved. */
export interface Drag {
  id: string;
  over: number | undefined;
}

interface Surroundings {
  /** What scrolls when the pointer comes to its edge. */
  scroller: RefObject<HTMLElement | null>;
  /** The line at a height of the window, in pixels. */
  lineAt(y: number): number;
  onDrop(id: string, over: number): void;
}

/** Pixels from an edge at which the list begins to scroll, and by which it does so in a frame. */
const EDGE = 40;
const STEP = 8;

/** Drags a line of a list by a handle, which has to stay in the document meanwhile. Escape lets go of it. */
export function useDrag({ scroller, lineAt, onDrop }: Surroundings) {
  const [grabbed, setGrabbed] = useState<{ id: string; handle: HTMLElement } | undefined>();
  const [over, setOver] = useState<number | undefined>();
  const lineNow = useEffectEvent(lineAt);
  const drop = useEffectEvent((y: number) => {
    if (grabbed) onDrop(grabbed.id, lineAt(y));
  });

  useEffect(() => {
    if (!grabbed) return;
    const { handle } = grabbed;
    const controller = new AbortController();
    const { signal } = controller;
    const letGo = () => {
      setGrabbed(undefined);
      setOver(undefined);
    };
    let y: number | undefined;
    let frame = 0;
    const scroll = () => {
      const box = scroller.current?.getBoundingClientRect();
      if (box && y !== undefined) {
        scroller.current?.scrollBy(0, y < box.top + EDGE ? -STEP : y > box.bottom - EDGE ? STEP : 0);
        // What lies under the pointer is another line then.
        setOver(lineNow(y));
      }
      frame = requestAnimationFrame(scroll);
    };
    frame = requestAnimationFrame(scroll);
    handle.addEventListener("pointermove", (event) => (y = event.clientY), { signal });
    handle.addEventListener(
      "pointerup",
      (event) => {
        if (y !== undefined) drop(event.clientY);
        letGo();
      },
      { signal },
    );
    handle.addEventListener("lostpointercapture", letGo, { signal });
    document.addEventListener("keydown", ({ key }) => key === "Escape" && letGo(), { signal });
    return () => {
      controller.abort();
      cancelAnimationFrame(frame);
    };
  }, [grabbed, scroller]);

  const grab = (id: string, { currentTarget: handle, pointerId, button }: PointerEvent<HTMLElement>) => {
    if (button !== 0) return;
    handle.setPointerCapture(pointerId);
    setGrabbed({ id, handle });
  };
  const drag: Drag | undefined = grabbed && { id: grabbed.id, over };
  return { drag, grab };
}
