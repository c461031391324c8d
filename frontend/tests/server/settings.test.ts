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

  it.each(["yes", "TRUE", "1"])("refuses %j as COOKIE_SECURE, and says what is expected", (value) => {
    expect(() => serverSettings({ COOKIE_SECURE: value })).toThrow(`COOKIE_SECURE is "${value}": expected auto, true or false`);
  });
});
