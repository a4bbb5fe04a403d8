import { beforeEach, describe, expect, it } from '@jest/globals';
import { Store } from '../store/store.js';
import { Applications } from '../world/applications.js';
import { Clock } from '../world/clock.js';
import { seedApplications, seedPeople } from '../world/seed.js';
import { Settings } from '../world/settings.js';
import { Codes } from './codes.js';
import { Consents } from './consents.js';
import { type Refreshed, type UserTokenAnswer, UserTokens } from './user-tokens.js';

describe('codes and user tokens', () => {
  const [application] = seedApplications;
  const [person] = seedPeople;
  if (!application || !person) throw new Error('there are seeds');
  const DAY = 86_400_000;
  let now: number;
  let settings: Settings;
  let codes: Codes;
  let consents: Consents;
  let tokens: UserTokens;

  const redeem = (code: string, clientId = application.clientId) => codes.redeem(code, clientId, 'browser');
  const issue = (corpId?: string): UserTokenAnswer => {
    const redemption = redeem(codes.issue(application, person, corpId));
    if (!redemption.ok) throw new Error(redemption.reason);
    return tokens.issueFor(redemption.code);
  };
  const refresh = (token: string, clientId = application.clientId): Refreshed => tokens.refresh(token, clientId);
  const refreshed = (token: string): UserTokenAnswer => {
    const result = refresh(token);
    if (!result.ok) throw new Error(result.reason);
    return result.answer;
  };

  beforeEach(() => {
    now = Date.UTC(2026, 10, 20);
    const store = new Store();
    settings = new Settings(store);
    const clock = new Clock(settings, () => now);
    new Applications(store).save(application);
    consents = new Consents(store, clock);
    consents.give(application, person);
    codes = new Codes(store, settings, clock);
    tokens = new UserTokens(store, settings, clock, consents);
  });

  it('hands out codes and tokens of 32 hexadecimal characters', () => {
    const { accessToken, refreshToken } = issue();
    for (const value of [codes.issue(application, person), accessToken, refreshToken]) {
      expect(value).toMatch(/^[0-9a-f]{32}$/);
    }
  });

  it('redeems a code once', () => {
    const code = codes.issue(application, person);
    expect(redeem(code).ok).toBe(true);
    expect(redeem(code)).toEqual({ ok: false, reason: 'used' });
  });

  it('keeps a code from another application, without spending it', () => {
    const code = codes.issue(application, person);
    expect(redeem(code, 'dingsomebodyelse')).toEqual({ ok: false, reason: 'unknown' });
    expect(redeem(code).ok).toBe(true);
  });

  it('lets a code lapse after five minutes', () => {
    const code = codes.issue(application, person);
    now += 300_000;
    expect(redeem(code)).toEqual({ ok: false, reason: 'expired' });
  });

  it('names the organisation only when one was chosen', () => {
    expect(issue('dinghangzhou0001').corpId).toBe('dinghangzhou0001');
    expect(issue().corpId).toBeUndefined();
  });

  it('replaces the refresh token at every refresh and refuses the old one', () => {
    const first = issue();
    const second = refreshed(first.refreshToken);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect(refresh(first.refreshToken)).toEqual({ ok: false, reason: 'used' });
    expect(refresh(second.refreshToken).ok).toBe(true);
  });

  it('leaves the old access token alive when a new one is issued', () => {
    const first = issue();
    refreshed(first.refreshToken);
    expect(tokens.find(first.accessToken)?.expiresAt).toBe(now + 7_200_000);
  });

  it('answers a repeated refresh as the first time, where that is the setting', () => {
    settings.change({ refreshRepeat: 'idempotent' });
    const first = issue();
    const second = refreshed(first.refreshToken);
    now += 29 * DAY;
    expect(refresh(first.refreshToken)).toEqual({ ok: true, answer: second, replay: true });
    now += DAY;
    expect(refresh(first.refreshToken)).toEqual({ ok: false, reason: 'expired' });
  });

  it('answers a repeated refresh as the first time within the grace after a rotation, and not after it', () => {
    settings.change({ refreshGraceSeconds: 30 });
    const first = issue();
    const second = refreshed(first.refreshToken);
    now += 29_000;
    expect(refresh(first.refreshToken)).toEqual({ ok: true, answer: second, replay: true });
    now += 1_000;
    expect(refresh(first.refreshToken)).toEqual({ ok: false, reason: 'used' });
  });

  it('starts the thirty days of a refresh token again at each rotation', () => {
    const first = issue();
    now += 29 * DAY;
    const second = refreshed(first.refreshToken);
    now += 29 * DAY;
    expect(refresh(second.refreshToken).ok).toBe(true);
    const lapsed = issue();
    now += 30 * DAY;
    expect(refresh(lapsed.refreshToken)).toEqual({ ok: false, reason: 'expired' });
  });

  it('refuses the refresh token of another application', () => {
    expect(refresh(issue().refreshToken, 'dingsomebodyelse')).toEqual({ ok: false, reason: 'unknown' });
  });

  it('refreshes after a withdrawal or refuses to, as set', () => {
    const { refreshToken } = issue();
    consents.withdraw(application.clientId, person.key);
    const next = refreshed(refreshToken);
    settings.change({ refreshAfterWithdrawal: 'fails' });
    expect(refresh(next.refreshToken)).toEqual({ ok: false, reason: 'withdrawn' });
  });

  it('leaves the organisation out of a refresh when told to, and still knows it', () => {
    settings.change({ refreshReturnsCorpId: false });
    const second = refreshed(issue('dinghangzhou0001').refreshToken);
    expect(second.corpId).toBeUndefined();
    expect(tokens.find(second.accessToken)?.corpId).toBe('dinghangzhou0001');
  });

  it('expires everything of one application on demand, and nothing of another', () => {
    const { accessToken } = issue();
    expect(tokens.expire('access', 'dingsomebodyelse')).toBe(0);
    expect(tokens.expire('access', application.clientId)).toBe(1);
    expect(tokens.find(accessToken)?.expiresAt).toBe(now);
  });
});
