import { randomBytes } from 'node:crypto';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { Database } from '@app/database';
import { Secret } from '@app/secret';
import { DataKeys, FileMasterKey, KeyRing, Sealer } from '@app/vault';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { sealedTables } from '../src/own-keys.js';
import { OPERATOR_TOKEN, type RunningBroker, startBroker } from './harness/broker.js';
import { seeded } from './harness/emulator.js';
import { ask } from './harness/http.js';
import { consentAs } from './harness/person.js';
import { brokenLanes } from './harness/trail.js';
import { until } from './harness/until.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from './harness/world.js';

/** More than the job seals anew in one step. */
const MORE_GRANTS = 450;
/** In the middle of them: the job waits for this one. */
const IN_THE_MIDDLE = 250;

interface KeysAnswer {
  readonly items: readonly {
    readonly id: string;
    readonly state: string;
    readonly sealed: number;
    readonly dataKeys: number;
    readonly missingOn: readonly string[];
    readonly lastUsedAt: string | null;
  }[];
  readonly replicas: readonly { readonly currentKeyId: string }[];
  readonly rotationJobId: string | null;
}

describe('master keys', () => {
  let world: World;
  let caller: TestCaller;
  /** Whoever is alive. */
  let broker: RunningBroker;
  let before: { access_token_sealed: Buffer; token_version: number };
  const extra: string[] = [];
  const stop: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    world = await startWorld({ brokers: 2 });
    broker = world.brokers[0];
    await world.registerDemo();
    // This is about keys: a refresh that the killed replica has on its way may be asked for again.
    await world.emulator.control('PATCH', '/settings', { refreshRepeat: 'idempotent' });
    caller = await world.createCaller('hr-bot', [everythingOfDemo]);
    for (const as of ['zhangsan', 'lisi'])
      expect((await consentAs(`${world.url}/consent/demo`, { as })).code).toBe('granted');
    // The caller's own access token comes from the broker that may be killed.
    expect((await handOut('zhangsan')).status).toBe(200);
    const sealer = await sealerWith(await readFile(world.masterKeyFile, 'utf8'));
    for (let n = 0; n < MORE_GRANTS; n += 1) extra.push(await addGrant(sealer, n));
  });
  afterAll(async () => {
    for (const end of stop) await end();
    await world?.close();
  });

  const sealerWith = async (file: string) =>
    new Sealer(
      new DataKeys(new Database({ pool: world.database.pool, prepared: false }), FileMasterKey.parse(file, 'keys')),
    );
  /** Somebody who exists only here, with tokens that open. */
  async function addGrant(sealer: Sealer, n: number): Promise<string> {
    const id = uuidv7();
    const sealed = (column: string) =>
      sealer.seal(
        { corpId: seeded.corpId, application: 'demo' },
        { table: 'grants', row: id, column, version: 1 },
        Secret.of(`${column} ${n}`),
      );
    await world.database.pool.query(
      `insert into grants (corp_id, id, application, union_id, user_id, name, channel, state, scopes, token_version, tokens_obtained_at,
         access_token_sealed, access_token_expires_at, refresh_token_sealed, refresh_token_expires_at)
       values ($1, $2, 'demo', $3, $3, $3, 'browser', 'active', $4, 1, now(), $5, now() + interval '2 hours', $6, now() + interval '20 days')`,
      [seeded.corpId, id, `extra-${n}`, seeded.scopes, await sealed('access_token'), await sealed('refresh_token')],
    );
    return id;
  }
  const operator = (method: string, path: string, json?: object, at = broker) =>
    ask(`${at.url}/admin/v1${path}`, { method, headers: { authorization: `Bearer ${OPERATOR_TOKEN}` }, json });
  const keys = async () => (await operator('GET', '/keys')).body as unknown as KeysAnswer;
  const key = async (id: string) => (await keys()).items.find((item) => item.id === id);
  const grantOf = async (userId: string) => {
    const { rows } = await world.database.pool.query('select * from grants where user_id = $1', [userId]);
    return rows[0];
  };
  const handOut = (userId: string, at = broker) =>
    caller.requestToken({ application: 'demo', userId, scopes: seeded.scopes }, at.url);

  it('are known by name, with what is sealed under each, and every place of sealed values is known', async () => {
    await until('the values are counted', async () => ((await key('test-1'))?.sealed ?? 0) > 0);
    expect(await keys()).toMatchObject({
      items: [{ id: 'test-1', state: 'current', missingOn: [] }],
      replicas: [{ currentKeyId: 'test-1' }, { currentKeyId: 'test-1' }],
      rotationJobId: null,
    });
    const { rows } = await world.database.pool.query<{ place: string }>(
      `select table_name || '.' || column_name as place from information_schema.columns
       where table_schema = 'public' and column_name like '%\\_sealed' order by 1`,
    );
    const database = new Database({ pool: world.database.pool, prepared: false });
    const masterKey = await FileMasterKey.load(world.masterKeyFile);
    const { tables } = new KeyRing(database, masterKey, new DataKeys(database, masterKey), sealedTables);
    const named = tables.flatMap(({ table, columns }) => columns.map((column) => `${table}.${column}_sealed`));
    expect(named.sort()).toEqual(rows.map(({ place }) => place));
  });

  it('are not retired while they are current, or while anything is sealed under them', async () => {
    expect((await operator('POST', '/keys/test-1/retire')).body.code).toBe('conflict');
    expect((await operator('POST', '/keys/no-such-key/retire')).status).toBe(404);
    await appendFile(world.masterKeyFile, `test-2:${randomBytes(32).toString('base64')}\n`);
    await until('both replicas have found the new line', async () =>
      (await keys()).replicas.every(({ currentKeyId }) => currentKeyId === 'test-2'),
    );
    const { status, body } = await operator('POST', '/keys/test-1/retire');
    expect([status, body.code, Number(body.sealed) >= 2 * MORE_GRANTS]).toEqual([409, 'conflict', true]);
    expect(await keys()).toMatchObject({
      items: [
        { id: 'test-2', state: 'current', sealed: 0 },
        { id: 'test-1', state: 'retiring' },
      ],
    });
  });

  it('give way to the next one while tokens are handed out and refreshed, though the replica at work is killed', async () => {
    before = await grantOf('zhangsan');
    let served = 0;
    let killed: RunningBroker | undefined;
    let running = true;
    const wrong: unknown[] = [];
    const load = async (at: RunningBroker) => {
      while (running && at !== killed && wrong.length === 0) {
        const userId = served % 2 ? 'zhangsan' : 'lisi';
        // Every now and then a token has ended, and is refreshed while everything is sealed anew.
        if (served % 25 === 0)
          await world.database.pool.query(
            `update grants set access_token_expires_at = now() where user_id = $1 and access_token_sealed is not null`,
            [userId],
          );
        const answer = await handOut(userId, at).catch((cause: unknown) => ({ status: 0, text: String(cause) }));
        served += 1;
        if (answer.status !== 200 && at !== killed) wrong.push(answer.text);
      }
    };
    const held = await world.database.pool.connect();
    await held.query('begin');
    await held.query('select from grants where id = $1 for update', [extra[IN_THE_MIDDLE]]);
    const { status, body: job } = await operator('POST', '/keys/rotations', { reason: 'yearly' });
    expect([status, job.type]).toEqual([202, 'reseal']);
    await until(
      'the job waits in the middle',
      async () => Number((await operator('GET', `/jobs/${job.id}`)).body.done) > 0,
    );
    const again = await operator('POST', '/keys/rotations', { reason: 'again' });
    expect(again.body).toMatchObject({ code: 'conflict', jobId: job.id });
    const loads = world.brokers.map(load);

    const isAtWork = (at: RunningBroker) => at.process.output().includes('"type":"reseal"');
    await until('somebody says who is at work', async () => world.brokers.some(isAtWork));
    await until('tokens are handed out meanwhile', async () => served > 50 || wrong.length > 0);
    killed = world.brokers.find(isAtWork);
    broker = world.brokers.find((at) => at !== killed) ?? broker;
    await killed?.process.kill('SIGKILL');
    await held.query('commit');
    held.release();
    await world.database.pool.query(`update jobs set heartbeat_at = now() - interval '1 hour' where id = $1`, [job.id]);
    let ended: Record<string, unknown> = {};
    await until('the other replica has finished', async () => {
      ended = (await operator('GET', `/jobs/${job.id}`)).body;
      return ended.state !== 'running';
    });
    running = false;
    await Promise.all(loads);

    expect(ended).toMatchObject({ state: 'done', result: { left: 0, unopened: [] } });
    expect(wrong).toEqual([]);
    expect(served).toBeGreaterThan(50);
    const trail = await operator('GET', '/audit-events?type=key.rotated');
    expect(trail.body.items).toMatchObject([{ outcome: 'ok', details: { masterKeyId: 'test-2', left: 0 } }]);
    const refreshes = await operator('GET', '/audit-events?type=grant.refreshed');
    expect(refreshes.body.items).not.toEqual([]);
    expect(await brokenLanes(world.database.pool)).toEqual([]);
  });

  it('are retired when nothing is sealed under them, and everything opens without their line in the file', async () => {
    expect(await key('test-1')).toMatchObject({ state: 'retiring', dataKeys: 0, sealed: 0 });
    // The replica that was killed has not left; its silence is what tells, half a minute later.
    await world.database.pool.query(`update replica_keys set looked_at = looked_at - interval '1 minute'`);
    const { body } = await operator('POST', '/keys/test-1/retire');
    expect(body).toMatchObject({ state: 'retired', sealed: 0, retiredAt: expect.any(String) });
    const [, newest = ''] = (await readFile(world.masterKeyFile, 'utf8')).split('\n');
    await writeFile(world.masterKeyFile, `${newest}\n`);
    broker = await startBroker({
      databaseUrl: world.database.url,
      masterKeyFile: world.masterKeyFile,
      dingtalkUrl: world.emulator.url,
      publicUrl: world.url,
    });
    stop.push(() => broker.process.stop());
    for (const userId of ['zhangsan', 'lisi']) expect((await handOut(userId)).status).toBe(200);
    const sealer = await sealerWith(newest);
    const { rows } = await world.database.pool.query('select * from grants where id = any($1)', [extra]);
    expect(rows).toHaveLength(MORE_GRANTS);
    for (const row of rows) {
      for (const column of ['access_token', 'refresh_token']) {
        const place = { table: 'grants', row: row.id, column, version: row.token_version };
        expect((await sealer.open(place, row[`${column}_sealed`])).reveal()).toContain(column);
      }
    }
  });

  it('leave nothing behind that opens: a sealed value from before is refused, and would not open', async () => {
    const putBack = () =>
      world.database.pool.query(
        `update grants set access_token_sealed = $1, token_version = $2 where user_id = 'zhangsan'`,
        [before.access_token_sealed, before.token_version],
      );
    await expect(putBack()).rejects.toThrow(/was forgotten/);
    await world.database.pool.query('alter table grants disable trigger grants_under_known_keys');
    await putBack();
    const { status, body } = await handOut('zhangsan');
    expect([status, body.code, body.accessToken]).toEqual([503, 'temporarily_unavailable', undefined]);
  });
});
