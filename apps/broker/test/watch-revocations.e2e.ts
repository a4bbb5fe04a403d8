import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { OPERATOR_TOKEN } from './harness/broker.js';
import { RpcClient, type RpcStream } from './harness/grpc.js';
import { ask } from './harness/http.js';
import { consentAs } from './harness/person.js';
import { until } from './harness/until.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from './harness/world.js';

interface Message {
  readonly cursor: string;
  readonly revocation: Revocation | null;
}
interface Revocation {
  readonly revocationId: string;
  readonly grantId: string;
  readonly unionId: string;
  readonly liveHandouts: readonly { readonly handoutId: string; readonly delivery: string }[];
}

const method = 'WatchRevocations';
const REVOCATIONS = 1_000;

describe('watching revocations', () => {
  let world: World;
  let first: RpcClient;
  let second: RpcClient;
  let caller: TestCaller;
  let other: TestCaller;
  let token: string;
  beforeAll(async () => {
    world = await startWorld({ brokers: 3 });
    first = new RpcClient(world.brokers[0].grpcAddress);
    second = new RpcClient(addressOf(1));
    await world.registerDemo();
    caller = await world.createCaller('todo-sync', [everythingOfDemo]);
    other = await world.createCaller('mail-bot', [everythingOfDemo]);
    token = await caller.accessToken();
    await consentAs(`${world.url}/consent/demo`, { as: 'zhangsan' });
    expect((await caller.requestToken({ ...asked, userId: 'zhangsan' })).status).toBe(200);
  });
  afterAll(async () => {
    first?.close();
    second?.close();
    await world?.close();
  });

  const asked = { application: 'demo', scopes: ['Contact.User.Read'] };
  const addressOf = (n: number) => world.brokers[n]?.grpcAddress ?? '';

  /** People whose grants look like 张三's, each with a live hand-out of this caller; their ids. */
  async function grantsHandedTo(callerId: string, many: number): Promise<string[]> {
    const ids = Array.from({ length: many }, () => uuidv7());
    const { pool } = world.database;
    await pool.query(
      `insert into grants select (jsonb_populate_record(g, jsonb_build_object('id', n.id, 'union_id', n.id, 'user_id', n.id))).*
       from unnest($1::uuid[]) n(id), grants g where g.user_id = 'zhangsan'`,
      [ids],
    );
    await pool.query(
      `insert into audit_events select (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid(), 'handout_id', gen_random_uuid(),
         'grant_id', n.id, 'caller_id', $2::uuid, 'lane', -1, 'seq', n.seq + (select count(*) from audit_events)))).*
       from unnest($1::uuid[]) with ordinality n(id, seq), audit_events e
       where e.id = (select id from audit_events where type = 'token.handed_out' order by occurred_at, lane limit 1)`,
      [ids, callerId],
    );
    return ids;
  }
  const revoke = (grantId: string, at = world.url) =>
    ask<{ revocationId: string }>(`${at}/admin/v1/grants/${grantId}/revoke`, {
      headers: { authorization: `Bearer ${OPERATOR_TOKEN}` },
      json: { reason: 'leaked laptop' },
    });
  const watch = (client: RpcClient, cursor = '', as = token) => client.open<Message>(method, { cursor }, { token: as });
  const told = (stream: RpcStream<Message>) => stream.messages.flatMap(({ revocation }) => revocation ?? []);
  const opened = async (stream: RpcStream<Message>) => {
    await until('the stream says where it starts', async () => stream.messages.length > 0);
    return stream;
  };
  const tells = (stream: RpcStream<Message>, grantId: string) =>
    until(`the stream tells of ${grantId}`, async () => told(stream).some((one) => one.grantId === grantId));

  it('tells who was revoked, when, and what is still out, within a moment and on every replica', async () => {
    const streams = await Promise.all([first, second].map((client) => opened(watch(client))));
    const { text } = await ask(`${world.url}/metrics`);
    expect(text).toContain('grpc_streams_open{method="/tokenbroker.v1.TokenBroker/WatchRevocations"} 1');
    const toldOfOne = async (): Promise<number> => {
      const [grantId = ''] = await grantsHandedTo(caller.id, 1);
      const { body } = await revoke(grantId);
      const revokedAt = performance.now();
      for (const stream of streams) {
        await tells(stream, grantId);
        expect(told(stream).at(-1)).toMatchObject({
          revocationId: body.revocationId,
          grantId,
          application: 'demo',
          userId: grantId,
          unionId: grantId,
          liveHandouts: [{ delivery: 'token', handoutId: expect.any(String) }],
        });
      }
      return performance.now() - revokedAt;
    };
    // A busy machine takes longer now and then.
    await until('one is told within a moment', async () => (await toldOfOne()) < 1_500);
    for (const stream of streams) stream.cancel();
  });

  it('tells nothing of what another caller holds, nor of a grant nobody holds anything of', async () => {
    const stream = await opened(watch(second));
    const [others = ''] = await grantsHandedTo(other.id, 1);
    const [mine = ''] = await grantsHandedTo(caller.id, 1);
    const [nobodys = ''] = await grantsHandedTo(other.id, 1);
    await world.database.pool.query(`update audit_events set live_until = now() where grant_id = $1`, [nobodys]);
    for (const grantId of [others, nobodys, mine]) expect((await revoke(grantId)).status).toBe(200);
    await tells(stream, mine);
    expect(told(stream).map(({ grantId }) => grantId)).toEqual([mine]);
    stream.cancel();
  });

  it('loses none and invents none of a thousand, though the replica that tells is killed in the middle', async () => {
    const mine = await grantsHandedTo(caller.id, REVOCATIONS);
    const others = await grantsHandedTo(other.id, 50);
    const replica = world.brokers[2];
    if (!replica) throw new Error('there are two brokers only');
    const doomed = new RpcClient(replica.grpcAddress);
    const heard: Message[] = [];
    // A client as it should be: on any end it goes on at another replica, from the last cursor it has.
    const clients = [doomed, first, second];
    let at = 0;
    let listening = true;
    const listen = async () => {
      while (listening) {
        const stream = watch(clients[at % clients.length] ?? first, heard.at(-1)?.cursor);
        streams.push(stream);
        await stream.ended;
        heard.push(...stream.messages);
        at += 1;
      }
    };
    const streams: RpcStream<Message>[] = [];
    const listener = listen();
    const soFar = () =>
      new Set([...heard, ...(streams.at(-1)?.messages ?? [])].flatMap(({ revocation }) => revocation?.grantId ?? []));
    try {
      await until('the stream says where it starts', async () => (streams[0]?.messages.length ?? 0) > 0);
      const left = [...mine, ...others].sort();
      let revoked = 0;
      const worker = async (n: number) => {
        for (let grantId = left.pop(); grantId !== undefined; grantId = left.pop()) {
          // Some of the acts die with their replica, too; an operator asks again, elsewhere.
          const answer = await revoke(grantId, n % 2 === 0 ? replica.url : world.url).catch(() => undefined);
          if (answer?.status !== 200) await revoke(grantId);
          revoked += 1;
          if (revoked === 400) await replica.process.kill('SIGKILL');
        }
      };
      await Promise.all(Array.from({ length: 8 }, (_, n) => worker(n)));
      await until('all of them are told', async () => soFar().size >= REVOCATIONS);
      expect(streams.length).toBeGreaterThan(1);
    } finally {
      listening = false;
      for (const stream of streams) stream.cancel();
      await listener;
      doomed.close();
    }
    expect([...soFar()].sort()).toEqual([...mine].sort());
    // What was told twice is the same both times.
    const byGrant = new Map<string, Revocation>();
    for (const { revocation } of heard) {
      if (!revocation) continue;
      expect(byGrant.get(revocation.grantId) ?? revocation).toEqual(revocation);
      byGrant.set(revocation.grantId, revocation);
    }
  });

  it('tells a commit that came late before everything that came after it', async () => {
    const [late = '', after = ''] = await grantsHandedTo(caller.id, 2);
    const stream = await opened(watch(second));
    const { pool } = world.database;
    const begun = await pool.connect();
    try {
      // As the broker's own statement, but with a commit that takes its time.
      await begun.query('begin');
      await begun.query(
        `insert into revocations (corp_id, id, grant_id, application, union_id, actor, reason, revoked_at, live_handouts)
         select corp_id, gen_random_uuid(), id, application, union_id, 'operator:late', 'late', now(),
           jsonb_build_array(jsonb_build_object('callerId', $2::text, 'handoutId', gen_random_uuid(), 'delivery', 'token', 'expiresAt', now() + interval '1 hour'))
         from grants where id = $1`,
        [late, caller.id],
      );
      await begun.query(
        `with feed as (update revocation_feed set last = last + 1 returning last)
         insert into revocation_feed_entries (position, caller_id, corp_id, revocation_id)
         select feed.last, $2, corp_id, id from feed, revocations where grant_id = $1`,
        [late, caller.id],
      );
      const revoked = revoke(after);
      await until('the later one waits for its number', async () => {
        const { rowCount } = await pool.query(
          `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%revocation_feed%'`,
        );
        return rowCount === 1;
      });
      expect(told(stream)).toEqual([]);
      await begun.query('commit');
      await revoked;
    } finally {
      begun.release();
    }
    await tells(stream, after);
    expect(told(stream).map(({ grantId }) => grantId)).toEqual([late, after]);
    stream.cancel();
  });

  it('tells of a revocation whose replica died before it read what was out', async () => {
    const [grantId = ''] = await grantsHandedTo(caller.id, 1);
    const stream = await opened(watch(second));
    await world.database.pool.query(
      `with ended as (
         update grants set state = 'revoked', ended_at = now(), access_token_sealed = null, access_token_expires_at = null,
           refresh_token_sealed = null, refresh_token_expires_at = null, upkeep_at = null where id = $1 returning *
       )
       insert into revocations (corp_id, id, grant_id, application, union_id, actor, reason, revoked_at)
       select corp_id, gen_random_uuid(), id, application, union_id, 'operator:gone', 'gone', now() - interval '1 minute' from ended`,
      [grantId],
    );
    await tells(stream, grantId);
    stream.cancel();
  });

  it('goes on after days from where it was, and says so when that is gone', async () => {
    const stream = await opened(watch(second));
    const [{ cursor } = { cursor: '' }] = stream.messages;
    stream.cancel();
    const [grantId = ''] = await grantsHandedTo(caller.id, 1);
    await revoke(grantId);
    const back = watch(first, cursor);
    await tells(back, grantId);
    back.cancel();

    await world.database.pool.query('update revocation_feed set forgotten = last');
    expect(await watch(first, cursor).ended).toMatchObject({
      status: 'INVALID_ARGUMENT',
      message: expect.stringContaining('Drop every token'),
      errorInfo: { reason: 'invalid_request', metadata: { errors: expect.stringContaining('"/cursor"') } },
    });
  });

  it.each([
    ['another caller’s', async () => (await opened(watch(second, '', await other.accessToken()))).messages[0]?.cursor],
    ['no', async () => 'yesterday'],
  ])('refuses %s cursor', async (_, cursor) => {
    expect(await watch(first, await cursor()).ended).toMatchObject({
      status: 'INVALID_ARGUMENT',
      errorInfo: { reason: 'invalid_request' },
    });
  });

  it('is for callers alone, and ends for one that is disabled, within seconds', async () => {
    expect(await watch(first, '', 'x').ended).toMatchObject({ status: 'UNAUTHENTICATED' });
    const leaver = await world.createCaller('leaver', [everythingOfDemo]);
    const theirs = await leaver.accessToken();
    const stream = await opened(watch(second, '', theirs));
    expect((await world.operator('POST', `/callers/${leaver.id}/disable`)).status).toBe(200);
    const refused = {
      status: 'PERMISSION_DENIED',
      errorInfo: { reason: 'forbidden_by_policy', metadata: { rule: 'suspended' } },
    };
    expect(await stream.ended).toMatchObject(refused);
    expect(await watch(first, '', theirs).ended).toMatchObject(refused);
  });

  it('keeps all for a client that does not read for a while', async () => {
    const mine = await grantsHandedTo(caller.id, 200);
    const stream = await opened(watch(second));
    stream.pause();
    for (const grantId of mine) await revoke(grantId);
    stream.resume();
    await until('all of them are told', async () => told(stream).length === mine.length);
    expect(told(stream).map(({ grantId }) => grantId)).toEqual(mine);
    stream.cancel();
  });

  it('sends its clients elsewhere when its replica ends, and is not waited for', async () => {
    const stream = await opened(watch(second));
    const replica = world.brokers[1];
    await replica?.process.kill('SIGTERM');
    expect(await stream.ended).toMatchObject({
      status: 'UNAVAILABLE',
      errorInfo: { reason: 'temporarily_unavailable' },
      retryAfterSeconds: 1,
    });
    // One that waits for its clients runs out of time, and ends with another code.
    expect(await replica?.process.ended).toEqual({ code: 0, signal: null });
  });
});
