import { describe, expect, it } from '@jest/globals';
import { appliedRecords, untilApplied } from '../harness/dingtalk-events.js';
import {
  active,
  clientSecret,
  DAY_MS,
  demo,
  goOn,
  meeting,
  secretOf,
  send,
  somebody,
  tenancy,
  world,
} from './stage.js';

export function eventsOutOfOrder(): void {
  describe('out of order', () => {
    it('an application that was restored is not stopped by an older event that comes after', async () => {
      const userId = await somebody(meeting);
      const stoppedAt = Date.now();
      const payload = { agentId: 7 };
      const events = [
        { type: 'org_micro_app_restore', bornTime: stoppedAt + 1_000, outcome: 'unchanged' },
        { type: 'org_micro_app_stop', bornTime: stoppedAt, outcome: 'unchanged' },
      ];
      // The clocks of the two machines are one here, and nothing is born after it was received.
      for (const { outcome, ...event } of events.map((event) => ({ ...event, bornTime: event.bornTime - 2_000 }))) {
        const { eventId } = await send({ of: meeting, payload, ...event });
        expect(await untilApplied(world.database.pool, eventId)).toMatchObject({ outcome });
      }
      await active('meeting')(userId);
    });

    it('a grant that a person gave after coming back outlives the news of their leaving', async () => {
      const userId = await somebody(demo);
      const payload = { userId: [userId] };
      const { eventId } = await send({ of: demo, type: 'user_leave_org', payload, bornTime: Date.now() - DAY_MS });
      expect(await untilApplied(world.database.pool, eventId)).toMatchObject({ outcome: 'grants_ended' });
      expect(await appliedRecords(world.database.pool, eventId)).toMatchObject([{ grants: 0 }]);
      await active('demo')(userId);
    });

    it('a time that has not come yet outlives no correction', async () => {
      const userId = await somebody(meeting);
      const payload = { agentId: 7 };
      const bornTime = Date.now() + 365 * DAY_MS;
      const stop = await send({ of: meeting, type: 'org_micro_app_stop', payload, bornTime });
      expect(await untilApplied(world.database.pool, stop.eventId)).toMatchObject({ outcome: 'suspended' });
      await goOn(meeting);
      await active('meeting')(userId);
    });

    it('an installation is not undone by the removal before it', async () => {
      const userId = await somebody(meeting);
      const now = Date.now();
      for (const [type, bornTime] of [
        ['org_suite_auth', now],
        ['org_suite_relieve', now - DAY_MS],
      ] as const) {
        const { eventId } = await send({ of: meeting, type, bornTime, payload: {} });
        await untilApplied(world.database.pool, eventId);
      }
      expect(await tenancy()).toEqual({ authorised: true, relieved: false });
      await active('meeting')(userId);
    });

    it('the newest suite ticket stays', async () => {
      const { pool } = world.database;
      const ticketAt = async () => {
        const sql = `select suite_ticket_at as at from applications where name = 'meeting'`;
        return (await pool.query<{ at: Date }>(sql)).rows[0]?.at.getTime();
      };
      const payload = () => ({ suiteTicket: secretOf('suite ticket', 40) });
      const newest = await send({ of: meeting, type: 'suite_ticket', payload: payload() });
      await untilApplied(pool, newest.eventId);
      const at = await ticketAt();
      const older = await send({
        of: meeting,
        type: 'suite_ticket',
        payload: payload(),
        bornTime: Date.now() - DAY_MS,
      });
      expect(await untilApplied(pool, older.eventId)).toMatchObject({ outcome: 'overtaken' });
      expect(await appliedRecords(pool, older.eventId)).toMatchObject([{ effect: 'overtaken' }]);
      expect(await ticketAt()).toBe(at);
      // Every secret of an application is sealed anew when one of them changes.
      await world.operator('PATCH', '/applications/meeting', { clientSecret });
      await world.operator('PATCH', '/applications/meeting', { clientSecret });
      expect(await ticketAt()).toBe(at);
    });
  });
}
