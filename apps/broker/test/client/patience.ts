import { describe, expect, it } from '@jest/globals';
import { freePort } from '../harness/broker.js';
import { asked, clientOf, code, useAtDingTalk, world } from './stage.js';

export function whatOnlyNeedsTime(): void {
  describe('what only needs time', () => {
    const stale = () =>
      world.database.pool.query(
        `update grants set access_token_expires_at = now() - interval '1 s' where state = 'active'`,
      );
    const slowRefresh = (delayMs: number) =>
      world.emulator.control('PUT', '/faults/delay', { delayMs, operation: 'userAccessToken.refresh', times: 1 });

    it('is waited for and tried again, within the deadline', async () => {
      await stale();
      await world.emulator.control('PUT', '/faults/error_500_json', { operation: 'userAccessToken.refresh', times: 1 });
      const token = await clientOf().token(asked, { deadlineMs: 60_000 });
      expect((await useAtDingTalk(token)).status).toBe(200);
    });

    it('is not waited for longer than the call has', async () => {
      await stale();
      await world.emulator.control('PUT', '/faults/hold_answer', { operation: 'userAccessToken.refresh' });
      await expect(clientOf().token(asked, { deadlineMs: 5_000 })).rejects.toMatchObject({ remedy: 'wait' });
      // DingTalk has not answered to this moment.
      expect(await world.emulator.control('GET', '/counters')).toMatchObject({ held: 1 });
    });

    it('ends for whoever leaves, and goes on for the others', async () => {
      await stale();
      await slowRefresh(1_500);
      const client = clientOf();
      const leaving = new AbortController();
      const left = client.token(asked, { signal: leaving.signal });
      const stayed = client.token(asked);
      leaving.abort(new Error('the user closed the page'));
      await expect(left).rejects.toThrow('the user closed the page');
      expect((await useAtDingTalk(await stayed)).status).toBe(200);
    });

    it('is a broker that is away', async () => {
      const client = clientOf({ url: `http://127.0.0.1:${await freePort()}`, grpc: undefined });
      await expect(client.token(asked, { deadlineMs: 600 })).rejects.toEqual(code('unreachable'));
    });
  });
}
