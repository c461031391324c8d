import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { Lines } from "@/components/tasks/lines";
import { Handle, type Place, PlaceSteps } from "@/components/tasks/places";
import { isByHand, type View } from "@/lib/views";

const place = (reason?: string): Place => ({ reason, onGrab() {}, onAsk() {}, onStep() {} });

describe("a task's place", () => {
  it("is changed by a handle, and without dragging by buttons", () => {
    expect(renderToStaticMarkup(createElement(Handle, { title: "milk", ...place() }))).toMatch(/aria-label="Move milk".*aria-disabled="false"/);
    const steps = renderToStaticMarkup(createElement(PlaceSteps, { title: "milk", ...place() }));
    expect(steps).toMatch(/role="group" aria-label="Place of milk"/);
    expect(steps.match(/aria-label="(To the top|Up|Down)"/g)).toHaveLength(3);
  });

  it("says why it cannot be changed", () => {
    expect(renderToStaticMarkup(createElement(Handle, { title: "milk", ...place("Not in a search.") }))).toMatch(
      /title="Not in a search." aria-disabled="true"/,
    );
    expect(renderToStaticMarkup(createElement(PlaceSteps, { title: "milk", ...place("Not in a search.") }))).toMatch(/^<p[^>]*>Not in a search.<\/p>$/);
  });

  it("can be changed where all that there is to do is shown", () => {
    const views: View[] = ["all", "open", "today", "upcoming", "overdue", "done"];
    expect(views.filter((view) => isByHand(view, ""))).toEqual(["all", "open"]);
    expect(views.filter((view) => isByHand(view, "milk"))).toEqual([]);
  });
});

it("a click on the list counts while it still scrolls", () => {
  const drawn = createElement(Lines, { style: { height: 9, pointerEvents: "none" }, children: null });
  expect(renderToStaticMarkup(drawn)).toBe('<ul style="height:9px"></ul>');
});
