import { beforeEach, describe, expect, it } from '@jest/globals';
import { Store } from '../store/store.js';
import { Clock } from '../world/clock.js';
import { Settings } from '../world/settings.js';
import { Tickets } from './tickets.js';

describe('the tickets of Stream connections', () => {
  const opening = { clientId: 'dingdemohangzhou', subscriptions: [{ type: 'EVENT' as const, topic: '*' }] };
  let now: number;
  let tickets: Tickets;
  beforeEach(() => {
    now = Date.UTC(2026, 10, 20);
    const settings = new Settings(new Store());
    tickets = new Tickets(settings, new Clock(settings, () => now));
  });

  it('open one connection and no second one', () => {
    const ticket = tickets.issue(opening);
    expect(tickets.redeem(ticket)).toEqual(opening);
    expect(tickets.redeem(ticket)).toBeUndefined();
  });

  it('live for 90 seconds and not a moment longer', () => {
    const [inTime, late] = [tickets.issue(opening), tickets.issue(opening)];
    now += 89_999;
    expect(tickets.redeem(inTime)).toEqual(opening);
    now += 1;
    expect(tickets.redeem(late)).toBeUndefined();
  });

  it('are not to be guessed', () => {
    tickets.issue(opening);
    expect(tickets.redeem('')).toBeUndefined();
    expect(tickets.issue(opening)).toMatch(/^[0-9a-f]{32}$/);
  });
});
