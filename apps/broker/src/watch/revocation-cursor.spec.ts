import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { cursorOf, positionIn } from './revocation-cursor.js';

const key = randomBytes(32);
const anew = expect.objectContaining({
  code: 'invalid_request',
  members: { errors: [{ pointer: '/cursor', reason: 'is no cursor of this broker for this caller' }] },
  detail: expect.stringContaining('Drop every token'),
});

describe(cursorOf.name, () => {
  it.each([0, 1, 4_711, Number.MAX_SAFE_INTEGER])('leads back to position %d', (position) => {
    expect(positionIn(key, 'todo-sync', cursorOf(key, 'todo-sync', position))).toBe(position);
  });

  it('tells nobody how far the feed is', () => {
    const [one, other] = [cursorOf(key, 'todo-sync', 7), cursorOf(key, 'todo-sync', 7)];
    expect(one).toHaveLength(other.length);
    expect(one).not.toBe(other);
  });
});

describe(positionIn.name, () => {
  const cursor = cursorOf(key, 'todo-sync', 7);
  it.each([
    ['another caller’s', () => positionIn(key, 'mail-bot', cursor)],
    ['another feed’s', () => positionIn(randomBytes(32), 'todo-sync', cursor)],
    ['a cut off', () => positionIn(key, 'todo-sync', cursor.slice(0, -2))],
    [
      'a changed',
      () => positionIn(key, 'todo-sync', `${cursor.slice(0, 20)}${cursor[20] === 'A' ? 'B' : 'A'}${cursor.slice(21)}`),
    ],
    ['no', () => positionIn(key, 'todo-sync', '§')],
    ['an endless', () => positionIn(key, 'todo-sync', 'x'.repeat(10_000))],
  ])('says to start anew with %s cursor', (_, open) => {
    expect(open).toThrow(anew as unknown as Error);
  });
});
