import { randomBytes } from 'node:crypto';
import { Database } from '@app/database';
import { Secret } from '@app/secret';
import { DataKeys, envelopeDataKeyId, FileMasterKey, KeyNotAtHand, SealError, Sealer } from '@app/vault';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDatabase, type TestDatabase } from './harness/database.js';

const LAST_SEALS = 2 ** 30;

describe('data keys', () => {
  let own: TestDatabase;
  let database: Database;
  let masterKey: FileMasterKey;
  const line = `test:${randomBytes(32).toString('base64')}`;
  beforeAll(async () => {
    own = await createDatabase();
    database = new Database({ pool: own.pool, prepared: true });
    masterKey = FileMasterKey.parse(line, 'keys');
  });
  afterAll(() => own.drop());

  /** What one replica has in memory: nothing of another's. */
  const replica = () => new DataKeys(database, masterKey);
  const rowsOf = async (corpId: string) => {
    const { rows } = await own.pool.query<{ id: string; retired: boolean; reserved: number }>(
      `select id, retired_at is not null as retired, seals_reserved::int as reserved from data_keys
       where corp_id = $1 order by created_at, id`,
      [corpId],
    );
    return rows;
  };
  const place = { table: 'grants', row: 'a-row', column: 'access_token', version: 1 };

  it('end as one current key for an owner when many replicas make it at once', async () => {
    const made = await Promise.all(Array.from({ length: 12 }, () => replica().forSealing('dingrace', 'demo')));
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect(await rowsOf('dingrace')).toMatchObject([{ retired: false }]);
  });

  it('open on every replica what another has sealed, and only for the owner they were made for', async () => {
    const sealed = await new Sealer(replica()).seal(
      { corpId: 'dingone', application: 'demo' },
      place,
      Secret.of('a token'),
    );
    const opened = await new Sealer(replica()).open(place, sealed);
    expect(opened.reveal()).toBe('a token');
    // The wrapped key was moved to another owner's row: it no longer unwraps.
    await own.pool.query(`update data_keys set corp_id = 'dingtwo' where id = $1`, [envelopeDataKeyId(sealed)]);
    await expect(new Sealer(replica()).open(place, sealed)).rejects.toThrow(SealError);
  });

  it('are counted in blocks for a thousand seals, so that sealing seldom writes', async () => {
    const keys = replica();
    const { id } = await keys.forSealing('dingblocks', 'demo');
    for (let n = 1; n < 1_000; n += 1) await keys.forSealing('dingblocks', 'demo');
    expect(await rowsOf('dingblocks')).toMatchObject([{ id, reserved: 1_000 }]);
    await keys.forSealing('dingblocks', 'demo');
    expect(await rowsOf('dingblocks')).toMatchObject([{ id, reserved: 2_000 }]);
  });

  it('retire before the limit of AES-GCM, on every replica at once, and go on opening', async () => {
    const old = replica();
    const sealed = await new Sealer(old).seal({ corpId: 'dinglimit', application: 'demo' }, place, Secret.of('old'));
    await own.pool.query(`update data_keys set seals_reserved = $1 where corp_id = 'dinglimit'`, [LAST_SEALS - 1_500]);

    const successors = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const { id } = await replica().forSealing('dinglimit', 'demo');
        return id;
      }),
    );
    const rows = await rowsOf('dinglimit');
    expect(rows).toMatchObject([{ retired: true, reserved: LAST_SEALS - 500 }, { retired: false }]);
    // One replica still got the last whole block of the old key, everybody else the new one.
    expect(successors.filter((id) => id === rows[0]?.id)).toHaveLength(1);
    expect(successors.filter((id) => id === rows[1]?.id)).toHaveLength(5);
    expect((await new Sealer(replica()).open(place, sealed)).reveal()).toBe('old');
  });

  it('are replaced on a replica that has sealed with the old one, as soon as it looks again', async () => {
    let now = 0;
    const keys = new DataKeys(database, masterKey, () => now);
    const { id } = await keys.forSealing('dingreplaced', 'demo');
    expect(await replica().replace(id, 'dingreplaced', 'demo')).toBe(true);
    expect(await replica().replace(id, 'dingreplaced', 'demo')).toBe(false);
    expect((await keys.forSealing('dingreplaced', 'demo')).id).toBe(id);
    now = 2_000;
    expect((await keys.forSealing('dingreplaced', 'demo')).id).not.toBe(id);
  });

  it('that a replica cannot open yet lose no token: it seals with the one before, and opens the rest later', async () => {
    const owner = { corpId: 'dinglate', application: 'demo' };
    const newer = FileMasterKey.parse(`${line}\nnext:${randomBytes(32).toString('base64')}`, 'keys');
    const { id } = await replica().forSealing('dinglate', 'demo');
    await new DataKeys(database, newer).replace(id, 'dinglate', 'demo');
    const upToDate = new Sealer(new DataKeys(database, newer));
    const late = new Sealer(replica());
    const sealed = await late.seal(owner, place, Secret.of('the only copy'));
    expect(envelopeDataKeyId(sealed)).toBe(id);
    expect((await upToDate.open(place, sealed)).reveal()).toBe('the only copy');
    const refused = await late
      .open(place, await upToDate.seal(owner, place, Secret.of('newer')))
      .catch((cause) => cause);
    expect([refused instanceof SealError, refused.mayOpenLater]).toEqual([true, true]);
  });

  it('are not made under a master key that is retired', async () => {
    await own.pool.query(`insert into master_keys (key_id, provider, retired_at) values ('test', 'file', now())`);
    await expect(replica().forSealing('dingnew', 'demo')).rejects.toThrow(KeyNotAtHand);
    await own.pool.query('delete from master_keys');
  });

  it('are asked for again after the database was away', async () => {
    const keys = replica();
    await own.pool.query('alter table data_keys rename to data_keys_away');
    await expect(keys.forSealing('dingaway', 'demo')).rejects.toThrow();
    await own.pool.query('alter table data_keys_away rename to data_keys');
    expect(await keys.forSealing('dingaway', 'demo')).toMatchObject({ id: expect.any(String) });
  });
});
