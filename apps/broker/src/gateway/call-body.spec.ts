import { PassThrough, Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { CallBody } from './call-body.js';

async function textOf(body: AsyncIterable<Buffer>): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

describe(CallBody.name, () => {
  it('can be read again while it is small', async () => {
    const body = new CallBody(Readable.from([Buffer.from('a'), Buffer.from('b')]));
    expect([await textOf(body.read()), await textOf(body.read()), body.canBeReadAgain]).toEqual(['ab', 'ab', true]);
  });

  it('goes on where a reader stopped early, and still begins at the beginning', async () => {
    const body = new CallBody(Readable.from([Buffer.from('a'), Buffer.from('b'), Buffer.from('c')]));
    for await (const piece of body.read()) {
      expect(piece.toString()).toBe('a');
      break;
    }
    expect(await textOf(body.read())).toBe('abc');
  });

  it('keeps no more than a little of a large one', async () => {
    const body = new CallBody(Readable.from([Buffer.alloc(40_000), Buffer.alloc(40_000), Buffer.from('end')]));
    expect(await textOf(body.read())).toHaveLength(80_003);
    expect(body.canBeReadAgain).toBe(false);
  });

  it('is given up when it stops coming', async () => {
    const source = new PassThrough();
    source.write('a');
    const body = new CallBody(source, 5);
    await expect(textOf(body.read())).rejects.toThrow('stopped coming');
    expect(body.stalled).toBe(true);
    source.destroy();
  });
});
