import { describe, expect, it } from '@jest/globals';
import { ask } from '../harness/http.js';
import { accessToken, asked, expectProblem, pointers, world } from './stage.js';

const send = (headers: Record<string, string>, raw: string | Buffer) => ask(`${world.url}/v1/tokens`, { headers, raw });
const sendJson = (raw: string | Buffer) =>
  send({ authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' }, raw);

export function malformedBodies(): void {
  describe('with a body that is not one', () => {
    const scopes = '"scopes":["Contact.User.Read"]';
    const long = 'x'.repeat(70_000);

    it.each([
      ['nothing', ''],
      ['half of it', '{"userId":"zhang'],
      ['a text', '"zhangsan"'],
      ['a list', '[]'],
      ['null', 'null'],
      ['two bodies', `{${scopes}}{${scopes}}`],
      ['bytes that are no UTF-8', Buffer.concat([Buffer.from('{"userId":"'), Buffer.of(0xff, 0xfe), Buffer.from('"')])],
      ['a bare NUL', `{"userId":"a\u0000b",${scopes}}`],
      ['__proto__', `{"__proto__":{"userId":"zhangsan"},${scopes}}`],
      ['constructor.prototype', `{"constructor":{"prototype":{"userId":"zhangsan"}},${scopes}}`],
      ['a hundred thousand brackets', `{"userId":"zhangsan","scopes":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
      ['a megabyte', JSON.stringify({ ...asked, purpose: 'x'.repeat(1024 * 1024) })],
    ])('calls %s an invalid request', async (_, raw) => {
      expectProblem(await sendJson(raw), 400, 'invalid_request');
    });

    it('names an unknown member, however often and in whatever depth of nonsense it comes', async () => {
      const answer = await sendJson(JSON.stringify({ ...asked, acess: 1, 'a/b~c': 2 }));
      expectProblem(answer, 400, 'invalid_request');
      expect(pointers(answer)).toEqual(['/acess', '/a~1b~0c']);
    });

    const members = ['application', 'userId', 'corpId', 'unionId', 'scopes/0', 'purpose'];
    const bodyWith = (member: string, text: string) => {
      const { userId: _, ...rest } = asked;
      const person = member === 'unionId' ? {} : { userId: 'zhangsan' };
      const value = member === 'scopes/0' ? { scopes: ['@@'] } : { [member]: '@@' };
      return JSON.stringify({ ...rest, ...person, ...value }).replace('@@', text);
    };
    it.each(
      members.flatMap((member) =>
        [
          ['a NUL', 'a\\u0000b'],
          ['a lone high surrogate', 'a\\ud800b'],
          ['a lone low surrogate', '\\udc00'],
          ['far too long a text', long],
          ['nothing', ''],
        ].map(([what = '', text = '']) => ({ member, what, text })),
      ),
    )('points at $member with $what in it', async ({ member, text }) => {
      const answer = await sendJson(bodyWith(member, text));
      expectProblem(answer, 400, 'invalid_request');
      expect(pointers(answer)).toContain(`/${member}`);
    });

    it('points at numbers out of range and at two persons or none', async () => {
      const wrong = await sendJson(JSON.stringify({ ...asked, minimumSeconds: 7_201, maxWaitSeconds: -1 }));
      expect(pointers(wrong).sort()).toEqual(['/maxWaitSeconds', '/minimumSeconds']);
      expect(pointers(await sendJson(JSON.stringify({ ...asked, unionId: 'u' })))).toEqual(['/userId']);
      expect(pointers(await sendJson(JSON.stringify({ scopes: asked.scopes })))).toEqual(['/userId']);
    });

    it('takes the last of two members of one name, in the answer and in the record', async () => {
      const answer = await sendJson(`{"application":"demo","userId":"somebody","userId":"zhangsan",${scopes}}`);
      expect([answer.status, answer.body.userId]).toEqual([200, 'zhangsan']);
    });

    it('refuses every content type but JSON', async () => {
      for (const type of [
        'text/plain',
        'application/xml',
        'application/x-www-form-urlencoded',
        'multipart/form-data',
      ]) {
        const headers = { authorization: `Bearer ${accessToken}`, 'content-type': type };
        expectProblem(await send(headers, JSON.stringify(asked)), 400, 'invalid_request');
      }
    });
  });
}
