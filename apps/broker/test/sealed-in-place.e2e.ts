import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { seeded } from './harness/emulator.js';
import { consentAs, consentPage } from './harness/person.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from './harness/world.js';

type SealedColumn = 'access_token_sealed' | 'refresh_token_sealed';

/** Somebody who can write to the tables, but has no key, moves sealed values about. */
describe('a sealed value', () => {
  let world: World;
  let caller: TestCaller;
  beforeAll(async () => {
    world = await startWorld();
    await world.registerDemo();
    caller = await world.createCaller('hr-bot', [everythingOfDemo]);
  });
  beforeEach(async () => {
    for (const as of ['zhangsan', 'lisi']) {
      expect((await consentAs(`${world.url}/consent/demo`, { as })).code).toBe('granted');
    }
  });
  afterAll(() => world.close());

  const handOut = (userId: string, more: object = {}) =>
    caller.requestToken({ application: 'demo', userId, scopes: ['Contact.User.Read'], ...more });

  async function sealedIn(userId: string, column: SealedColumn): Promise<Buffer> {
    const text = `select ${column} as sealed from grants where user_id = $1`;
    const { rows } = await world.database.pool.query<{ sealed: Buffer }>(text, [userId]);
    return rows[0]?.sealed ?? Buffer.alloc(0);
  }

  async function put(userId: string, column: SealedColumn, sealed: Buffer): Promise<void> {
    await world.database.pool.query(`update grants set ${column} = $2 where user_id = $1`, [userId, sealed]);
  }

  /** No token leaves, the answer does not say why, and the log does. */
  async function expectNothingOpens(userId: string, column: string): Promise<void> {
    const { status, text, body } = await handOut(userId);
    expect([status, body.code]).toEqual([500, 'internal_error']);
    expect(body).not.toHaveProperty('accessToken');
    expect(text).not.toMatch(/seal|decrypt|authenticate/i);
    const line = await world.brokers[0].process.saying(
      new RegExp(`"requestId":"${body.requestId}"[^\n]*SealError[^\n]*`),
    );
    expect(line[0]).toContain(`grants.${column}`);
  }

  async function expectTokenOf(userId: string): Promise<void> {
    const { status, body } = await handOut(userId);
    expect([status, body.userId]).toEqual([200, userId]);
  }

  it('does not open in another person’s row, and opens again in its own', async () => {
    const [ofZhangsan, ofLisi] = [
      await sealedIn('zhangsan', 'access_token_sealed'),
      await sealedIn('lisi', 'access_token_sealed'),
    ];
    await put('zhangsan', 'access_token_sealed', ofLisi);
    await put('lisi', 'access_token_sealed', ofZhangsan);
    await expectNothingOpens('zhangsan', 'access_token');
    await expectNothingOpens('lisi', 'access_token');

    await put('zhangsan', 'access_token_sealed', ofZhangsan);
    await put('lisi', 'access_token_sealed', ofLisi);
    await expectTokenOf('zhangsan');
    await expectTokenOf('lisi');
  });

  it('does not open in its own row once a newer one has taken its place', async () => {
    const earlier = await sealedIn('zhangsan', 'access_token_sealed');
    await consentAs(`${world.url}/consent/demo`, { as: 'zhangsan' });
    await put('zhangsan', 'access_token_sealed', earlier);
    await expectNothingOpens('zhangsan', 'access_token');
  });

  it('does not open in another column: a refresh token is never handed out', async () => {
    await put('zhangsan', 'access_token_sealed', await sealedIn('zhangsan', 'refresh_token_sealed'));
    await expectNothingOpens('zhangsan', 'access_token');
  });

  it('does not open in another column: an access token is never sent as a refresh token', async () => {
    await world.emulator.control('DELETE', '/counters');
    await put('zhangsan', 'refresh_token_sealed', await sealedIn('zhangsan', 'access_token_sealed'));
    const { status } = await handOut('zhangsan', { minimumSeconds: 7200 });
    // The access token is in its own place and lives: it is served, and what is wrong is in the log.
    expect(status).toBe(200);
    await world.brokers[0].process.saying(/SealError[^\n]*grants\.refresh_token/);
    const { operations } = await world.emulator.control<{ operations: object }>('GET', '/counters');
    expect(operations).not.toHaveProperty(['userAccessToken.refresh']);
    await expectTokenOf('zhangsan');
  });

  it.each([
    ['its last byte', -1],
    ['its nonce', 20],
    ['the id of its key', 5],
    ['its format', 0],
  ])('does not open with a bit of %s changed', async (_what, at) => {
    const changed = Buffer.from(await sealedIn('zhangsan', 'access_token_sealed'));
    const index = (at + changed.length) % changed.length;
    changed.writeUInt8((changed[index] ?? 0) ^ 1, index);
    await put('zhangsan', 'access_token_sealed', changed);
    await expectNothingOpens('zhangsan', 'access_token');
  });

  it('does not open with the data key of another application', async () => {
    const { corpId, clientSecret } = seeded;
    const visitors = { name: 'visitors', kind: 'internal', clientId: 'dingnarrowhangzhou', clientSecret, corpId };
    await world.operator('POST', '/applications', { ...visitors, scopes: ['Contact.User.Read'] });
    const secretOf = `select client_secret_sealed from applications where name = 'visitors'`;
    await world.database.pool.query(`update applications set client_secret_sealed = (${secretOf}) where name = 'demo'`);
    expect((await consentPage(`${world.url}/consent/demo`)).code).toBe('internal_error');
    await world.operator('PATCH', '/applications/demo', { clientSecret });
    await expectTokenOf('lisi');
  });
});
