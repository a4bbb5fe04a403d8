import { createHash } from 'node:crypto';
import {
  AuditKeys,
  AuditLanes,
  AuditLog,
  ChainStore,
  Checkpoints,
  EraseFromTrail,
  ensureAuditPartitions,
  Retention,
} from '@app/audit';
import { Database } from '@app/database';
import { DataKeys, FileMasterKey, Sealer } from '@app/vault';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { sealingOfOwnKeys } from '../src/own-keys.js';
import { createMasterKey, type MasterKeyFile } from './harness/broker.js';
import { createDatabase, type TestDatabase } from './harness/database.js';
import { verifyTrailOf } from './harness/verify-trail.js';

describe('removing old months of the audit trail', () => {
  let created: TestDatabase;
  let masterKey: MasterKeyFile;
  let pool: pg.Pool;
  let database: Database;
  let audit: AuditLog;
  let checkpoints: Checkpoints;
  beforeAll(async () => {
    created = await createDatabase();
    masterKey = await createMasterKey();
    // Whoever connects this way has another `now()`: years pass in a second.
    await created.pool.query('create schema clock');
    await created.pool.query('create table clock.hand (at timestamptz not null)');
    await created.pool.query(`insert into clock.hand values ('2026-07-10 08:00:00Z')`);
    await created.pool.query(
      `create function clock.now() returns timestamptz stable language sql as 'select at from clock.hand'`,
    );
    const options = encodeURIComponent('-c search_path=clock,pg_catalog,public');
    pool = new pg.Pool({ connectionString: `${created.url}?options=${options}`, max: 4 });
    database = new Database({ pool, prepared: false });
    const sealer = new Sealer(new DataKeys(database, await FileMasterKey.load(masterKey.file)));
    const lanes = new AuditLanes(database);
    audit = new AuditLog(lanes);
    checkpoints = new Checkpoints({
      store: new ChainStore(database),
      lanes,
      keys: new AuditKeys(database, sealingOfOwnKeys('audit_keys', sealer)),
      publish: async () => undefined,
      onTrouble: (cause) => {
        throw cause;
      },
    });
    await ensureAuditPartitions(database);
    await audit.ready();
    await checkpoints.start();
    await acts(3);
    await sign();
    for (const month of ['08', '09', '10']) {
      // Two records that no checkpoint of their month covers, and one of the next month in the same checkpoint.
      await setClock(`2026-${month}-01 00:00:00Z`, '-2 seconds');
      await acts(2);
      await setClock(`2026-${month}-01 00:00:00Z`, '3 seconds');
      await acts(1);
      await sign();
      await setClock(`2026-${month}-12 12:00:00Z`);
      await ensureAuditPartitions(database);
      await acts(2, 'zhangsan');
      await sign();
    }
  });
  afterAll(async () => {
    await checkpoints?.stop();
    await pool?.end();
    await created?.drop();
    await masterKey?.remove();
  });

  const setClock = (at: string, plus = '0 seconds') =>
    created.pool.query('update clock.hand set at = $1::timestamptz + $2::interval', [at, plus]);
  /** At once, in the name of a change that nobody makes, which means nothing. */
  const sign = () => checkpoints.announce({ id: uuidv7(), records: 0, digest: '' });
  const acts = async (count: number, userId = 'lisi') => {
    const act = {
      type: 'grant.refreshed',
      outcome: 'ok',
      actor: 'broker',
      requestId: uuidv7(),
      corpId: 'ding',
      userId,
    } as const;
    for (let n = 0; n < count; n += 1) await database.transaction((tx) => audit.append(tx, act));
  };
  const cut = (days: number, keepDetached = false) =>
    new Retention(database, audit, checkpoints, { days, keepDetached }).cut();
  const verify = (attack?: string) =>
    verifyTrailOf({ databaseUrl: created.url, masterKeyFile: masterKey.file, ...(attack && { attack }) });
  const partitions = async () =>
    (
      await created.pool.query(
        `select relname from pg_class where relname ~ '^audit_events_2026(07|08|09)$' order by 1`,
      )
    ).rows.map(({ relname }) => relname);

  it('leaves alone what is not old enough, or not yet proven', async () => {
    expect(await cut(365)).toEqual([]);
    await acts(1);
    const held = await created.pool.query(`select jsonb_agg(to_jsonb(c)) as all from audit_checkpoints c`);
    await created.pool.query('delete from audit_checkpoints where number > 1');
    expect(await cut(40)).toEqual([]);
    await created.pool.query(
      'insert into audit_checkpoints select * from jsonb_populate_recordset(null::audit_checkpoints, $1) on conflict do nothing',
      [JSON.stringify(held.rows[0]?.all)],
    );
    expect(await verify()).toMatchObject({ ok: true, from: null, beforeTheChain: 0 });
  });

  it('removes whole months, and what is left verifies from there on and says so', async () => {
    const erasureId = uuidv7();
    await database.transaction(async (tx) => {
      const trail = new EraseFromTrail(database);
      const person = {
        unionId: 'u',
        users: [{ corpId: 'ding', userId: 'zhangsan' }],
        sharedUserIds: [],
        grantIds: [],
        names: [],
        pseudonym: 'erased-1',
      };
      for (const day of await trail.days()) await trail.eraseDay(tx, day, person, erasureId);
      const signed = await trail.digest(tx, erasureId);
      expect(signed.records).toBe(6);
      const act = {
        id: erasureId,
        type: 'person.erased',
        outcome: 'ok',
        actor: 'operator:test',
        requestId: 'r',
      } as const;
      await checkpoints.announce({ id: erasureId, ...signed });
      await audit.append(tx, { ...act, details: { ...signed } });
    });
    await sign();
    expect(await cut(30)).toEqual(['audit_events_202607', 'audit_events_202608']);
    expect(await partitions()).toEqual(['audit_events_202609']);
    expect(await verify()).toMatchObject({ ok: true, findings: [], from: '2026-09-01T00:00:00.000000Z' });
    expect(await cut(30)).toEqual([]);
  });

  it.each<[string, string, object]>([
    [
      'a record after the cut was deleted',
      `delete from audit_events where lane = 1 and seq = (select min(seq) + 1 from audit_events where lane = 1)`,
      { kind: 'record_missing' },
    ],
    [
      'a month after the cut was taken away',
      'alter table audit_events detach partition clock.audit_events_202609',
      { kind: 'record_missing' },
    ],
    [
      'a month was taken away, and the cut moved after it',
      `alter table audit_events detach partition clock.audit_events_202609; update audit_cut set until = '2026-10-01T00:00:00Z'`,
      {
        kind: 'erasure_unproven',
        what: expect.stringContaining('were removed, and no signed record of the trail says so'),
      },
    ],
    ['the cut was forgotten', 'delete from audit_cut', { kind: 'erasure_unproven' }],
    [
      'hashes of the removed were changed',
      `update audit_cut_records set hash = sha256('other')`,
      { kind: 'record_changed' },
    ],
    ['hashes of the removed were deleted', 'delete from audit_cut_records', { kind: 'erasure_unproven' }],
    [
      'a record was put among the removed',
      `insert into audit_events select (jsonb_populate_record(e, '{"seq": 1, "occurred_at": "2026-09-05T00:00:00Z"}')).* from audit_events e limit 1`,
      { kind: 'record_inserted' },
    ],
  ])('hides nothing: it is found when %s', async (_, attack, finding) => {
    const { ok, findings } = await verify(attack);
    expect(ok).toBe(false);
    expect(findings).toEqual(expect.arrayContaining([expect.objectContaining(finding)]));
  });

  it('takes no record’s word for a cut, wherever it was put and whoever signed it', async () => {
    const forged = uuidv7();
    const [{ lane, seq }] = (
      await created.pool.query(`update handout_lanes set seq = seq + 1 where lane = 1 returning lane::int, seq::int`)
    ).rows;
    // As one whose answer was lost: its writer reads it from the database, and signs it.
    await created.pool.query(
      `insert into audit_events select (jsonb_populate_record(e, $1)).* from audit_events e where type = 'audit.cut' limit 1`,
      [{ id: forged, lane, seq, details: { until: '2026-10-01T00:00:00.000000Z', records: 0, digest: NOTHING } }],
    );
    await acts(1);
    await sign();
    expect(await verify()).toMatchObject({ ok: true });
    const { findings } = await verify(
      `delete from audit_events where occurred_at < '2026-10-01T00:00:00Z'; delete from audit_cut_records;
       update audit_cut set until = '2026-10-01T00:00:00Z', cut_id = '${forged}'`,
    );
    expect(findings).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          kind: 'erasure_unproven',
          what: expect.stringContaining('no signed record of the trail says so'),
        }),
      ]),
    );
  });

  it('can go on, month by month, and leave what it takes to whoever archives it', async () => {
    await setClock('2026-11-20 00:00:00Z');
    await ensureAuditPartitions(database);
    expect(await cut(40, true)).toEqual(['audit_events_202609']);
    expect(await partitions()).toEqual(['audit_events_202609']);
    expect(await verify()).toMatchObject({ ok: true, findings: [], from: '2026-10-01T00:00:00.000000Z' });
  });

  it('removes nothing while records of that time are in the default partition, where nobody looks after them', async () => {
    await setClock('2026-05-20 00:00:00Z');
    await acts(1);
    await sign();
    await setClock('2026-12-20 00:00:00Z');
    expect(await cut(40)).toEqual([]);
  });
});

/** What a list of nothing is signed as. */
const NOTHING = createHash('sha256').digest('hex');
