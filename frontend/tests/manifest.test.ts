import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import manifest from "@/app/manifest";

it("the page can be installed: it has a name, a start, a window of its own, and an icon that is there", () => {
  const { name, start_url, display, icons = [] } = manifest();
  expect([name, start_url, display]).toEqual(["Todo", "/", "standalone"]);
  expect(icons.map(({ src }) => existsSync(join(import.meta.dirname, "..", "public", src)))).toEqual([true]);
});
