import { Readable } from 'node:stream';

/** The beginning of a stream. */
export interface FirstBytes {
  /** At least `most` bytes, or all there are. */
  readonly bytes: Buffer;
  /** These are all. */
  readonly whole: boolean;
  /** The stream as it was, from its first byte. */
  readonly again: Readable;
}

/** Looks at a stream's beginning without taking it away from whoever reads it next. */
export async function firstBytesOf(stream: Readable, most: number): Promise<FirstBytes> {
  const pieces: Buffer[] = [];
  let length = 0;
  const rest = stream.iterator({ destroyOnReturn: false });
  while (length < most) {
    const { value, done } = await rest.next();
    if (done) {
      const bytes = Buffer.concat(pieces);
      return { bytes, whole: true, again: Readable.from([bytes], { objectMode: false }) };
    }
    pieces.push(value);
    length += value.length;
  }
  const bytes = Buffer.concat(pieces);
  const again = Readable.from(chained(bytes, rest), { objectMode: false });
  again.once('close', () => stream.destroy());
  return { bytes, whole: false, again };
}

async function* chained(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}
