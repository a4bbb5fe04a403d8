import { describe, expect, it } from '@jest/globals';
import { CircuitBreaker } from './circuit-breaker.js';

describe(CircuitBreaker.name, () => {
  let now = 0;
  const fresh = () =>
    new CircuitBreaker(
      () => now,
      () => 1,
    );
  const fail = (breaker: CircuitBreaker, times: number) => {
    for (let n = 0; n < times; n += 1) breaker.failed('demo');
  };

  it('lets every call through until five have failed in a row', () => {
    const breaker = fresh();
    fail(breaker, 4);
    expect(breaker.enter('demo')).toBe(0);
    breaker.succeeded('demo');
    fail(breaker, 4);
    expect(breaker.enter('demo')).toBe(0);
    fail(breaker, 1);
    expect([breaker.enter('demo'), breaker.isOpen('demo')]).toEqual([1_000, true]);
    now += 1_000;
    expect(breaker.isOpen('demo')).toBe(false);
  });

  it('lets one call probe after the pause, and the others after it has succeeded', () => {
    const breaker = fresh();
    fail(breaker, 5);
    now += 1_000;
    expect(breaker.enter('demo')).toBe(0);
    expect(breaker.enter('demo')).toBeGreaterThan(0);
    breaker.succeeded('demo');
    expect([breaker.enter('demo'), breaker.enter('demo')]).toEqual([0, 0]);
  });

  it('doubles the pause with each probe that fails, up to half a minute', () => {
    const breaker = fresh();
    fail(breaker, 5);
    const pauses = Array.from({ length: 7 }, () => {
      const wait = breaker.enter('demo');
      now += wait;
      expect(breaker.enter('demo')).toBe(0);
      breaker.failed('demo');
      return wait;
    });
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  it('stays open no longer when many calls that were under way fail together', () => {
    const breaker = fresh();
    fail(breaker, 20);
    expect(breaker.enter('demo')).toBe(1_000);
  });

  it('lets another probe when the first found nothing to ask', () => {
    const breaker = fresh();
    fail(breaker, 5);
    now += 1_000;
    expect(breaker.enter('demo')).toBe(0);
    breaker.notAsked('demo');
    expect(breaker.enter('demo')).toBe(0);
  });

  it('keeps applications apart', () => {
    const breaker = fresh();
    fail(breaker, 5);
    expect(breaker.enter('other')).toBe(0);
  });
});
