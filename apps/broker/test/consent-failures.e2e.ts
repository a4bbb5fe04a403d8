import { describe, expect, it } from '@jest/globals';
import { byConfiguration, byDingTalk, byLinks, byPeople, type Failure, pages } from './consent-failures/failures.js';
import { demoUrl, linkFor, RETURN_BELOW, RETURN_TO, sql, stage, world } from './consent-failures/stage.js';
import { answerAtDingTalk, consentAs, consentPage } from './harness/person.js';
import { type ConsentRecord, consentRecords, rowsOf } from './harness/rows.js';

describe.each(['both', 'authCode'])('a consent that fails, where DingTalk returns %s', (codeParameter) => {
  stage(codeParameter);

  const judge = async (failure: Failure) => {
    try {
      await holds(failure);
    } finally {
      await failure.afterwards?.();
    }
  };

  async function holds({ code, record, happens }: Failure): Promise<void> {
    const [grants, records] = [await rowsOf(world.database.pool, 'grants'), await consentRecords(world.database.pool)];
    const { url, browser, ...page } = await happens();
    const [status, zh, en] = pages[code];
    expect([page.code, page.status]).toEqual([code, status]);
    expect(url).not.toMatch(/[?&](code|authCode)=/);

    for (const [lang, title, nothingSaved] of [
      ['zh', zh, '没有保存任何内容。'],
      ['en', en, 'othing was saved.'],
    ] as const) {
      const again = await consentPage(withLanguage(url, lang), browser);
      expect([again.code, again.status]).toEqual([code, status]);
      expect(again.text).toContain(`<h1>${title}</h1>`);
      expect(again.text).toContain(nothingSaved);
      expect(again.text).toContain(code);
      expect(again.text).toMatch(/[0-9a-f]{4}-[0-9a-f]{4}/);
    }
    expect(await rowsOf(world.database.pool, 'grants')).toEqual(grants);
    const expected: ConsentRecord[] = record ? [...records, { type: record, outcome: code }] : records;
    expect(await consentRecords(world.database.pool)).toEqual(expected);
  }

  describe('because of people', () => {
    it.each(byPeople)('ends on $code and leaves the vault as it was when $when', judge);
  });
  describe('because of the link', () => {
    it.each(byLinks)('ends on $code and leaves the vault as it was when $when', judge);
  });
  describe('because of the configuration', () => {
    it.each(byConfiguration)('ends on $code and leaves the vault as it was when $when', judge);
  });
  describe('because of DingTalk', () => {
    it.each(byDingTalk)('ends on $code and leaves the vault as it was when $when', judge);
  });

  it('never names the person a consent was meant for, and names who is signed in', async () => {
    const { text } = await consentAs(await linkFor({ userId: 'chenxi' }), { as: 'zhangsan' });
    expect(text).toContain('张三');
    expect(text).not.toMatch(/chenxi/i);
  });

  it('leaves a consent that somebody else answered to the person it was meant for', async () => {
    const link = await linkFor({ userId: 'zhangwei1' });
    expect((await consentAs(link, { as: 'zhangsan' })).code).toBe('consent_other_person');
    expect((await consentAs(link, { as: 'zhangwei1' })).code).toBe('granted');
  });

  it('lets the browser that started finish after another one tried', async () => {
    const { browser, callbackUrl } = await answerAtDingTalk(demoUrl, { as: 'zhangsan' });
    const stranger = await consentPage(callbackUrl);
    expect(stranger.text).toContain('href="/consent/demo"');
    expect((await consentPage(callbackUrl, browser)).code).toBe('granted');
  });

  it('keeps the consent and the way back to the service in the button that tries again', async () => {
    const link = `${await linkFor({ userId: 'zhangwei2' })}&returnUrl=${encodeURIComponent(RETURN_TO)}`;
    const refused = await consentAs(link, { as: 'zhangwei2', answer: 'refuse' });
    const [, again = ''] = /href="(\/consent\/demo\?[^"]*)"/.exec(refused.text) ?? [];
    const granted = await consentAs(new URL(again.replaceAll('&amp;', '&'), world.url).href, { as: 'zhangwei2' });
    expect(granted.code).toBe('granted');
    expect(granted.text).toContain(`href="${RETURN_TO}"`);
  });

  it('says until when an expired link was good, and the next hand-out offers one that works', async () => {
    const link = await linkFor({ userId: 'chenxi' });
    await consentAs(link, { as: 'zhangsan' });
    await sql('update consents set expires_at = now() where id = $1', [new URL(link).searchParams.get('consent')]);
    const expired = await consentPage(link);
    expect(expired.text).toMatch(/It was valid until <time/);
    expect(expired.text).toContain('start again from <bdi>hr-bot</bdi>');
    const fresh = await linkFor({ userId: 'chenxi' });
    expect(fresh).not.toBe(link);
    expect((await consentAs(fresh, { as: 'chenxi' })).code).toBe('granted');
  });

  it.each([RETURN_TO, RETURN_BELOW, `${RETURN_BELOW}42?tab=1`])('leads back to %s', async (returnUrl) => {
    const page = await consentAs(`${demoUrl}?returnUrl=${encodeURIComponent(returnUrl)}`, { as: 'zhangsan' });
    expect(page.code).toBe('granted');
    expect(page.text).toContain(`href="${returnUrl}"`);
  });
});

function withLanguage(url: string, language: string): string {
  const address = new URL(url);
  address.searchParams.set('lang', language);
  return address.href;
}
