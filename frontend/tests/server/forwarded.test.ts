import { describe, expect, it } from "vitest";
import { cameByHttps, hostsAsked } from "@/lib/server/forwarded";

describe("hostsAsked", () => {
  it.each([
    ["nothing", {}, []],
    ["Host", { host: "a:3000" }, ["a:3000"]],
    ["Host and X-Forwarded-Host", { host: "a", "x-forwarded-host": "b" }, ["a", "b"]],
    ["a list", { "x-forwarded-host": "b , c,,d:80" }, ["b", "c", "d:80"]],
    ["Forwarded", { forwarded: "host=b" }, ["b"]],
    ["Forwarded with other pairs", { forwarded: 'for=192.0.2.1; host = b ;proto=https;by="[::1]"' }, ["b"]],
    ["Forwarded of several proxies", { forwarded: "host=b;proto=https, for=192.0.2.1,HOST=c" }, ["b", "c"]],
    ["Forwarded in quotes", { forwarded: 'host="[2001:db8::1]:80"' }, ["[2001:db8::1]:80"]],
    ["Forwarded with a quoted pair", { forwarded: String.raw`host="b\:80"` }, ["b:80"]],
    ["Forwarded with a host in another's quotes", { forwarded: String.raw`for="a;host=x\",host=y";host=b` }, ["b"]],
    ["Forwarded with a name that ends alike", { forwarded: "x-host=x;myhost=y" }, []],
    ["Forwarded with a pair that no semicolon begins", { forwarded: "for=a host=x" }, []],
    ["Forwarded without a value", { forwarded: 'host=;host="";host' }, []],
    ["Forwarded with an open quote", { forwarded: 'host="b' }, []],
    ["Forwarded that is none", { forwarded: "yes" }, []],
  ])("reads %s", (_, headers, hosts) => {
    expect(hostsAsked(new Headers(headers))).toEqual(hosts);
  });
});

describe("cameByHttps", () => {
  it.each([
    [{}, false],
    [{ "x-forwarded-proto": "https" }, true],
    [{ "x-forwarded-proto": "HTTPS" }, true],
    [{ "x-forwarded-proto": "https,http" }, true],
    [{ "x-forwarded-proto": "http, https" }, false],
    [{ forwarded: "host=todo.example.com;proto=https" }, true],
    [{ forwarded: 'for=192.0.2.1;Proto="HTTPS", proto=http' }, true],
    [{ forwarded: "proto=http, proto=https" }, false],
    [{ "x-forwarded-proto": "http", forwarded: "proto=https" }, true],
    [{ "x-forwarded-proto": "http", forwarded: "for=192.0.2.1" }, false],
  ])("of %j is %s", (headers, https) => {
    expect(cameByHttps(new Headers(headers as Record<string, string>))).toBe(https);
  });
});
