import { describe, expect, it } from '@jest/globals';
import type { StreamReply } from './stream-call.js';
import { TakenCalls } from './taken-calls.js';

const MORE_THAN_ARE_REMEMBERED = 5_001;
const ok: StreamReply = { code: 200, message: 'OK', data: '{}' };
const line = { connected: true, reply: () => undefined };

describe('calls that were taken', () => {
  it('are known while they are under way, however many others were answered since', async () => {
    const taken = new TakenCalls();
    let begun = 0;
    let finish: (reply: StreamReply) => void = () => undefined;
    const slow = () =>
      taken.take('slow', line, () => {
        begun += 1;
        return new Promise((resolve) => {
          finish = resolve;
        });
      });
    const first = slow();
    for (let n = 0; n < MORE_THAN_ARE_REMEMBERED; n += 1) await taken.take(`other ${n}`, line, async () => ok);
    await slow();
    expect(begun).toBe(1);
    finish(ok);
    await first;
  });
});
