import { expect, it } from "vitest";
import { remembered } from "@/lib/remembered";

it("a line that is asked for again is the very line that there is", () => {
  const line = remembered((thing: { id: string }, index: number) => ({ ...thing, index }));
  const [milk, bread] = [{ id: "milk" }, { id: "bread" }];
  expect([line(milk, 0), line(bread, 1)]).toEqual([
    { id: "milk", index: 0 },
    { id: "bread", index: 1 },
  ]);
  expect(line(milk, 0)).toBe(line(milk, 0));
});
