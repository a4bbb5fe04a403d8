import { describe, expect, it } from '@jest/globals';
import { rows } from './events/effects.js';
import { eventOfAKilledBroker } from './events/killed-broker.js';
import { eventsOutOfOrder } from './events/out-of-order.js';
import { refusedEvents } from './events/refused.js';
import {
  active,
  caller,
  canaries,
  consent,
  demo,
  goOn,
  grantOf,
  letters,
  meeting,
  revoked,
  scopes,
  send,
  somebody,
  stage,
  stateOf,
  stopped,
  world,
} from './events/stage.js';
import { eventsInTrouble } from './events/trouble.js';
import { dump } from './harness/canaries.js';
import { appliedRecords, untilApplied, type Via } from './harness/dingtalk-events.js';
import { everyAnswer } from './harness/http.js';
import { consentAs } from './harness/person.js';
import { rowsOf } from './harness/rows.js';
import { until } from './harness/until.js';

describe('events of DingTalk', () => {
  stage();

  describe.each<Via>(['http', 'stream'])('told twice over %s', (via) => {
    it.each(rows.map((row) => [row.type, row.of.name, row] as const))(
      '%s of %s has its effect once',
      async (_type, _name, row) => {
        const { pool } = world.database;
        await goOn(row.of);
        const userId = await somebody(row.of);
        await row.before?.(userId);
        const { unionId } = await grantOf(row.of.name, userId);
        const payload = row.payload?.(userId, unionId) ?? {};
        const sent = await send({ of: row.of, type: row.type, payload, via, copies: 2 });
        expect(sent.deliveries.map((delivery) => delivery.status)).toEqual(['acknowledged', 'acknowledged']);

        expect(await untilApplied(pool, sent.eventId)).toMatchObject({ outcome: row.outcome, type: row.type, via });
        await row.after(userId);
        const records = await appliedRecords(pool, sent.eventId);
        expect(records).toHaveLength(row.outcome === 'no_effect' ? 0 : 1);
        const { rows: revocations } = await pool.query(`select actor, reason from revocations where reason like $1`, [
          `%${sent.eventId}`,
        ]);
        if (row.outcome === 'grants_ended') {
          expect(records).toMatchObject([{ event: row.type, via, grants: revocations.length }]);
          expect(revocations[0]).toMatchObject({ actor: `dingtalk:${row.type}` });
        } else expect(revocations).toEqual([]);
      },
    );
  });

  it('told over HTTP and Stream at once has its effect once', async () => {
    const userId = await somebody(demo);
    const { eventId, deliveries } = await send({
      of: demo,
      type: 'user_leave_org',
      payload: { userId: [userId] },
      via: 'both',
      copies: 3,
    });
    expect(deliveries).toHaveLength(6);
    await untilApplied(world.database.pool, eventId);
    await revoked('demo')(userId);
    expect(await appliedRecords(world.database.pool, eventId)).toMatchObject([{ grants: 1 }]);
  });

  it.each(['sync', 'sync_batch'] as const)('is read from the push of an ISV in the form %s', async (form) => {
    const userId = await somebody(meeting);
    const eventId = letters(32);
    const sent = await send({
      of: meeting,
      type: 'user_leave_org',
      payload: { userId },
      via: 'http',
      copies: 2,
      form,
      eventId,
    });
    expect(sent.deliveries.map((delivery) => delivery.status)).toEqual(['acknowledged', 'acknowledged']);
    await until('the grant has ended', async () => (await stateOf('meeting', userId)) === 'revoked');
    await revoked('meeting')(userId);
    const { rows: kept } = await world.database.pool.query(
      `select from dingtalk_events where payload->'userIds' ? $1`,
      [userId],
    );
    expect(kept).toHaveLength(1);
  });

  it('takes the removal of an application in its first form, too', async () => {
    const userId = await somebody(meeting);
    const sent = await send({ of: meeting, type: 'suite_relieve', via: 'http', copies: 2 });
    expect(sent.deliveries.map((delivery) => delivery.status)).toEqual(['acknowledged', 'acknowledged']);
    await until('the grant has ended', async () => (await stateOf('meeting', userId)) === 'revoked');
  });

  it('ends the grants of every application when a person leaves, and those of nobody else', async () => {
    const userId = await somebody(demo);
    await consent('meeting', userId);
    const colleague = await somebody(demo);
    await stopped(demo, 'user_leave_org', { userId: [userId] });
    await revoked('demo')(userId);
    await revoked('meeting')(userId);
    await active('demo')(colleague);
  });

  it('leaves the other organisations of an ISV application alone when one removes it', async () => {
    await consentAs(`${world.url}/consent/meeting`, { as: 'wangwu', corp: 'dingshanghai0002' });
    const { eventId } = await send({ of: meeting, type: 'org_suite_relieve' });
    await untilApplied(world.database.pool, eventId);
    const elsewhere = { application: 'meeting', corpId: 'dingshanghai0002', userId: 'wangwu', scopes };
    expect((await caller.requestToken(elsewhere)).status).toBe(200);
  });

  it('does nothing in an organisation that is not the internal application’s own', async () => {
    await consentAs(`${world.url}/consent/meeting`, { as: 'wangwu', corp: 'dingshanghai0002' });
    const { eventId } = await send({ of: demo, type: 'org_remove', corpId: 'dingshanghai0002' });
    expect(await untilApplied(world.database.pool, eventId)).toMatchObject({
      state: 'ignored',
      outcome: 'other_organisation',
    });
    const elsewhere = { application: 'meeting', corpId: 'dingshanghai0002', userId: 'wangwu', scopes };
    expect((await caller.requestToken(elsewhere)).status).toBe(200);
  });

  it('ends thousands of grants as it ends one, each with its receipt', async () => {
    const userId = await somebody(demo);
    const { id } = await grantOf('demo', userId);
    const { pool } = world.database;
    await pool.query(
      `insert into grants (corp_id, id, application, union_id, user_id, name, channel, state, scopes, token_version, tokens_obtained_at,
         access_token_sealed, access_token_expires_at)
       select corp_id, gen_random_uuid(), application, 'union-' || n, 'copy-' || n, name, channel, state, scopes, token_version,
         tokens_obtained_at, access_token_sealed, access_token_expires_at from grants, generate_series(1, 1000) n where id = $1`,
      [id],
    );
    const { eventId } = await send({ of: demo, type: 'org_remove' });
    await untilApplied(pool, eventId);
    const { rows: ended } = await pool.query<{ n: number; unread: number }>(
      `select count(*)::int as n, (count(*) filter (where live_handouts is null))::int as unread from revocations where reason like $1`,
      [`%${eventId}`],
    );
    expect(ended[0]?.n).toBeGreaterThan(1000);
    expect(ended[0]?.unread).toBe(0);
    expect(await appliedRecords(pool, eventId)).toMatchObject([{ grants: ended[0]?.n }]);
  });

  eventsOutOfOrder();
  refusedEvents();
  eventsInTrouble();

  it('print nothing but log lines', () => {
    for (const { process } of world.brokers) {
      const lines = process.output().trim().split('\n');
      expect(lines.length).toBeGreaterThan(10);
      expect(lines.filter((line) => !line.startsWith('{"level":'))).toEqual([]);
    }
  });

  it('leave no secret in any table, log line or answer', async () => {
    const kinds = new Set(canaries.names.map((name) => name.replace(/ \d+$/, '')));
    expect([...kinds].sort()).toEqual(['event key', 'event token', 'permanent code', 'suite ticket']);
    for (const [table, text] of await dump(world.database.pool)) {
      expect({ table, found: canaries.in(text) }).toEqual({ table, found: [] });
    }
    const logs = world.brokers.map(({ process }) => process.output()).join('\n');
    expect(canaries.in(logs)).toEqual([]);
    const answers = everyAnswer.filter(({ url }) => url.startsWith(world.url)).map(({ text }) => text);
    expect(canaries.in(answers.join('\n'))).toEqual([]);
    expect((await rowsOf(world.database.pool, 'dingtalk_events')).length).toBeGreaterThan(30);
  });
});

eventOfAKilledBroker();
