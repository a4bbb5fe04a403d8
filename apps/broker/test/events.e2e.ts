import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startBroker } from './harness/broker.js';
import { Canaries, dump } from './harness/canaries.js';
import {
  appliedRecords,
  eventRows,
  type Sending,
  sendEvent,
  untilApplied,
  type Via,
} from './harness/dingtalk-events.js';
import { seeded } from './harness/emulator.js';
import { ask, everyAnswer } from './harness/http.js';
import { hire } from './harness/members.js';
import { consentAs } from './harness/person.js';
import { rowsOf } from './harness/rows.js';
import { until } from './harness/until.js';
import { startWorld, type TestCaller, type World } from './harness/world.js';

const { corpId, clientSecret } = seeded;
const scopes = ['Contact.User.Read'];
const DAY_MS = 24 * 3600 * 1000;

interface Registered {
  readonly name: string;
  readonly clientId: string;
}
/** An application of one organisation, and one that a developer offers to many. */
const demo: Registered = { name: 'demo', clientId: seeded.clientId };
const meeting: Registered = { name: 'meeting', clientId: 'suitedemomeeting' };

interface GrantRow {
  readonly id: string;
  readonly state: string;
  readonly name: string;
  readonly unionId: string;
}

describe('events of DingTalk', () => {
  const canaries = new Canaries();
  let world: World;
  let caller: TestCaller;
  let people = 0;

  const letters = (length: number) => randomBytes(length).toString('hex').slice(0, length);
  const secretOf = (name: string, length: number) => canaries.plant(name, letters(length));
  const pushKeys = () => ({ token: secretOf('event token', 32), aesKey: secretOf('event key', 43) });

  beforeAll(async () => {
    world = await startWorld({ brokers: 2 });
    await register(demo, { kind: 'internal', corpId, scopes: seeded.scopes });
    await register(meeting, { kind: 'isv', scopes: ['Contact.User.Read', 'Calendar.Event.Read'] });
    caller = await world.createCaller('assistant', [
      { application: 'demo', scopes, delivery: ['token'], wholeToken: true, wholeTokenReason: 'a test' },
      { application: 'meeting', scopes, delivery: ['token'], wholeToken: true, wholeTokenReason: 'a test' },
    ]);
    await until('each replica has a stream for each application', async () => (await connections()).length === 4);
  });
  afterAll(() => world.close());

  /** At the broker and, with the same keys, in DingTalk's console, which tries the address at once. */
  async function register({ name, clientId }: Registered, settings: object): Promise<void> {
    const { token, aesKey } = pushKeys();
    const registration = { name, clientId, clientSecret, ...settings, eventToken: token, eventAesKey: aesKey };
    const answer = await world.operator('POST', '/applications', { ...registration, eventStream: true });
    expect({ status: answer.status, text: answer.text }).toMatchObject({ status: 201 });
    const { control } = world.emulator;
    await control('PATCH', `/applications/${clientId}`, { redirectUris: [`${world.url}/consent/callback`] });
    const url = `${world.url}/events/dingtalk/${name}`;
    await control('PUT', `/applications/${clientId}/event-push`, { url, token, aesKey });
  }

  async function connections(clientId?: string): Promise<unknown[]> {
    const query = clientId === undefined ? '' : `?clientId=${clientId}`;
    const answer = await world.emulator.control<{ connections: unknown[] }>('GET', `/connections${query}`);
    return answer.connections;
  }

  /** Somebody new who has consented; the key is also the userId. */
  async function somebody({ name }: Registered): Promise<string> {
    people += 1;
    const key = `person${people}`;
    await hire(world.emulator, [key]);
    await consent(name, key);
    return key;
  }
  async function consent(application: string, key: string): Promise<void> {
    const page = await consentAs(`${world.url}/consent/${application}`, { as: key, corp: corpId });
    expect(page.code).toBe('granted');
  }

  /** The newest grant of that person. */
  async function grantOf(application: string, userId: string): Promise<GrantRow> {
    const { rows } = await world.database.pool.query<GrantRow>(
      `select id, state, name, union_id as "unionId" from grants
       where application = $1 and user_id = $2 and corp_id = $3 order by created_at desc limit 1`,
      [application, userId, corpId],
    );
    const [grant] = rows;
    if (!grant) throw new Error(`${userId} has no grant`);
    return grant;
  }
  const stateOf = async (application: string, userId: string) => (await grantOf(application, userId)).state;
  const handOut = (application: string, userId: string, brokerUrl?: string) =>
    caller.requestToken({ application, corpId, userId, scopes }, brokerUrl);

  const send = (sending: Omit<Sending, 'clientId'> & { of: Registered }) => {
    const { of, ...rest } = sending;
    return sendEvent(world.emulator, { clientId: of.clientId, corpId, ...rest });
  };

  interface Row {
    readonly type: string;
    readonly of: Registered;
    /** What DingTalk puts into it, where that depends on the person. */
    readonly payload?: (userId: string, unionId: string) => object;
    readonly before?: (userId: string) => Promise<unknown>;
    readonly outcome: string;
    readonly after: (userId: string) => Promise<void>;
    readonly only?: Via;
  }

  const revoked = (application: string) => async (userId: string) => {
    expect(await stateOf(application, userId)).toBe('revoked');
    const refused = await handOut(application, userId, world.brokers[1]?.url);
    expect(refused.body).toMatchObject({ code: 'consent_required', reason: 'grant_revoked' });
  };
  const active = (application: string) => async (userId: string) => {
    expect((await handOut(application, userId, world.brokers[1]?.url)).status).toBe(200);
  };
  const suspended = (application: string) => async (userId: string) => {
    const refused = await handOut(application, userId, world.brokers[1]?.url);
    expect(refused.body).toMatchObject({ code: 'forbidden_by_policy', rule: 'suspended' });
  };
  const status = (word: string) => () => ({ operatorUnionId: 'somebody', status: word });
  const forgetName = (userId: string) =>
    world.database.pool.query(`update grants set name = 'as it was' where user_id = $1`, [userId]);
  const nameIsRead = (application: string) => async (userId: string) => {
    expect(await grantOf(application, userId)).toMatchObject({ name: userId, state: 'active' });
  };
  async function tenancy(): Promise<Record<string, unknown> | undefined> {
    const { rows } = await world.database.pool.query<Record<string, unknown>>(
      `select authorised_at is not null as authorised, relieved_at is not null as relieved from application_organisations
       where application = 'meeting' and corp_id = $1`,
      [corpId],
    );
    return rows[0];
  }
  const installed = () => ({
    authCorpInfo: { corpid: corpId },
    permanentCode: secretOf('permanent code', 32),
    authUserInfo: { userId: 'manager' },
  });

  const rows: Row[] = [
    {
      type: 'user_leave_org',
      of: demo,
      payload: (userId) => ({ timeStamp: String(Date.now()), userId: [userId, 'somebody-unknown'] }),
      outcome: 'grants_ended',
      after: revoked('demo'),
    },
    {
      type: 'user_leave_org',
      of: meeting,
      payload: (userId, unionid) => ({ unionid, dingId: '$:LWCP_v1:$x', userId }),
      outcome: 'grants_ended',
      after: revoked('meeting'),
    },
    {
      type: 'user_modify_org',
      of: demo,
      payload: (userId) => ({ timeStamp: '1', diffInfo: { prev: {}, curr: {}, userid: userId }, userId: [userId] }),
      before: forgetName,
      outcome: 'names_read',
      after: nameIsRead('demo'),
    },
    {
      type: 'user_modify_org',
      of: meeting,
      payload: (userid, unionid) => ({ userid, unionid, name: 'not from here', active: true }),
      before: forgetName,
      outcome: 'names_read',
      after: nameIsRead('meeting'),
    },
    {
      type: 'user_active_org',
      of: demo,
      payload: (userId) => ({ userId: [userId] }),
      outcome: 'no_effect',
      after: active('demo'),
    },
    { type: 'org_remove', of: demo, outcome: 'grants_ended', after: revoked('demo') },
    { type: 'org_remove', of: meeting, outcome: 'grants_ended', after: revoked('meeting') },
    {
      type: 'org_suite_auth',
      of: meeting,
      payload: installed,
      outcome: 'installed',
      after: async (userId) => {
        expect(await tenancy()).toEqual({ authorised: true, relieved: false });
        await active('meeting')(userId);
      },
    },
    { type: 'org_suite_change', of: meeting, payload: installed, outcome: 'scopes_due', after: active('meeting') },
    {
      type: 'org_suite_relieve',
      of: meeting,
      outcome: 'grants_ended',
      after: async (userId) => {
        expect(await tenancy()).toMatchObject({ relieved: true });
        await revoked('meeting')(userId);
      },
    },
    {
      type: 'suite_ticket',
      of: meeting,
      payload: () => ({ suiteTicket: secretOf('suite ticket', 40) }),
      outcome: 'stored',
      after: active('meeting'),
    },
    {
      type: 'org_micro_app_stop',
      of: meeting,
      payload: () => ({ agentId: 7 }),
      outcome: 'suspended',
      after: suspended('meeting'),
    },
    {
      type: 'org_micro_app_restore',
      of: meeting,
      payload: () => ({ agentId: '7' }),
      before: () => stopped(meeting, 'org_micro_app_stop', { agentId: 7 }),
      outcome: 'resumed',
      after: active('meeting'),
    },
    {
      type: 'org_micro_app_scope_update',
      of: meeting,
      payload: () => ({ agentId: 7 }),
      outcome: 'scopes_due',
      after: active('meeting'),
    },
    {
      type: 'org_micro_app_remove',
      of: meeting,
      payload: () => ({ agentId: 7 }),
      outcome: 'grants_ended',
      after: revoked('meeting'),
    },
    {
      type: 'inner_app_status_change',
      of: demo,
      payload: status('disable'),
      outcome: 'suspended',
      after: suspended('demo'),
    },
    {
      type: 'inner_app_status_change',
      of: demo,
      payload: status('enable'),
      before: () => stopped(demo, 'inner_app_status_change', status('disable')()),
      outcome: 'resumed',
      after: active('demo'),
    },
  ];

  async function stopped(of: Registered, type: string, payload: object): Promise<void> {
    const { eventId } = await send({ of, type, payload });
    await untilApplied(world.database.pool, eventId);
  }
  /** Whatever the row before has left stopped goes on. */
  async function goOn(of: Registered): Promise<void> {
    const [type, payload] =
      of === demo
        ? ['inner_app_status_change', status('enable')()]
        : (['org_micro_app_restore', { agentId: 7 }] as const);
    const { eventId } = await send({ of, type, payload });
    await untilApplied(world.database.pool, eventId);
  }

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

  describe('refused', () => {
    const logs = () => world.brokers.map(({ process }) => process.output()).join('\n');
    const refusals = (reason: string) => logs().split(`"refusal":"${reason}"`).length - 1;
    const push = (name: string, query: string, raw: string) =>
      ask(`${world.url}/events/dingtalk/${name}?${query}`, { raw, headers: { 'content-type': 'application/json' } });
    const wellFormed = `msg_signature=${'0'.repeat(40)}&timestamp=${Date.now()}&nonce=abc`;
    const body = JSON.stringify({ encrypt: 'YvkvaGe4hQxd3VxRmEty0dVlnCOAqwf56xwTRHDHoOURqhalbmBJQk5FNcRk42Gl' });
    async function counted(reason: string): Promise<number> {
      const { text } = await ask(`${world.url}/metrics`);
      const lines = text.split('\n').filter((line) => line.includes(`outcome="refused_${reason}"`));
      return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
    }

    it.each<[string, Partial<Sending>, string, number]>([
      ['with a bad signature', { spoil: 'signature' }, 'bad_signature', 401],
      ['with a wrong key', { spoil: 'key' }, 'wrong_key', 400],
      ['for another application', { spoil: 'owner' }, 'wrong_owner', 400],
      ['of a day ago, replayed', { timestamp: Date.now() - DAY_MS, spoil: undefined }, 'stale', 401],
      ['of the future', { timestamp: Date.now() + DAY_MS, spoil: undefined }, 'stale', 401],
    ])('a push %s changes nothing, and is logged and counted', async (_what, wrong, reason, answered) => {
      await world.emulator.control('PATCH', '/settings', { eventRetrySeconds: 0, eventSecondRetrySeconds: 0 });
      const userId = await somebody(demo);
      const before = { logged: refusals(reason), counted: await counted(reason) };
      const payload = { userId: [userId] };
      const sent = await send({ of: demo, type: 'user_leave_org', payload, via: 'http', ...wrong });
      expect(sent.state).toBe('failed');
      expect(sent.deliveries.map(({ answer }) => answer?.code)).toEqual(sent.deliveries.map(() => answered));
      expect(await eventRows(world.database.pool, sent.eventId)).toEqual([]);
      await until('it is logged', async () => refusals(reason) === before.logged + sent.deliveries.length);
      expect(await counted(reason)).toBe(before.counted + sent.deliveries.length);
      await active('demo')(userId);
    });

    it('a replay of an event with a fresh signature, or over Stream, is taken for what it is', async () => {
      const userId = await somebody(demo);
      const payload = { userId: [userId] };
      const first = await send({ of: demo, type: 'user_leave_org', payload, via: 'http' });
      await untilApplied(world.database.pool, first.eventId);
      await consent('demo', userId);
      for (const via of ['http', 'stream'] as const) {
        const again = await send({ of: demo, type: 'user_leave_org', payload, via, eventId: first.eventId });
        expect(again.state).toBe('acknowledged');
        await untilApplied(world.database.pool, first.eventId);
      }
      expect(await appliedRecords(world.database.pool, first.eventId)).toHaveLength(1);
      await active('demo')(userId);
    });

    it('tells a stranger the same of an application without events, of none, and of a wrong signature', async () => {
      const quiet = { name: 'quiet', kind: 'internal', clientId: 'dingnarrowhangzhou', clientSecret, corpId, scopes };
      expect((await world.operator('POST', '/applications', quiet)).status).toBe(201);
      const answers = await Promise.all(
        ['demo', 'quiet', 'nothing-here', '%00', 'a'.repeat(90)].map((name) => push(name, wellFormed, body)),
      );
      const seen = answers.map(({ status, body: { requestId: _, ...rest } }) => ({ status, rest }));
      expect(seen[0]).toMatchObject({ status: 401, rest: { code: 'unauthenticated' } });
      expect(seen).toEqual(seen.map(() => seen[0]));
      for (const reason of ['unknown_application', 'no_event_keys'])
        await until(`${reason} is logged`, async () => refusals(reason) > 0);
    });

    it.each([
      ['without a query', '', body],
      ['without a signature', 'timestamp=1795000000000&nonce=abc', body],
      ['with a time that is none', wellFormed.replace(/timestamp=\d+/, 'timestamp=now'), body],
      ['with everything twice', `${wellFormed}&${wellFormed}`, body],
      ['with an empty body', wellFormed, '{}'],
      ['with a list for a body', wellFormed, '[]'],
      ['with a number inside', wellFormed, '{"encrypt":7}'],
    ])('a push %s is malformed', async (_what, query, raw) => {
      const before = refusals('malformed');
      expect(await push('demo', query, raw)).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
      await until('it is logged', async () => refusals('malformed') === before + 1);
    });

    it('a body that is no JSON is refused before anybody looks at it', async () => {
      expect((await push('demo', wellFormed, '{"encrypt":')).status).toBe(400);
    });
  });

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

describe('an event whose work is under way when its broker is killed', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
    const keys = { token: 'tokenofthisapplication', aesKey: 'abcdefghijabcdefghijabcdefghijabcdefghij123' };
    await world.registerDemo({ eventToken: keys.token, eventAesKey: keys.aesKey });
    const url = `${world.url}/events/dingtalk/demo`;
    await world.emulator.control('PUT', `/applications/${seeded.clientId}/event-push`, { url, ...keys });
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
      const sending = { clientId: seeded.clientId, corpId, type: 'user_leave_org', payload: { userId: ['zhangsan'] } };
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
