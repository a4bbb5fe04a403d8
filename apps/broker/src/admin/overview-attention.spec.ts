import { describe, expect, it } from '@jest/globals';
import { attentionOf, type Standing } from './overview-attention.js';

const now = new Date('2026-11-21T12:00:00Z');
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1_000);
const forecast = {
  application: 'demo',
  computedAt: now.toISOString(),
  grants: 10,
  within1Day: 0,
  within7Days: 0,
  within30Days: 0,
  refreshesPerSecond: 1,
  callsPerSecond: 20,
  budgetSuffices: true,
};
const verification = {
  at: ago(3_600).toISOString(),
  ok: true,
  actor: 'operator:li',
  provenUntil: null,
  unprovenRecords: 0,
  anchored: true,
};
const well: Standing = {
  now,
  checks: [{ name: 'database', ok: true, detail: 'answers' }],
  trail: { coveredUntil: ago(5).toISOString(), verification },
  forecasts: [forecast],
  counts: [{ application: 'demo', reason: null, count: 10, narrower: 0 }],
  troubles: [],
  knocks: [{ callerId: 'x', name: 'report-old', count: 0, lastAt: null }],
  webhooks: [{ id: 'w', url: 'https://hooks.example.com', disabledBecause: 'operator', failingSince: ago(900) }],
  figuresAsOf: ago(4),
};

describe('what needs attention', () => {
  it('is nothing while all is well', () => {
    expect(attentionOf(well)).toEqual([]);
  });

  it('comes with the worst first', () => {
    const items = attentionOf({
      ...well,
      trail: { coveredUntil: ago(600).toISOString(), verification: null },
      forecasts: [{ ...forecast, budgetSuffices: false, within7Days: 4 }],
      troubles: [{ application: 'demo', count: 3, answer: 'http_500', lastAt: ago(9), retryAt: ago(-30) }],
      figuresAsOf: ago(300),
    });
    expect(items.map(({ code, level }) => `${level} ${code}`)).toEqual([
      'error refreshes_fail',
      'warning trail_uncovered',
      'warning budget_too_small',
      'warning consent_needed_soon',
      'notice trail_not_verified',
      'notice figures_late',
    ]);
  });

  it('names webhooks that nobody receives, and not those an operator has turned off', () => {
    const failing = { id: 'w', url: 'https://hooks.example.com', disabledBecause: null, failingSince: ago(60) };
    expect(attentionOf({ ...well, webhooks: [failing] })).toMatchObject([
      { code: 'webhook_fails', webhook: { id: 'w', url: failing.url }, answer: null },
    ]);
    const gone = { ...failing, disabledBecause: 'gone' };
    expect(attentionOf({ ...well, webhooks: [gone] })).toMatchObject([{ answer: 'gone' }]);
  });

  it('says when DingTalk is asked again only while that is ahead', () => {
    const trouble = { application: 'demo', count: 1, answer: 'no_answer', lastAt: ago(60) };
    const untilOf = (retryAt: Date) => attentionOf({ ...well, troubles: [{ ...trouble, retryAt }] })[0]?.until;
    expect([untilOf(ago(-30)), untilOf(ago(30))]).toEqual([ago(-30).toISOString(), null]);
  });

  it('takes a verification that found something for worse than none', () => {
    const broken = { ...well.trail, verification: { ...verification, ok: false } };
    expect(attentionOf({ ...well, trail: broken })).toMatchObject([{ code: 'trail_broken', level: 'error' }]);
  });

  it('adds up what is told by application, the one with most first', () => {
    const other = { ...forecast, application: 'todo', within7Days: 9 };
    expect(attentionOf({ ...well, forecasts: [{ ...forecast, within7Days: 2 }, other] })).toMatchObject([
      {
        count: 11,
        parts: [
          { application: 'todo', count: 9 },
          { application: 'demo', count: 2 },
        ],
      },
    ]);
  });
});
