import { describe, expect, it } from '@jest/globals';
import { appliedRecords, eventRows, type Sending, untilApplied } from '../harness/dingtalk-events.js';
import { ask } from '../harness/http.js';
import { until } from '../harness/until.js';
import { active, clientSecret, consent, corpId, DAY_MS, demo, scopes, send, somebody, world } from './stage.js';

export function refusedEvents(): void {
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
}
