import type { Readable } from 'node:stream';
import { BrokerError } from '@app/errors';

/** Longer than any token and its ids. Bytes. */
const LINE_MAX = 8 * 1024;
/** As many as fit into memory sealed, and are refreshed within an hour at DingTalk's usual 20 a second. */
const LINES_MAX = 50_000;
/** However slowly they come. */
const WITHIN_MS = 120_000;

const LINE_FEED = 0x0a;

export interface NumberedLine {
  readonly line: number;
  readonly text: string;
}

/** The lines of a stream that are not empty, one after the other. Throws `BrokerError` where one is too long, or there are too many. */
export async function* linesOf(stream: Readable): AsyncGenerator<NumberedLine> {
  const deadline = setTimeout(() => stream.destroy(new Error('the lines came too slowly')), WITHIN_MS);
  try {
    let line = 0;
    let rest = Buffer.alloc(0);
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      rest = Buffer.concat([rest, chunk]);
      for (let end = rest.indexOf(LINE_FEED); end >= 0; end = rest.indexOf(LINE_FEED)) {
        line += 1;
        yield* present(line, rest.subarray(0, end));
        rest = rest.subarray(end + 1);
      }
      if (rest.length > LINE_MAX) throw tooLong(line + 1);
    }
    yield* present(line + 1, rest);
  } catch (cause) {
    if (cause instanceof BrokerError) throw cause;
    throw new BrokerError('invalid_request', {
      detail: 'The lines did not come to their end.',
      members: { errors: [{ pointer: '', reason: 'ended too early' }] },
      cause,
    });
  } finally {
    clearTimeout(deadline);
  }
}

function* present(line: number, bytes: Buffer): Generator<NumberedLine> {
  if (line > LINES_MAX) throw BrokerError.invalidRequest([{ pointer: '', reason: `has more than ${LINES_MAX} lines` }]);
  if (bytes.length > LINE_MAX) throw tooLong(line);
  const text = bytes.toString('utf8').trim();
  if (text !== '') yield { line, text };
}

function tooLong(line: number): BrokerError {
  return BrokerError.invalidRequest([{ pointer: `/${line}`, reason: `is longer than ${LINE_MAX} bytes` }]);
}
