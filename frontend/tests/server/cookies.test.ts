import { afterEach, describe, expect, it, vi } from "vitest";
import { endedCookie, sessionCookie, tokenOf } from "@/lib/server/cookies";

const request = (headers: Record<string, string> = {}) => new Request("http://todo.test/", { headers });

afterEach(() => vi.unstubAllEnvs());

describe("tokenOf", () => {
  it.each([
    ["todo_session=abc.def.ghi", "abc.def.ghi"],
    ["todo_theme=dark; todo_session=abc", "abc"],
    ["todo_session=abc==; todo_theme=dark", "abc=="],
    ["todo_session=", undefined],
    ["not_todo_session=abc", undefined],
    ["todo_session_old=abc", undefined],
  ])("reads %j as %j", (cookie, token) => {
    expect(tokenOf(request({ cookie }))).toBe(token);
  });

  it("is undefined without any cookie", () => {
    expect(tokenOf(request())).toBeUndefined();
  });
});

describe("sessionCookie", () => {
  it("keeps the token from scripts and from other sites' writes, for as long as it is good", () => {
    expect(sessionCookie(request(), "abc", 3600).split("; ")).toEqual([
      "todo_session=abc",
      "Path=/",
      "HttpOnly",
      "SameSite=Lax",
      "Max-Age=3600",
    ]);
  });

  it.each([
    ["auto", "https", true],
    ["auto", "https, http", true],
    ["auto", "http", false],
    ["auto", undefined, false],
    ["true", "http", true],
    ["false", "https", false],
  ])("with COOKIE_SECURE=%s and the browser by %s: Secure is %s", (setting, proto, secure) => {
    vi.stubEnv("COOKIE_SECURE", setting);
    const headers: Record<string, string> = proto === undefined ? {} : { "x-forwarded-proto": proto };
    expect(sessionCookie(request(headers), "abc", 60).split("; ").includes("Secure")).toBe(secure);
  });

  it("is Secure behind a proxy that says https in Forwarded alone", () => {
    expect(sessionCookie(request({ forwarded: "for=192.0.2.1;proto=https" }), "abc", 60)).toMatch(/; Secure$/);
  });
});

describe("endedCookie", () => {
  it("is empty and over at once, under the same name and path", () => {
    expect(endedCookie(request())).toBe("todo_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
  });
});
