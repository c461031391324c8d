import { createGunzip } from "node:zlib";
import { Readable } from "node:stream";
import { Needle } from "./needles";

/** Looks through bytes as they come. @returns the needles that are in them. */
export async function search(haystack: Readable, needles: Needle[]): Promise<Needle[]> {
  const found = new Set<Needle>();
  // A needle may lie across two pieces: the end of one is looked at again with the next.
  const overlap = Math.max(0, ...needles.map(({ bytes }) => bytes.length - 1));
  let tail: Buffer = Buffer.alloc(0);
  for await (const piece of unpacked(haystack)) {
    const window = Buffer.concat([tail, piece]);
    for (const needle of needles) {
      if (!found.has(needle) && window.includes(needle.bytes)) found.add(needle);
    }
    tail = window.subarray(Math.max(0, window.length - overlap));
  }
  return [...found];
}

/** What is compressed with gzip, as layers of images are by some engines, is looked into. */
async function* unpacked(stream: Readable): AsyncGenerator<Buffer> {
  const pieces = stream[Symbol.asyncIterator]();
  const first = await pieces.next();
  if (first.done) return;
  const head = Buffer.from(first.value);
  const rest = (async function* () {
    yield head;
    for (;;) {
      const { done, value } = await pieces.next();
      if (done) return;
      yield Buffer.from(value);
    }
  })();
  const gzip = head[0] === 0x1f && head[1] === 0x8b;
  yield* gzip ? Readable.from(rest).pipe(createGunzip()) : rest;
}
