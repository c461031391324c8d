import { describe, expect, it } from "vitest";
import { linked } from "@/lib/links";

const links = (text: string) => linked(text).flatMap(({ href }) => href ?? []);

describe("links in a text", () => {
  it.each([
    ["See https://example.com/a?b=c#d.", "https://example.com/a?b=c#d"],
    ["(http://example.com)", "http://example.com"],
    ["HTTPS://EXAMPLE.COM, and more", "HTTPS://EXAMPLE.COM"],
  ])("%j leads to %s", (text, href) => expect(links(text)).toEqual([href]));

  it("are none but by http and https", () => {
    for (const text of ["javascript:alert(1)", "www.example.com", "ftp://x.y", "http://", "data:text/html,x"]) expect(links(text)).toEqual([]);
  });

  it("leave the text as it is", () => {
    const text = "a https://b.example/c,\n<https://d.example> e";
    expect(linked(text).map((part) => part.text).join("")).toBe(text);
    expect(links(text)).toEqual(["https://b.example/c", "https://d.example"]);
  });
});
