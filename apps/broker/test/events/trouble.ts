import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { appliedRecords, eventRows, untilApplied } from '../harness/dingtalk-events.js';
import { until } from '../harness/until.js';
import {
  connections,
  corpId,
  demo,
  goOn,
  revoked,
  send,
  somebody,
  status,
  stopped,
  suspended,
  world,
} from './stage.js';

export function eventsInTrouble(): void {
  describe('whose work goes wrong', () => {
    const ledger = (sql: string, values: readonly unknown[]) => world.database.pool.query(sql, [...values]);

    it('is applied all the same when its job is lost', async () => {
      const userId = await somebody(demo);
      const id = randomUUID();
      await ledger(
        `insert into dingtalk_events (id, application, event_id, type, corp_id, born_at, via, request_id, payload, state, due_at)
         values ($1, 'demo', $2, 'user_leave_org', $3, now(), 'http', 'a-request', $4, 'received', now())`,
        [id, `lost-${id}`, corpId, { kind: 'people_left', userIds: [userId], unionIds: [] }],
      );
      expect(await untilApplied(world.database.pool, `lost-${id}`)).toMatchObject({ outcome: 'grants_ended' });
      await revoked('demo')(userId);
    });

    it('is tried again until it succeeds, and done once', async () => {
      const userId = await somebody(demo);
      const { pool } = world.database;
      await pool.query('alter table suspensions rename to suspensions_away');
      let eventId = '';
      try {
        ({ eventId } = await send({ of: demo, type: 'inner_app_status_change', payload: status('disable')() }));
        await until('it has failed', async () => (await eventRows(pool, eventId))[0]?.state === 'failed');
      } finally {
        await pool.query('alter table suspensions_away rename to suspensions');
      }
      expect(await untilApplied(pool, eventId)).toMatchObject({ outcome: 'suspended' });
      expect(await appliedRecords(pool, eventId)).toHaveLength(1);
      await suspended('demo')(userId);
      await goOn(demo);
    });

    it('and any other is forgotten after a month', async () => {
      const userId = await somebody(demo);
      const { eventId } = await send({ of: demo, type: 'user_active_org', payload: { userId: [userId] } });
      await ledger(`update dingtalk_events set received_at = now() - interval '31 days' where event_id = $1`, [
        eventId,
      ]);
      await ledger(`delete from recurring_tasks where task = 'forget_dingtalk_events'`, []);
      await until('it is forgotten', async () => (await eventRows(world.database.pool, eventId)).length === 0);
    });
  });

  describe('over Stream', () => {
    it('come on when DingTalk wants a connection to end', async () => {
      const userId = await somebody(demo);
      const before = (await connections(demo.clientId)) as { id: string }[];
      for (const { id } of before) await world.emulator.control('POST', `/connections/${id}/disconnect`, {});
      await until('others have taken their place', async () => {
        const now = (await connections(demo.clientId)) as { id: string }[];
        return now.length === 2 && now.every(({ id }) => !before.some((old) => old.id === id));
      });
      await stopped(demo, 'user_leave_org', { userId: [userId] });
      await revoked('demo')(userId);
    });

    it('come again after the connections were cut', async () => {
      const userId = await somebody(demo);
      await world.emulator.control('DELETE', `/connections?clientId=${demo.clientId}`);
      await until('the streams are back', async () => (await connections(demo.clientId)).length === 2);
      await stopped(demo, 'user_leave_org', { userId: [userId] });
      await revoked('demo')(userId);
    });

    it('stop coming when the application no longer wants them, and come when it does again', async () => {
      await world.operator('PATCH', '/applications/demo', { eventStream: false });
      await until('no stream is open', async () => (await connections(demo.clientId)).length === 0);
      expect((await world.operator('PATCH', '/applications/demo', { eventStream: true })).body.eventStream).toBe(true);
      await until('the streams are back', async () => (await connections(demo.clientId)).length === 2);
    });
  });
}
