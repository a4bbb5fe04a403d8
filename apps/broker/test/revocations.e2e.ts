import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seeded } from './harness/emulator.js';
import type { Answer } from './harness/http.js';
import { hire } from './harness/members.js';
import { consentAs } from './harness/person.js';
import { brokenLanes } from './harness/trail.js';
import { until } from './harness/until.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from './harness/world.js';

const ENDED = /^(done|failed|cancelled)$/;

describe('revoking in bulk', () => {
  let world: World;
  let alpha: TestCaller;
  let beta: TestCaller;
  beforeAll(async () => {
    world = await startWorld({ brokers: 2 });
    await world.registerDemo();
    await hire(world.emulator, ['person0', 'person1', 'person2', 'person3']);
    alpha = await world.createCaller('alpha', [everythingOfDemo]);
    beta = await world.createCaller('beta', [everythingOfDemo]);
  });
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
    ['a member that it does not know', { colour: 'red', application: 'demo' }],
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
    });

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
});
