import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startBroker } from '../harness/broker.js';
import { appliedRecords, eventRows, sendEvent, untilApplied } from '../harness/dingtalk-events.js';
import { seeded } from '../harness/emulator.js';
import { consentAs } from '../harness/person.js';
import { rowsOf } from '../harness/rows.js';
import { until } from '../harness/until.js';
import { startWorld, type World } from '../harness/world.js';

const { clientId, corpId } = seeded;

/** In a world of its own, which has one broker to lose. */
export function eventOfAKilledBroker(): void {
  describe('an event whose work is under way when its broker is killed', () => {
    let world: World;
    beforeAll(async () => {
      world = await startWorld();
      const keys = { token: 'tokenofthisapplication', aesKey: 'abcdefghijabcdefghijabcdefghijabcdefghij123' };
      await world.registerDemo({ eventToken: keys.token, eventAesKey: keys.aesKey });
      const url = `${world.url}/events/dingtalk/demo`;
      await world.emulator.control('PUT', `/applications/${clientId}/event-push`, { url, ...keys });
      expect((await consentAs(`${world.url}/consent/demo`, { as: 'zhangsan' })).code).toBe('granted');
    });
    afterAll(() => world.close());

    it('was answered in time, and is applied by another one', async () => {
      const { pool } = world.database;
      const blocker = await pool.connect();
      let eventId = '';
      try {
        await blocker.query('begin');
        await blocker.query('select from grants for update');
        const sending = { clientId, corpId, type: 'user_leave_org', payload: { userId: ['zhangsan'] } };
        const sent = await sendEvent(world.emulator, { ...sending, via: 'http' });
        expect(sent.deliveries).toMatchObject([{ status: 'acknowledged' }]);
        eventId = sent.eventId;
        await until('the work has begun', async () => (await eventRows(pool, eventId))[0]?.attempts === 1);
        await world.brokers[0].process.kill('SIGKILL');
      } finally {
        await blocker.query('rollback');
        blocker.release();
      }
      const { database, masterKeyFile, emulator } = world;
      const other = await startBroker({ databaseUrl: database.url, masterKeyFile, dingtalkUrl: emulator.url });
      try {
        expect(await untilApplied(pool, eventId)).toMatchObject({ outcome: 'grants_ended' });
        expect(await rowsOf(pool, 'revocations')).toHaveLength(1);
        expect(await appliedRecords(pool, eventId)).toMatchObject([{ grants: 1 }]);
      } finally {
        await other.process.stop();
      }
    });
  });
}
