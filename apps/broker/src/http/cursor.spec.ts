import { BrokerError } from '@app/errors';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeCursor, encodeCursor } from './cursor.js';

const id = '01a1fbdf-3ef3-73a4-85f1-4d89bd5142a7';
const refusal = expect.objectContaining({
  code: 'invalid_request',
  members: { errors: [expect.objectContaining({ pointer: '/cursor' })] },
});
const decoding = (cursor: string) => {
  try {
    return decodeCursor(cursor, ['time', 'uuid']);
  } catch (error) {
    return error;
  }
};

describe('a page cursor', () => {
  it.each(['2026-11-21 08:00:00+00', '2026-11-21 08:00:00.123456+00', '2024-02-29 23:59:59.1-03:30'])(
    'gives back the position it was made of, to the microsecond: %s',
    (time) => {
      expect(decodeCursor(encodeCursor([time, id]), ['time', 'uuid'])).toEqual([time, id]);
    },
  );

  it.each([
    ['a day that is not on the calendar', ['2026-02-30 00:00:00+00', id]],
    ['an hour that no day has', ['2026-11-21 25:00:00+00', id]],
    ['a year before all years', ['0000-01-01 00:00:00+00', id]],
    ['infinity', ['infinity', id]],
    ['a NUL', ['2026-11-21 08:00:00+00', `${id.slice(0, -1)}\u0000`]],
    ['SQL', ["2026-11-21 08:00:00+00'--", id]],
    ['an id that is none', ['2026-11-21 08:00:00+00', 'x']],
    ['too few parts', [id]],
    ['too many parts', ['2026-11-21 08:00:00+00', id, id]],
  ])('is refused with %s in it', (_, position) => {
    expect(decoding(encodeCursor(position))).toEqual(refusal);
  });

  it('is refused whatever else it may be', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.jsonValue().map((value) => encodeCursor(value as string[])),
        ),
        (cursor) => {
          const decoded = decoding(cursor);
          expect(decoded).toBeInstanceOf(BrokerError);
          expect(decoded).toEqual(refusal);
        },
      ),
    );
  });

  it('takes the name of a caller only in the form names have', () => {
    expect(decodeCursor(encodeCursor(['todo-sync']), ['name'])).toEqual(['todo-sync']);
    for (const name of ['', 'Todo', 'a\u0000', 'a b']) {
      expect(() => decodeCursor(encodeCursor([name]), ['name'])).toThrow(BrokerError);
    }
  });
});
