import { refusedTokenCodes } from '@app/dingtalk';
import { describe, expect, it } from '@jest/globals';
import { refusedCodeIn } from './refusal.js';

describe(refusedCodeIn.name, () => {
  it.each(refusedTokenCodes)('knows %s, as the broker does, wherever it stands', async (code) => {
    const response = new Response(JSON.stringify({ code, message: 'x' }), { status: 400 });
    const found = await Promise.all(
      [response, { code }, { data: { code } }, Object.assign(new Error('x'), { code })].map(refusedCodeIn),
    );
    expect(found).toEqual([code, code, code, code]);
    expect(await response.json()).toMatchObject({ code });
  });

  it.each([
    ['an answer that went well', new Response('{"code":"InvalidAuthentication"}', { status: 200 })],
    ['another refusal', new Response('{"code":"system.busy"}', { status: 500 })],
    ['a page', new Response('<html>', { status: 502 })],
    ['another error', Object.assign(new Error('x'), { code: 'ECONNRESET' })],
    ['nothing', undefined],
    ['text', 'InvalidAuthentication'],
    ['a number for a code', { code: 40014 }],
  ])('takes %s for none', async (_, result) => {
    expect(await refusedCodeIn(result)).toBeUndefined();
  });
});
