import { describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { seeded } from '../harness/emulator.js';
import { recordOf } from '../harness/trail.js';
import { until } from '../harness/until.js';
import { everythingOfDemo } from '../harness/world.js';
import { asked, caller, expectProblem, identityOnly, pointers, world } from './stage.js';

export function beyondEntitlements(): void {
  describe('by a caller beyond its entitlements', () => {
    const later = () => new Date(Date.now() + 3_600_000).toISOString();
    it.each([
      ['it has no entitlement', [], {}, 'no_entitlement'],
      ['it has none for the application', [identityOnly], { application: 'visitors' }, 'no_entitlement'],
      ['the application is not registered', [identityOnly], { application: 'unheard-of' }, 'no_entitlement'],
      ['its entitlement has expired', [{ ...identityOnly, expiresAt: '2020-01-01T00:00:00Z' }], {}, 'no_entitlement'],
      ['its entitlement delivers handles', [{ ...identityOnly, delivery: ['handle'] }], {}, 'delivery'],
      ['a scope goes beyond it', [identityOnly], { scopes: ['Contact.User.Read', 'Todo.Todo.Write'] }, 'scopes'],
      [
        'a purpose is required',
        [{ ...identityOnly, purposeRequired: true, expiresAt: later() }],
        {},
        'purpose_required',
      ],
      ['the person is not listed', [{ ...identityOnly, people: { persons: [{ userId: 'lisi' }] } }], {}, 'people'],
      ['the organisation is not listed', [{ ...identityOnly, people: { organisations: ['dingother'] } }], {}, 'people'],
    ])('answers and records the same whether the person exists or not when %s', async (_, entitlements, more, rule) => {
      const limited = await world.createCaller(`limited-${uuidv7()}`, entitlements);
      const answers = [];
      for (const userId of ['zhangsan', 'lisi-of-nowhere']) {
        const answer = await limited.requestToken({ ...asked, ...more, userId });
        expectProblem(answer, 403, 'forbidden_by_policy');
        expect(answer.body.rule).toBe(rule);
        const { requestId, ...body } = answer.body;
        const record = await recordOf(world.database.pool, String(requestId));
        expect(record).toMatchObject({ outcome: 'forbidden_by_policy', rule, grantId: null, handoutId: null });
        answers.push({ body, record: { ...record, requestId: '' } });
      }
      expect(answers[1]).toEqual(answers[0]);
    });

    it('tells it whether a person consented only where its entitlements reach', async () => {
      expectProblem(await caller.requestToken({ ...asked, userId: 'lisi' }), 403, 'consent_required');
      expectProblem(await caller.requestToken({ ...asked, userId: 'nobody-at-all' }), 403, 'consent_required');
    });

    it('ends at the time its entitlement says, with nobody touching anything', async () => {
      const servers = world.brokers.map(({ url }) => url);
      let expiresAt = new Date(0);
      let leaving = caller;
      /** Whether all replicas have served it before its end, which is as near as this machine can. */
      const served = async (seconds: number): Promise<boolean> => {
        expiresAt = new Date(Date.now() + seconds * 1_000);
        leaving = await world.createCaller(`leaving-in-${seconds}`, [
          { ...everythingOfDemo, expiresAt: expiresAt.toISOString() },
        ]);
        const answers = await Promise.all(servers.map((url) => leaving.requestToken(asked, url)));
        return answers.every(({ status }) => status === 200);
      };
      expect((await served(1)) || (await served(4)) || (await served(16))).toBe(true);
      await until('the entitlement has expired', async () => (await leaving.requestToken(asked)).status !== 200);
      expect(Date.now()).toBeGreaterThan(expiresAt.getTime() - 500);
      for (const url of servers) expect((await leaving.requestToken(asked, url)).body.rule).toBe('no_entitlement');
    });

    it('judges policy before it says that a request cannot be placed', async () => {
      const limited = await world.createCaller('without-corp', [
        { ...identityOnly, people: { persons: [{ userId: 'lisi' }] } },
      ]);
      const misplaced = { ...asked, corpId: 'dingother' };
      expectProblem(
        await limited.requestToken({ ...misplaced, scopes: ['Todo.Todo.Write'] }),
        403,
        'forbidden_by_policy',
      );
      const answer = await caller.requestToken(misplaced);
      expectProblem(answer, 400, 'invalid_request');
      expect(pointers(answer)).toEqual(['/corpId']);
    });
  });

  describe('that would carry more than the caller may hold', () => {
    it('is answered with what lies beyond and the way to a handle', async () => {
      const narrow = await world.createCaller('badge-printer', [identityOnly]);
      const answer = await narrow.requestToken(asked);
      expectProblem(answer, 403, 'token_too_broad');
      expect(answer.body.handleUrl).toBe(`${world.url}/v1/handles`);
      expect(answer.body.beyond).toEqual(seeded.scopes.filter((scope) => scope !== 'Contact.User.Read').sort());
      expect(answer.text).not.toContain('accessToken');
    });

    it('leaves whole where an owner said why', async () => {
      const whole = await world.createCaller('archiver', [
        { ...identityOnly, wholeToken: true, wholeTokenReason: 'legacy' },
      ]);
      const { status, body } = await whole.requestToken(asked);
      expect(status).toBe(200);
      expect(body.scopes).toEqual(expect.arrayContaining([...seeded.scopes]));
    });

    it('is not too broad for what comes along with every token', async () => {
      const visitors = await world.createCaller('front-desk', [
        { application: 'visitors', scopes: ['Contact.User.Read'], delivery: ['token'] },
      ]);
      const { status, body } = await visitors.requestToken({ ...asked, application: 'visitors' });
      expect(status).toBe(200);
      expect(body.scopes).toContain('snsapi_base');
    });

    it('adds up the entitlements for one application', async () => {
      const [first, ...rest] = seeded.scopes;
      const adding = await world.createCaller('adding-up', [
        { application: 'demo', scopes: [first], delivery: ['token'] },
        { application: 'demo', scopes: rest, delivery: ['token'] },
      ]);
      expect((await adding.requestToken({ ...asked, scopes: [first] })).status).toBe(200);
      expect((await adding.requestToken({ ...asked, scopes: seeded.scopes })).body.rule).toBe('scopes');
    });
  });
}
