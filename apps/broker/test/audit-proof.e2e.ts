import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import type { RunningBroker } from './harness/broker.js';
import { type ForgedErasure, forgedErasure } from './harness/forged-erasure.js';
import { hire } from './harness/members.js';
import { consentAs } from './harness/person.js';
import { until } from './harness/until.js';
import { verifyTrailOf } from './harness/verify-trail.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from './harness/world.js';

const people = ['person0', 'person1'];

describe('the proof of the audit trail', () => {
  let world: World;
  let folder: string;
  let anchor: string;
  let caller: TestCaller;
  /** Replicas of the three brokers; the second and the third are killed, and closed by the first. */
  let replicas: string[];
  /** A lane of hand-outs of a killed broker with many records, and another lane of the same broker. */
  let lane: number;
  let otherLane: number;
  /** Of which a killed broker’s last seconds speak. */
  let forged: ForgedErasure;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'broker-anchor-'));
    anchor = path.join(folder, 'checkpoints.jsonl');
    world = await startWorld({ brokers: 3, env: { AUDIT_CHECKPOINT_FILE: anchor } });
    replicas = world.brokers.map(replicaOf);
    await world.registerDemo();
    await hire(world.emulator, people);
    for (const userId of people) await consentAs(`${world.url}/consent/demo`, { as: userId });
    caller = await world.createCaller('todo-sync', [everythingOfDemo]);
    const { rows } = await world.database.pool.query<{ lane: number }>(
      `select lane::int as lane from handout_lanes where replica = $1 and writes = 'handouts' order by lane`,
      [replicas[1]],
    );
    [lane, otherLane] = rows.map((row) => row.lane) as [number, number];
  });
  afterAll(async () => {
    await world?.close();
    await rm(folder, { recursive: true });
  });

  const query = <Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []) =>
    world.database.pool.query<Row>(sql, values).then(({ rows }) => rows);
  /** `count` requests at each broker, some of which are refused, and some of which nobody answers. */
  const load = async (count: number) => {
    const request = (url: string, userId: string) =>
      caller.requestToken({ application: 'demo', scopes: ['Contact.User.Read'], userId }, url).catch(() => undefined);
    await Promise.all(
      world.brokers.flatMap(({ url }) =>
        Array.from({ length: count }, (_, n) => request(url, people[n % 3] ?? 'nobody')),
      ),
    );
  };
  const verify = (attack?: Parameters<typeof verifyTrailOf>[0]['attack'], against?: string) =>
    verifyTrailOf({
      databaseUrl: world.database.url,
      masterKeyFile: world.masterKeyFile,
      anchor: against,
      ...(attack && { attack }),
    });

  it('lets a broker that was stalled until another closed its lanes go on in new ones, and loses nothing', async () => {
    const [, , stalled] = world.brokers;
    if (!stalled) throw new Error('three brokers are needed');
    const [replica] = replicas.slice(2);
    await load(5);
    process.kill(stalled.process.pid, 'SIGSTOP');
    const loading = load(5);
    await query(`update audit_replicas set seen_at = now() - interval '61 seconds' where replica = $1`, [replica]);
    const closed = () => query('select from audit_replicas where replica = $1 and closed_at is not null', [replica]);
    await until('the stalled broker is closed', async () => (await closed()).length === 1);
    process.kill(stalled.process.pid, 'SIGCONT');
    await loading;
    for (const userId of people) {
      const asked = { application: 'demo', scopes: ['Contact.User.Read'], userId };
      expect((await caller.requestToken(asked, stalled.url)).status).toBe(200);
    }
    replicas[2] = replicaOf(stalled);
    expect(replicas[2]).not.toBe(replica);
    expect(await verify(undefined, anchor)).toMatchObject({ ok: true, findings: [] });
  });

  it('raises no false alarm over brokers that are killed under load, and proves everything once they are closed', async () => {
    const [first, ...killed] = world.brokers;
    await load(60);
    const loading = load(300);
    await Promise.all(killed.map(({ process }) => process.kill('SIGKILL')));
    expect(await verify(undefined, anchor)).toMatchObject({ ok: true, findings: [] });
    await loading;
    const [acts] = await query<{ lane: number }>(
      `select lane::int as lane from handout_lanes where replica = $1 and writes = 'acts'`,
      [replicas[1]],
    );
    forged = await forgedErasure(world.database.pool, FORGED, { lane, seq: 2 }, Number(acts?.lane));
    // Whoever closes the broker signs what is there, as if it had been told so.
    await query(forged.record);
    await query(`update audit_replicas set seen_at = now() - interval '61 seconds' where replica = any($1)`, [
      replicas.slice(1),
    ]);
    const closedSql = 'select from audit_replicas where closed_at is not null and replica = any($1)';
    const closed = async () => (await query(closedSql, [replicas.slice(1)])).length === 2;
    await until('the killed brokers are closed', closed);
    await load(5);
    await first.process.stop();

    const verification = await verify(undefined, anchor);
    expect(verification).toMatchObject({ ok: true, findings: [], unproven: { records: 0, since: null } });
    const [counted] = await query<{ n: number }>('select count(*)::int as n from audit_events');
    expect(verification.proven.records).toBe(counted?.n);
    expect(verification.anchored).toBe(verification.checkpoints);
    expect(verification.beforeTheChain).toBe(0);
  });

  const copyOf = (seq: number, change: string) =>
    `insert into audit_events select (jsonb_populate_record(e, jsonb_build_object('id', '${INSERTED}') || ${change})).*
     from audit_events e where lane = ${lane} and seq = ${seq}`;
  it.each<[string, () => string, () => object]>([
    [
      'a record was edited',
      () => `update audit_events set actor = 'caller:somebody-else' where lane = ${lane} and seq = 3`,
      () => ({ kind: 'record_changed', lane, seq: 3, id: expect.any(String) }),
    ],
    [
      'a record says more than it did',
      () => `update audit_events set purpose = 'innocent' where lane = ${lane} and seq = 4`,
      () => ({ kind: 'record_changed', lane, seq: 4 }),
    ],
    [
      'the time of a record was moved by a microsecond',
      () =>
        `update audit_events set occurred_at = occurred_at + interval '1 microsecond' where lane = ${lane} and seq = 5`,
      () => ({ kind: 'record_changed', lane, seq: 5 }),
    ],
    [
      'a record was deleted',
      () => `delete from audit_events where lane = ${lane} and seq = 6`,
      () => ({ kind: 'record_missing', lane, seq: 6 }),
    ],
    [
      'a record was deleted and the others moved up',
      () => `delete from audit_events where lane = ${lane} and seq = 6;
        update audit_events set seq = seq + 1000000 where lane = ${lane} and seq > 6;
        update audit_events set seq = seq - 1000001 where lane = ${lane} and seq > 6`,
      () => ({ kind: 'record_changed', lane, seq: 6 }),
    ],
    [
      'a record was put beside another',
      () => copyOf(7, `'{"occurred_at": "2026-11-20T00:00:00Z"}'`),
      () => ({ kind: 'record_inserted', lane, seq: 7, id: INSERTED }),
    ],
    [
      'a record was put at the end of a lane',
      () => copyOf(7, `jsonb_build_object('seq', (select max(seq) + 1 from audit_events where lane = ${lane}))`),
      () => ({ kind: 'record_inserted', lane, id: INSERTED }),
    ],
    [
      'a record was put into a lane of its own',
      () => copyOf(7, `'{"lane": 4711, "seq": 1}'`),
      () => ({ kind: 'record_inserted', lane: 4711, seq: 1, id: INSERTED }),
    ],
    [
      'two records were exchanged',
      () => `update audit_events set seq = seq + 1000000 where lane = ${lane} and seq in (5, 6);
        update audit_events set seq = 1000011 - seq where lane = ${lane} and seq > 1000000`,
      () => ({ kind: 'record_changed', lane, seq: 5 }),
    ],
    [
      'two lanes were exchanged',
      () => `update audit_events set lane = ${lane + otherLane} - lane where lane in (${lane}, ${otherLane})`,
      () => ({ kind: 'record_changed', lane, seq: 1 }),
    ],
    [
      'a checkpoint was removed',
      () => `delete from audit_checkpoints where replica = '${replicas[1]}' and number = 1`,
      () => ({ kind: 'checkpoint_missing', replica: replicas[1], number: 1 }),
    ],
    [
      'the last checkpoint of a closed replica was removed',
      () => `delete from audit_checkpoints where replica = '${replicas[0]}' and number =
        (select max(number) from audit_checkpoints where replica = '${replicas[0]}')`,
      () => ({ kind: 'checkpoint_missing', replica: replicas[0] }),
    ],
    [
      'a checkpoint was edited',
      () =>
        `update audit_checkpoints set body = replace(body, '"closes":true', '"closes":false') where replica = '${replicas[1]}'`,
      () => ({ kind: 'checkpoint_unsigned', replica: replicas[1] }),
    ],
    [
      'a checkpoint of one replica was put in place of another’s',
      () => `update audit_checkpoints c set (body, signature, key_id, tags) =
        (select body, signature, key_id, tags from audit_checkpoints where replica = '${replicas[1]}' and number = c.number)
        where replica = '${replicas[2]}' and number = 1`,
      () => ({ kind: 'checkpoint_changed', replica: replicas[2], number: 1 }),
    ],
    [
      'the tags of a checkpoint were changed',
      () => `update audit_checkpoints set tags = tags || '\\x00' where replica = '${replicas[1]}' and number = 1`,
      () => ({ kind: 'checkpoint_changed', replica: replicas[1], number: 1 }),
    ],
    [
      'every checkpoint was removed',
      () => 'delete from audit_checkpoints; delete from audit_replicas',
      () => ({ kind: 'never_signed' }),
    ],
    [
      'a replica was removed with everything it wrote',
      () => `delete from audit_events where lane in (select lane from handout_lanes where replica = '${replicas[2]}');
        delete from handout_lanes where replica = '${replicas[2]}'; delete from audit_replicas where replica = '${replicas[2]}';
        delete from audit_checkpoints where replica = '${replicas[2]}'`,
      () => ({ kind: 'checkpoint_missing', replica: replicas[2] }),
    ],
    [
      'a person was erased whom only a killed broker’s last seconds speak of',
      () => forged.attack,
      () => ({ kind: 'record_changed', lane, seq: 2, what: expect.stringContaining('which no checkpoint names') }),
    ],
  ])('finds that %s', async (_, attack, found) => {
    const { ok, findings } = await verify(attack());
    expect(ok).toBe(false);
    expect(findings[0]).toMatchObject(found());
  });

  it('finds that a record was edited and its checkpoint signed again with a key of somebody’s own', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const { findings } = await verify(async (client) => {
      await client.query(`insert into audit_keys (key_id, private_key_sealed) values ('mine', $1)`, [randomBytes(200)]);
      await client.query(`update audit_events set actor = 'caller:x' where lane = $1 and seq = 2`, [lane]);
      const { rows } = await client.query<{ number: number; body: string }>(
        'select number, body from audit_checkpoints where replica = $1',
        [replicas[1]],
      );
      for (const { number, body } of rows) {
        await client.query(
          `update audit_checkpoints set signature = $3, key_id = 'mine' where replica = $1 and number = $2`,
          [replicas[1], number, sign(null, Buffer.from(body), privateKey)],
        );
      }
    });
    expect(findings).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'key_foreign' }),
        expect.objectContaining({ kind: 'checkpoint_unsigned', replica: replicas[1], number: 1 }),
      ]),
    );
  });

  it('finds that the end was cut off, by what was published alone', async () => {
    const cut = async (client: pg.Client) => {
      const { rows } = await client.query<{ number: number; body: string }>(
        'select number, body from audit_checkpoints where replica = $1 order by number desc limit 2',
        [replicas[0]],
      );
      const [last, before] = rows;
      const { lanes } = JSON.parse(before?.body ?? '') as { lanes: { lane: number; seq: number }[] };
      await client.query('delete from audit_checkpoints where replica = $1 and number = $2', [
        replicas[0],
        last?.number,
      ]);
      await client.query('update audit_replicas set closed_at = null, shut_at = null where replica = $1', [
        replicas[0],
      ]);
      for (const each of lanes) {
        await client.query('delete from audit_events where lane = $1 and seq > $2', [each.lane, each.seq]);
      }
    };
    expect(await verify(cut)).toMatchObject({ ok: true });
    const { findings } = await verify(cut, anchor);
    expect(findings).toEqual([expect.objectContaining({ kind: 'tail_cut', replica: replicas[0] })]);
  });
});

const FORGED = '019d04b0-0000-7000-8000-000000000000';
const INSERTED = '00000000-0000-4000-8000-000000000001';

/** In whose name it published its last checkpoint. */
function replicaOf({ process }: RunningBroker): string {
  const published = [...process.output().matchAll(/"replica":"([^"]+)".*"msg":"audit checkpoint"/g)];
  const replica = published.at(-1)?.[1];
  if (!replica) throw new Error('a broker has not published a checkpoint before it was ready');
  return replica;
}
