import { describe, expect, it } from '@jest/globals';
import { instantOf, textOf, timestampOf } from './decode.js';

describe('what proto3 has no word for', () => {
  it('is text left out, where it is empty', () => {
    expect([textOf(''), textOf('0'), textOf(' ')]).toEqual([undefined, '0', ' ']);
  });

  it('is a time left out, where there is no message', () => {
    expect([instantOf(undefined), instantOf(null)]).toEqual([undefined, undefined]);
    expect(instantOf({ seconds: 0, nanos: 0 })).toBe('1970-01-01T00:00:00.000Z');
  });

  it('is a time outside all calendars, which stays one that no schema takes', () => {
    for (const seconds of [9e15, -9e15, Number.NaN]) expect(instantOf({ seconds, nanos: 0 })).toBe('no time');
  });
});

describe(timestampOf.name, () => {
  it.each(['2026-11-21T08:00:00.000Z', '2026-11-21T08:00:00.123Z', '1969-12-31T23:59:59.999Z'])('keeps %s', (text) => {
    const timestamp = timestampOf(new Date(text));
    expect(timestamp.nanos).toBeGreaterThanOrEqual(0);
    expect(instantOf(timestamp)).toBe(text);
  });
});
