import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { OPERATOR_TOKEN, startBroker } from './harness/broker.js';
import { seeded } from './harness/emulator.js';
import { type Answer, ask } from './harness/http.js';
import { hire } from './harness/members.js';
import { consentAs } from './harness/person.js';
import { brokenLanes } from './harness/trail.js';
import { until } from './harness/until.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from './harness/world.js';

const ENDED = /^(done|failed|cancelled)$/;
/** Grants that a job ends between two looks at whether it is to stop. */
const STEP = 200;

describe('revoking in bulk', () => {
  let world: World;
  let alpha: TestCaller;
  let beta: TestCaller;
  beforeAll(async () => {
    world = await startWorld({ brokers: 2 });
    await world.registerDemo();
    await hire(world.emulator, ['person0', 'person1', 'person2', 'person3', 'many', 'more']);
    alpha = await world.createCaller('alpha', [everythingOfDemo]);
    beta = await world.createCaller('beta', [everythingOfDemo]);
  }, 60_000);
  afterAll(() => world.close());

  const consent = async (userId: string) => {
    expect((await consentAs(`${world.url}/consent/demo`, { as: userId })).code).toBe('granted');
  };
  const token = async (who: TestCaller, userId: string, brokerUrl?: string) => {
    const { status, body } = await who.requestToken(
      { application: 'demo', userId, scopes: ['Contact.User.Read'] },
      brokerUrl,
    );
    expect(status).toBe(200);
    return body as { grantId: string; handoutId: string; expiresAt: string; unionId: string };
  };
  const preview = async (filter: object) => {
    const { status, body } = await world.operator('POST', '/revocations/preview', { filter });
    expect(status).toBe(200);
    return body;
  };
  const confirm = (previewToken: unknown) =>
    world.operator('POST', '/revocations', { previewToken, reason: 'the service was compromised' });
  const ended = async (id: unknown): Promise<Answer['body']> => {
    let job: Answer['body'] = {};
    await until(`job ${id} has ended`, async () => {
      job = (await world.operator('GET', `/jobs/${id}`)).body;
      return ENDED.test(String(job.state));
    });
    return job;
  };
  const revoke = async (filter: object) => {
    const { status, body } = await confirm((await preview(filter)).previewToken);
    expect(status).toBe(202);
    return ended(body.id);
  };
  const revocationOf = async (grantId: string) => {
    const { rows } = await world.database.pool.query<{ id: string }>('select id from revocations where grant_id = $1', [
      grantId,
    ]);
    return (await world.operator('GET', `/revocations/${rows[0]?.id}`)).body;
  };
  const reasonFor = async (userId: string, brokerUrl?: string) =>
    (await alpha.requestToken({ application: 'demo', userId, scopes: ['Contact.User.Read'] }, brokerUrl)).body.reason;

  it('says in numbers what would end, and ends nothing', async () => {
    for (const person of ['person0', 'person1']) await consent(person);
    const handouts = [await token(alpha, 'person0'), await token(alpha, 'person1'), await token(beta, 'person1')];
    expect(await preview({ application: 'demo' })).toMatchObject({
      grants: 2,
      people: 2,
      places: [{ application: 'demo', corpId: seeded.corpId, grants: 2 }],
      liveHandouts: 3,
      upstreamLiveUntil: handouts
        .map(({ expiresAt }) => expiresAt)
        .sort()
        .at(-1),
      callers: [
        { callerId: alpha.id, liveHandouts: 2 },
        { callerId: beta.id, liveHandouts: 1 },
      ],
    });
    await token(alpha, 'person0');
  });

  it.each<[string, (handout: { unionId: string }) => object, string[]]>([
    ['a person of an organisation', () => ({ userId: 'person0', corpId: seeded.corpId }), ['person0']],
    ['a person', ({ unionId }) => ({ unionId }), ['person0']],
    ['a caller that holds them', () => ({ callerId: beta.id }), ['person1']],
    ['an organisation', () => ({ corpId: seeded.corpId }), ['person0', 'person1']],
    ['an application', () => ({ application: 'demo' }), ['person0', 'person1']],
    [
      'an application in an organisation',
      () => ({ application: 'demo', corpId: seeded.corpId }),
      ['person0', 'person1'],
    ],
    ['another organisation', () => ({ corpId: 'dingelsewhere' }), []],
  ])('ends the grants of %s and no other, on every replica, with a receipt each', async (_, filterOf, people) => {
    for (const person of ['person0', 'person1']) await consent(person);
    const handouts = { person0: [await token(alpha, 'person0')], person1: [await token(beta, 'person1')] };
    handouts.person0.push(await token(alpha, 'person0', world.brokers[1]?.url));
    const live = people.flatMap((person) => handouts[person as keyof typeof handouts]);
    const grants = new Set(live.map(({ grantId }) => grantId));
    const job = await revoke(filterOf(handouts.person0[0] ?? { unionId: '' }));
    expect(job).toMatchObject({
      type: 'bulk_revocation',
      state: 'done',
      done: people.length,
      total: people.length,
      result: { revoked: people.length, endedBefore: 0, left: 0 },
    });
    for (const person of ['person0', 'person1']) {
      expect(await reasonFor(person, world.brokers[1]?.url)).toBe(
        people.includes(person) ? 'grant_revoked' : undefined,
      );
    }
    for (const grantId of grants) {
      const receipt = await revocationOf(grantId);
      expect(receipt).toMatchObject({
        grantId,
        application: 'demo',
        corpId: seeded.corpId,
        actor: 'operator:bootstrap',
        reason: 'the service was compromised',
        cause: 'bulk',
        jobId: job.id,
      });
      const named = (receipt.liveHandouts as { handoutId: string }[]).map(({ handoutId }) => handoutId);
      const left = live.filter((handout) => handout.grantId === grantId);
      expect(named).toEqual(expect.arrayContaining(left.map(({ handoutId }) => handoutId)));
    }
  });

  it.each<[string, object]>([
    ['nothing to go by', {}],
    ['a userId without its organisation', { userId: 'person0' }],
    ['a member that it does not know', { state: 'active', application: 'demo' }],
  ])('is refused with %s', async (_, filter) => {
    expect((await world.operator('POST', '/revocations/preview', { filter })).body.code).toBe('invalid_request');
  });

  it('is refused with a preview that nobody was shown, or that is too old', async () => {
    expect((await confirm('made-up')).body.code).toBe('invalid_request');
    const { previewToken } = await preview({ application: 'demo' });
    await world.database.pool.query(`update revocation_previews set expires_at = now() - interval '1 second'`);
    expect((await confirm(previewToken)).body.code).toBe('invalid_request');
  });

  it('asks again with the new numbers when the set has moved, and ends nothing', async () => {
    await consent('person0');
    const shown = await preview({ corpId: seeded.corpId });
    await consent('person2');
    const { status, body } = await confirm(shown.previewToken);
    expect(status).toBe(409);
    const moved = body.preview as { grants: number; previewToken: string };
    expect(body).toMatchObject({ code: 'conflict', preview: { grants: Number(shown.grants) + 1 } });
    await token(alpha, 'person0');
    const accepted = await confirm(moved.previewToken);
    expect(accepted.status).toBe(202);
    expect(await ended(accepted.body.id)).toMatchObject({ state: 'done', total: moved.grants });
  });

  it('is one job, however often the same preview is confirmed', async () => {
    await consent('person0');
    const { previewToken } = await preview({ application: 'demo' });
    const answers = await Promise.all([confirm(previewToken), confirm(previewToken), confirm(previewToken)]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    await ended(answers[0]?.body.id);
    const jobs = await world.operator('GET', `/audit-events?type=job.started&limit=1`);
    expect(jobs.body.items).toMatchObject([
      { details: { jobId: answers[0]?.body.id, grants: 1, application: 'demo' } },
    ]);
  });

  it('lists what was revoked, page by page, by whom and when', async () => {
    const all: string[] = [];
    let cursor = '';
    do {
      const { body } = await world.operator('GET', `/revocations?application=demo&actor=operator:&limit=3${cursor}`);
      all.push(...(body.items as { revocationId: string }[]).map(({ revocationId }) => revocationId));
      cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
    } while (cursor !== '');
    const { rows } = await world.database.pool.query('select id from revocations order by revoked_at desc, id desc');
    expect(all).toEqual(rows.map(({ id }) => id));
    const none = [
      `to=2000-01-01T00:00:00Z`,
      'actor=person:',
      'userId=nobody',
      'corpId=dingelsewhere',
      'unionId=nobody',
    ];
    for (const filter of none) {
      expect((await world.operator('GET', `/revocations?${filter}`)).body.items).toEqual([]);
    }
    expect((await world.operator('GET', `/revocations/${alpha.id}`)).status).toBe(404);
  });

  describe('in a storm of hand-outs', () => {
    const people = ['person0', 'person1', 'person2', 'person3'];
    const ROUNDS = 3;
    const WORKERS = 12;
    const tokens: { grantId: string; handoutId: string; sentAt: number }[] = [];
    const rounds: { jobId: unknown; grantIds: Set<string>; answeredAt: number }[] = [];
    beforeAll(async () => {
      let revoking = true;
      const worker = async (n: number) => {
        for (let request = n; revoking; request += 1) {
          const asked = { application: 'demo', userId: people[request % people.length], scopes: ['Contact.User.Read'] };
          const sentAt = performance.now();
          const { status, body } = await (n % 2 ? alpha : beta).requestToken(asked, world.brokers[n % 2]?.url);
          if (status !== 200) expect(body.code).toBe('consent_required');
          else tokens.push({ grantId: String(body.grantId), handoutId: String(body.handoutId), sentAt });
        }
      };
      const storm = Promise.all(Array.from({ length: WORKERS }, (_, n) => worker(n)));
      for (let round = 0; round < ROUNDS; round += 1) {
        await Promise.all(people.map(consent));
        const before = tokens.length;
        await until('the storm has got tokens', async () => tokens.length > before + 200);
        const job = await revoke({ application: 'demo' });
        const answeredAt = performance.now();
        const { rows } = await world.database.pool.query('select grant_id from revocations where job_id = $1', [
          job.id,
        ]);
        rounds.push({ jobId: job.id, grantIds: new Set(rows.map(({ grant_id }) => grant_id)), answeredAt });
      }
      revoking = false;
      await storm;
    }, 60_000);

    it('hands out no token of a grant to any request sent after the job was done, on any replica', () => {
      expect(rounds.map(({ grantIds }) => grantIds.size)).toEqual(Array(ROUNDS).fill(people.length));
      for (const { grantIds, answeredAt } of rounds) {
        const late = tokens.filter(({ grantId, sentAt }) => grantIds.has(grantId) && sentAt > answeredAt);
        expect(late).toEqual([]);
      }
    });

    it('names in each receipt exactly the hand-outs whose tokens left', async () => {
      for (const grantId of rounds.flatMap(({ grantIds }) => [...grantIds])) {
        const { liveHandouts } = (await revocationOf(grantId)) as { liveHandouts: { handoutId: string }[] };
        const left = tokens.filter((handout) => handout.grantId === grantId);
        expect(liveHandouts.map(({ handoutId }) => handoutId).sort()).toEqual(
          left.map(({ handoutId }) => handoutId).sort(),
        );
      }
      expect(await brokenLanes(world.database.pool)).toEqual([]);
    });
  });

  describe('of more grants than one step ends', () => {
    /** Grants of people who exist only here; nobody asks for their tokens. */
    const multiply = async (userId: string, grants: number) => {
      await consent(userId);
      await world.database.pool.query(
        `insert into grants (corp_id, id, application, union_id, user_id, name, channel, state, scopes, token_version,
           tokens_obtained_at, access_token_sealed, access_token_expires_at)
         select corp_id, gen_random_uuid(), application, union_id || n, user_id || n, name, channel, state, scopes, 1,
           tokens_obtained_at, access_token_sealed, access_token_expires_at
         from grants, generate_series(1, $2) n where user_id = $1 and state = 'active'`,
        [userId, grants - 1],
      );
    };
    const states = async (userId: string) => {
      const { rows } = await world.database.pool.query<{ state: string; count: number }>(
        `select state, count(*)::int as count from grants where user_id ^@ $1 group by state`,
        [userId],
      );
      return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
    };
    /** Holds the first grant of the second step, so that the job waits there. */
    const stopped = async (): Promise<pg.PoolClient> => {
      const client = await world.database.pool.connect();
      await client.query('begin');
      await client.query(
        `select from grants where (corp_id, id) in (
           select corp_id, id from grants where state <> 'revoked' order by corp_id, id offset $1 limit 1) for update`,
        [STEP],
      );
      return client;
    };
    const waiting = async () => {
      const { rows } = await world.database.pool.query<{ count: number }>(
        `select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return rows[0]?.count ?? 0;
    };
    const goOn = async (client: pg.PoolClient) => {
      await client.query('commit');
      client.release();
    };
    const started = async () => {
      const { body } = await confirm((await preview({ corpId: seeded.corpId })).previewToken);
      await until('the job waits in its second step', async () => (await waiting()) > 0);
      return body.id;
    };

    it('leaves the rest alive when it is cancelled half-way', async () => {
      await multiply('many', 3 * STEP);
      const held = await stopped();
      const id = await started();
      expect((await world.operator('POST', `/jobs/${id}/cancel`)).status).toBe(200);
      await goOn(held);
      expect(await ended(id)).toMatchObject({
        state: 'cancelled',
        done: 2 * STEP,
        total: 3 * STEP,
        result: { revoked: 2 * STEP, left: STEP },
      });
      expect(await states('many')).toEqual({ active: STEP, revoked: 2 * STEP });
      expect((await world.operator('POST', `/jobs/${id}/cancel`)).body.code).toBe('conflict');
      expect((await world.operator('GET', '/jobs/01a1fbd0-7bee-741c-979c-48e6442149a8')).status).toBe(404);
      await revoke({ corpId: seeded.corpId });
    });

    it('is finished by another replica when its own is killed in the middle, and every receipt is there once', async () => {
      await multiply('more', 3 * STEP);
      const settings = {
        databaseUrl: world.database.url,
        masterKeyFile: world.masterKeyFile,
        dingtalkUrl: world.emulator.url,
        publicUrl: world.url,
      };
      const held = await stopped();
      const id = await started();
      const replacement = await startBroker(settings);
      try {
        for (const broker of world.brokers) await broker.process.kill('SIGKILL');
        await goOn(held);
        await world.database.pool.query(`update jobs set heartbeat_at = now() - interval '1 hour' where id = $1`, [id]);
        let job: Answer['body'] = {};
        await until('the other replica has finished it', async () => {
          const headers = { authorization: `Bearer ${OPERATOR_TOKEN}` };
          job = (await ask(`${replacement.url}/admin/v1/jobs/${id}`, { headers })).body;
          return ENDED.test(String(job.state));
        });
        expect(job).toMatchObject({ state: 'done', done: 3 * STEP, result: { revoked: 3 * STEP, endedBefore: 0 } });
        expect(await states('more')).toEqual({ revoked: 3 * STEP });
        const { rows } = await world.database.pool.query(
          `select count(*)::int as records, count(distinct grant_id)::int as grants, count(r.live_handouts)::int as receipts
           from audit_events e join revocations r using (grant_id) where e.type = 'grant.revoked' and r.job_id = $1`,
          [id],
        );
        expect(rows).toEqual([{ records: 3 * STEP, grants: 3 * STEP, receipts: 3 * STEP }]);
        expect(await brokenLanes(world.database.pool)).toEqual([]);
      } finally {
        await replacement.process.stop();
      }
    });
  });
});
