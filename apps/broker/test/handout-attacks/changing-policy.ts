import { describe, expect, it } from '@jest/globals';
import { seeded } from '../harness/emulator.js';
import type { Answer } from '../harness/http.js';
import { until } from '../harness/until.js';
import { everythingOfDemo, type TestCaller } from '../harness/world.js';
import { asked, identityOnly, world } from './stage.js';

export function changingPolicy(): void {
  describe('in the very moment in which the policy changes', () => {
    /** Hammers both replicas before, during and after the change; every answer is kept with the time it was asked. */
    const whileHammering = async (attacked: TestCaller, change: () => Promise<Answer>) => {
      const answers: { sentAt: number; answer: Answer }[] = [];
      let stop = false;
      const workers = Array.from({ length: 8 }, async (_, n) => {
        while (!stop) {
          const sentAt = performance.now();
          answers.push({ sentAt, answer: await attacked.requestToken(asked, world.brokers[n % 2]?.url) });
        }
      });
      const answered = async (count: number) => {
        const from = answers.length;
        await until(`${count} more answers came`, async () => answers.length >= from + count);
      };
      await answered(100);
      const changed = await change();
      const changedAt = performance.now();
      await answered(100);
      stop = true;
      await Promise.all(workers);
      expect(changed.status).toBe(200);
      const before = answers.filter(({ sentAt }) => sentAt < changedAt);
      const after = answers.filter(({ sentAt }) => sentAt > changedAt).map(({ answer }) => answer);
      expect(before.some(({ answer }) => answer.status === 200)).toBe(true);
      expect(after.length).toBeGreaterThan(80);
      return after;
    };

    it('refuses a caller from the next request on once it is disabled, however long its access token lives', async () => {
      const attacked = await world.createCaller('disabled-soon', [everythingOfDemo]);
      const after = await whileHammering(attacked, () => world.operator('POST', `/callers/${attacked.id}/disable`));
      expect(after.map(({ body }) => body.rule)).toEqual(after.map(() => 'suspended'));
    });

    it('refuses what an entitlement no longer allows from the next request on', async () => {
      const attacked = await world.createCaller('narrowed-soon', [everythingOfDemo]);
      const entitlements = [{ ...everythingOfDemo, scopes: ['Todo.Todo.Write'] }];
      const after = await whileHammering(attacked, () =>
        world.operator('PATCH', `/callers/${attacked.id}`, { entitlements }),
      );
      expect(after.map(({ body }) => body.rule)).toEqual(after.map(() => 'scopes'));
    });

    it('counts a scope as too much from the next request on once it is no longer incidental', async () => {
      const incidentalScopes = [...seeded.scopes];
      await world.operator('PATCH', '/applications/demo', { incidentalScopes });
      const attacked = await world.createCaller('relying-on-incidentals', [identityOnly]);
      const after = await whileHammering(attacked, () =>
        world.operator('PATCH', '/applications/demo', { incidentalScopes: ['Contact.User.Read'] }),
      );
      expect(after.map(({ body }) => body.code)).toEqual(after.map(() => 'token_too_broad'));
    });

    it('hands out nothing of an application from the next request on once it is suspended', async () => {
      const attacked = await world.createCaller('suspended-soon', [everythingOfDemo]);
      const after = await whileHammering(attacked, () => world.operator('POST', '/applications/demo/suspend'));
      expect(after.map(({ body }) => body.rule)).toEqual(after.map(() => 'suspended'));
      await world.operator('POST', '/applications/demo/resume');
      expect((await attacked.requestToken(asked)).status).toBe(200);
    });
  });
}
