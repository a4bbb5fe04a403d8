import { type DingTalkToken } from '@app/client';
import { describe, expect, it } from '@jest/globals';
import { seeded } from '../harness/emulator.js';
import { anyString, asked, clientOf, code, listeningClient, useAtDingTalk, world } from './stage.js';

export function tokensThatAreRefused(): void {
  describe('a token that DingTalk refuses', () => {
    const expireAtDingTalk = () => world.emulator.control('POST', '/tokens/expire', { kind: 'access' });

    it('is reported, replaced and tried once more, whether the call returns the refusal or throws it', async () => {
      const client = await listeningClient();
      const used: string[] = [];
      const through = (call: (token: DingTalkToken) => Promise<unknown>) =>
        client.withToken(asked, (token) => {
          used.push(token.handoutId);
          return call(token);
        });
      await client.token(asked);
      await expireAtDingTalk();
      expect(await through(useAtDingTalk)).toMatchObject({ status: 200 });
      expect(new Set(used).size).toBe(2);

      await expireAtDingTalk();
      const likeAnSdk = async (token: DingTalkToken) => {
        const answer = await useAtDingTalk(token);
        if (!answer.ok) throw Object.assign(new Error('refused'), (await answer.json()) as object);
        return answer.status;
      };
      expect(await through(likeAnSdk)).toBe(200);
      expect(new Set(used).size).toBe(3);
    });

    it('that lacks a scope by now leads to the consent that is missing', async () => {
      const client = clientOf();
      const fewer = seeded.scopes.filter((scope) => scope !== 'Todo.Todo.Write');
      const path = `/applications/${seeded.clientId}`;
      await client.token(asked);
      await world.emulator.control('PATCH', path, { delegatedPoints: fewer });
      try {
        await expect(client.withToken(asked, useAtDingTalk)).rejects.toEqual(
          code('consent_required', { consentUrl: anyString, missingScopes: asked.scopes, reason: 'scopes_missing' }),
        );
      } finally {
        await world.emulator.control('PATCH', path, { delegatedPoints: seeded.scopes });
      }
    });

    it('is not confused with another failure', async () => {
      const client = clientOf();
      let calls = 0;
      const failing = async () => {
        calls += 1;
        throw Object.assign(new Error('busy'), { code: 'system.busy' });
      };
      await expect(client.withToken(asked, failing)).rejects.toThrow('busy');
      expect(calls).toBe(1);
    });
  });
}
