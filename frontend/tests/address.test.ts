import { expect, it } from "vitest";
import { addressOf, afterSignIn, conversationAt } from "@/lib/address";

it("a conversation has an address of its own, and a new one that of the start", () => {
  expect([addressOf("thr_1a"), addressOf(undefined)]).toEqual(["/c/thr_1a", "/"]);
  expect(conversationAt("/c/thr_1a")).toBe("thr_1a");
  for (const path of ["/", "/c/", "/c/1", "/c/thr_1/", "//c/thr_1", "/c/thr_../x"]) expect(conversationAt(path)).toBeUndefined();
});

it("a sign-in leads on to the conversation at whose address it was asked for, and nowhere else", () => {
  expect(["/c/thr_1a", "/signin", "//evil.example", "/c/thr_1a/../.."].map(afterSignIn)).toEqual(["/c/thr_1a", "/", "/", "/"]);
});
