import { createGunzip } from "node:zlib";
import { Readable } from "node:stream";
import { SecretForm } from "./forms";

/** Looks through bytes as they come. @returns the forms that are in them. */
export async function search(stream: Readable, forms: SecretForm[]): Promise<SecretForm[]> {
  const found = new Set<SecretForm>();
  // A form may lie across two pieces: the end of one is looked at again with the next.
  const overlap = Math.max(0, ...forms.map(({ bytes }) => bytes.length - 1));
  let tail: Buffer = Buffer.alloc(0);
  for await (const piece of unpacked(stream)) {
    const window = Buffer.concat([tail, piece]);
    for (const form of forms) {
      if (!found.has(form) && window.includes(form.bytes)) found.add(form);
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
