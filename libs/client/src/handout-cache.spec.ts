import { describe, expect, it } from '@jest/globals';
import { HandOutCache } from './handout-cache.js';

const handOut = (handoutId: string, { grantId = 'g1', livesMs = 100_000 } = {}) => ({
  handoutId,
  grantId,
  expiresAt: new Date(Date.now() + livesMs),
});

describe(HandOutCache.name, () => {
  it('finds what lives long enough', () => {
    const cache = new HandOutCache();
    cache.keep('a', handOut('h1'));
    expect([cache.find('a', 90_000, 0)?.handoutId, cache.find('a', 110_000, 0), cache.find('b', 0, 0)]).toEqual([
      'h1',
      undefined,
      undefined,
    ]);
  });

  it('finds nothing whose end nobody would have told, unless it is fresh', () => {
    const cache = new HandOutCache();
    cache.keep('a', handOut('h1'));
    expect(cache.find('a', 0, Number.POSITIVE_INFINITY)?.handoutId).toBe('h1');
    const kept = (cache as unknown as { kept: Map<string, { obtainedAt: number }> }).kept.get('a');
    Object.assign(kept ?? {}, { obtainedAt: performance.now() - 61_000 });
    expect(cache.find('a', 0, 61_000)).toBeUndefined();
    expect(cache.find('a', 0, 20_000)?.handoutId).toBe('h1');
  });

  it('forgets everything of a grant that ended, and takes nothing of it that arrives later', () => {
    const cache = new HandOutCache();
    cache.keep('a', handOut('h1'));
    cache.keep('b', handOut('h2'));
    cache.keep('c', handOut('h3', { grantId: 'g2' }));
    cache.keep('handle', { handoutId: 'h4', expiresAt: new Date(Date.now() + 100_000) });
    cache.end(['g1', 'h4']);
    expect(['a', 'b', 'c', 'handle'].map((key) => cache.find(key, 0, 0)?.handoutId)).toEqual([
      undefined,
      undefined,
      'h3',
      undefined,
    ]);
    expect([cache.keep('a', handOut('h9')), cache.keep('a', handOut('h10', { grantId: 'g3' }))]).toEqual([false, true]);
  });

  it('does not grow without end', () => {
    const cache = new HandOutCache();
    for (let n = 0; n < 10_010; n += 1) cache.keep(`k${n}`, handOut(`h${n}`));
    expect([cache.find('k9', 0, 0), cache.find('k10', 0, 0)?.handoutId]).toEqual([undefined, 'h10']);
    cache.end(Array.from({ length: 20_000 }, (_, n) => `gone${n}`));
    expect((cache as unknown as { ended: Set<string> }).ended.size).toBe(10_000);
  });

  it('gives up everything at once, naming what still lives', () => {
    const cache = new HandOutCache();
    cache.keep('a', handOut('h1'));
    cache.keep('b', handOut('h2', { livesMs: -1 }));
    expect([cache.clear(), cache.clear()]).toEqual([['h1'], []]);
  });
});
