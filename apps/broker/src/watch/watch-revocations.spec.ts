import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { cursorOf, positionIn } from './revocation-cursor.js';
import type { RevocationFeed } from './revocation-feed.js';
import { WatchRevocations } from './watch-revocations.js';

const cursorKey = randomBytes(32);
const caller = { callerId: 'todo-sync', clientId: 'todo-sync' };

function watching(feed: Partial<RevocationFeed> = {}) {
  const nothingNew = { position: 7, next: async () => [] };
  const watch = new WatchRevocations({
    admit: async () => undefined,
    state: async () => ({ last: 7, forgotten: 3, cursorKey }),
    follow: () => nothingNew,
    leave: () => undefined,
    ageMs: 0,
    ...feed,
  } as unknown as RevocationFeed);
  const ending = new AbortController();
  const sent: number[] = [];
  const stream = {
    signal: ending.signal,
    end: (why: Error) => ending.abort(why),
    async send({ cursor }: { cursor: string }) {
      ending.signal.throwIfAborted();
      sent.push(positionIn(cursorKey, caller.callerId, cursor));
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
  return { watch, stream, sent };
}

describe(WatchRevocations.name, () => {
  it('ends with the access token it was opened with', async () => {
    const { watch, stream, sent } = watching();
    const expiresAt = new Date(Date.now() + 50);
    await expect(watch.execute({ ...caller, expiresAt }, undefined, stream)).rejects.toMatchObject({
      code: 'unauthenticated',
    });
    expect(sent[0]).toBe(7);
  });

  it('does not stay silent over a feed that cannot be read, which would be taken for good news', async () => {
    const { watch, stream } = watching({ ageMs: 60_000 });
    await expect(watch.execute(caller, undefined, stream)).rejects.toMatchObject({ code: 'temporarily_unavailable' });
  });

  it.each([
    [2, 'is older than what is kept'],
    [8, 'is of a time that this database has lost'],
  ])('refuses a cursor at %d of a feed that knows 3 to 7', async (position, reason) => {
    const { watch, stream, sent } = watching();
    const cursor = cursorOf(cursorKey, caller.callerId, position);
    await expect(watch.execute(caller, cursor, stream)).rejects.toMatchObject({
      code: 'invalid_request',
      members: { errors: [{ pointer: '/cursor', reason }] },
    });
    expect(sent).toEqual([]);
  });
});
