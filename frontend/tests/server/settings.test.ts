import { describe, expect, it } from "vitest";
import { serverSettings } from "@/lib/server/settings";

describe("serverSettings", () => {
  it("has a default for everything", () => {
    expect(serverSettings({})).toEqual({
      backendUrl: "http://localhost:8000",
      cookieSecure: "auto",
      chatkitDomainKey: "",
    });
  });

  it("takes an empty variable for one that is not set", () => {
    expect(serverSettings({ BACKEND_URL: "", COOKIE_SECURE: "" })).toEqual(serverSettings({}));
  });

  it("leaves out the slash at the end of the backend's address", () => {
    expect(serverSettings({ BACKEND_URL: "http://backend-service:8000/" }).backendUrl).toBe("http://backend-service:8000");
  });

  it.each(["backend-service:8000", "ftp://backend", "http://", "http:// backend", "http://backend:port"])(
    "refuses %j as the backend's address, and names the variable",
    (value) => {
      expect(() => serverSettings({ BACKEND_URL: value })).toThrow(/BACKEND_URL is ".*": expected http:\/\/HOST:PORT/);
    },
  );

  it.each([
    ["http://backend:8000/api", "a path"],
    ["http://backend:8000//api/", "a path"],
    ["http://backend:8000?x=1", "a query"],
    ["http://backend:8000/?", "a ? or #"],
    ["http://backend:8000#x", "a fragment"],
    ["http://me:hidden@backend:8000", "a user or password"],
    ["http://hidden@backend", "a user or password"],
  ])("refuses %j as the backend's address, which has %s", (value, what) => {
    const words = `", which has ${what}: expected http://HOST:PORT`.replaceAll("?", "\\?");
    expect(() => serverSettings({ BACKEND_URL: value })).toThrow(new RegExp(`^BACKEND_URL is "(?!.*hidden).*${words}$`));
  });

  it.each(["me:hidden@backend", "ftp://me:hid@den@backend", "http://me:hid/den@backend:x", "http:// hidden@x"])(
    "shows no password of %j",
    (value) => {
      expect(() => serverSettings({ BACKEND_URL: value })).toThrow(/^BACKEND_URL is "(?!.*(hid|den)).*expected http:\/\/HOST:PORT$/);
    },
  );

  it("takes blanks and line breaks around the backend's address for none", () => {
    expect(serverSettings({ BACKEND_URL: " http://backend:8000/\n" }).backendUrl).toBe("http://backend:8000");
  });

  it.each(["yes", "TRUE", "1"])("refuses %j as COOKIE_SECURE, and says what is expected", (value) => {
    expect(() => serverSettings({ COOKIE_SECURE: value })).toThrow(`COOKIE_SECURE is "${value}": expected auto, true or false`);
  });
});
