import { describe, expect, it } from '@jest/globals';
import { call, front, personalTodo, recordsOf, task } from './stage.js';

export function refusedTokens(): void {
  describe('when DingTalk does not honour the token', () => {
    const refuseOnce = (code: string, status = 400, more: object = {}) => {
      let first: unknown;
      front.answer(personalTodo, async (request, response) => {
        const token = request.headers['x-acs-dingtalk-access-token'];
        first ??= token;
        const pieces: Buffer[] = [];
        for await (const piece of request) pieces.push(piece);
        const refused = token === first;
        response.writeHead(refused ? status : 200, { 'content-type': 'application/json' });
        response.end(
          refused ? JSON.stringify({ code, message: 'no', requestid: 'R', ...more }) : Buffer.concat(pieces),
        );
      });
    };

    const calls = () => front.arrived.filter(({ url }) => url === personalTodo);

    it('refreshes it once and makes the call again, body and all', async () => {
      refuseOnce('InvalidAuthentication');
      const answer = await call(personalTodo, task);
      expect([answer.status, answer.body]).toEqual([200, task]);
      expect(calls()).toHaveLength(2);
      expect(await recordsOf(answer)).toMatchObject([
        { type: 'gateway.called' },
        { type: 'grant.refreshed' },
        { type: 'gateway.called' },
      ]);
    });

    it('lets the caller come back if the fresh one is refused too', async () => {
      front.answer(personalTodo, (_request, response) => {
        response.writeHead(400).end(JSON.stringify({ code: 'InvalidAuthentication', message: 'no', requestid: 'R' }));
      });
      const answer = await call(personalTodo, task);
      expect([answer.status, answer.body.code]).toEqual([503, 'temporarily_unavailable']);
      expect(calls()).toHaveLength(2);
    });

    it('asks for consent where the person does not allow it any more', async () => {
      const denied = { accessdenieddetail: { requiredScopes: ['Todo.PersonalTodo.Write'] } };
      refuseOnce('Forbidden.AccessDenied.AccessTokenPermissionDenied', 403, denied);
      const answer = await call(personalTodo, task);
      expect(answer.status).toBe(403);
      expect(answer.body).toMatchObject({
        code: 'consent_required',
        missingScopes: ['Todo.PersonalTodo.Write'],
        consentUrl: expect.stringContaining('/consent/demo?consent='),
        ...denied,
      });
      expect(calls()).toHaveLength(1);
    });
  });
}
