import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { searchPlace } from "../../tools/secretScan/scan";
import { secretForms } from "../../tools/secretScan/forms";
import { search } from "../../tools/secretScan/search";

const SECRET = "s3cret/with+signs=and 40 characters in it";
const wanted = secretForms({ "app-secrets/JWT_SECRET": SECRET });

const pieces = (bytes: Buffer, size: number): Readable =>
  Readable.from(
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
      bytes.subarray(i * size, (i + 1) * size),
    ),
  );
const found = async (bytes: Buffer, size = bytes.length || 1) =>
  (await search(pieces(bytes, size), wanted)).map(({ form }) => form);

describe("the secrets audit", () => {
  it("finds a value as it is and URL-encoded", async () => {
    assert.deepEqual(await found(Buffer.from(`x=${SECRET};`)), ["plain"]);
    assert.deepEqual(await found(Buffer.from(encodeURIComponent(SECRET))), ["URL-encoded"]);
  });

  it("finds a value in base64, whatever stands around it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.string(), async (before, after) => {
        const encoded = Buffer.from(before + SECRET + after).toString("base64");
        assert.deepEqual(await found(Buffer.from(encoded)), ["base64"]);
      }),
    );
  });

  it("finds a value across the pieces of a stream, and in what is compressed", async () => {
    const text = Buffer.from(`${"-".repeat(50)}${SECRET}${"-".repeat(50)}`);
    for (const size of [1, 7, 40, 64]) assert.deepEqual(await found(text, size), ["plain"]);
    assert.deepEqual(await found(gzipSync(text), 16), ["plain"]);
  });

  it("finds nothing where nothing is", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), async (bytes) => {
        assert.deepEqual(await found(Buffer.from(bytes), 32), []);
      }),
    );
    assert.deepEqual(await found(Buffer.alloc(0)), []);
  });

  it("looks for an address's password by itself too, and for nothing that is too short", async () => {
    for (const [url, password] of [
      ["postgresql://todo:pass%2Fword-1234@db:5432/todo", "pass/word-1234"],
      ["postgres://todo:pass#word?1234@db/todo", "pass#word?1234"],
    ] as const) {
      const found = await search(
        Readable.from([Buffer.from(password)]),
        secretForms({ DATABASE_URL: url }),
      );
      assert.deepEqual(
        found.map(({ form }) => form),
        ["plain"],
      );
    }
    assert.deepEqual(secretForms({ PIN: "1234" }), []);
  });

  it("names secret and form of each hit, and how much was looked through", async () => {
    const place = {
      name: "somewhere",
      async *open() {
        yield Readable.from([Buffer.from("nothing")]);
        yield Readable.from([Buffer.from(SECRET)]);
        yield Readable.from([Buffer.from(SECRET)]);
      },
    };
    const result = await searchPlace(place, wanted);
    assert.deepEqual(result, {
      place: "somewhere",
      streams: 3,
      hits: [{ secret: "app-secrets/JWT_SECRET", form: "plain" }],
    });
    assert.ok(!JSON.stringify(result).includes(SECRET));
  });
});
