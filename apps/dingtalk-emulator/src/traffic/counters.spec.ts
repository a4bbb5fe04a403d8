import { describe, expect, it } from '@jest/globals';
import { Counters } from './counters.js';

describe('the counters', () => {
  it('keep the busiest second per operation and client', () => {
    let now = 0;
    const counters = new Counters(() => now);
    for (const at of [100, 200, 900, 1000, 1999, 3000]) {
      now = at;
      counters.called('contact.users', 'dingdemohangzhou');
    }
    const { operations } = counters.snapshot();
    expect(operations['contact.users']?.dingdemohangzhou).toMatchObject({ calls: 6, maxPerSecond: 3 });
  });
});
