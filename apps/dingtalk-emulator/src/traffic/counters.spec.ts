import { describe, expect, it } from '@jest/globals';
import { Counters } from './counters.js';

describe('the counters', () => {
  it('keep the busiest second per operation and client, wherever that second begins', () => {
    let now = 0;
    const counters = new Counters(() => now);
    for (const at of [100, 900, 950, 1050, 1099, 1100, 3000]) {
      now = at;
      counters.called('contact.users', 'dingdemohangzhou');
    }
    counters.called('contact.users', 'dingnarrowhangzhou');
    const { operations } = counters.snapshot();
    expect(operations['contact.users']?.dingdemohangzhou).toMatchObject({ calls: 7, maxPerSecond: 5 });
    expect(operations['contact.users']?.dingnarrowhangzhou).toMatchObject({ calls: 1, maxPerSecond: 1 });
  });

  it('count both grant types of the token endpoint as the one interface DingTalk limits', () => {
    let now = 0;
    const counters = new Counters(() => now);
    for (const operation of ['userAccessToken.code', 'userAccessToken.refresh', 'userAccessToken.refresh']) {
      now += 100;
      counters.called(operation, 'dingdemohangzhou');
    }
    const { apis, operations } = counters.snapshot();
    expect(apis).toEqual({ userAccessToken: { dingdemohangzhou: { calls: 3, maxPerSecond: 3 } } });
    expect(operations['userAccessToken.refresh']?.dingdemohangzhou?.maxPerSecond).toBe(2);
  });

  it('agree with a count of every window by brute force', () => {
    let now = 0;
    let seed = 7;
    const moments: number[] = [];
    const counters = new Counters(() => now);
    for (let call = 0; call < 5000; call += 1) {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      now += seed % 9;
      moments.push(now);
      counters.called('accessToken', 'dingdemohangzhou');
    }
    const most = Math.max(
      ...moments.map((end) => moments.filter((moment) => moment > end - 1000 && moment <= end).length),
    );
    expect(counters.snapshot().operations.accessToken?.dingdemohangzhou?.maxPerSecond).toBe(most);
  });
});
