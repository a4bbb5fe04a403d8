import { dingtalkErrors } from '@app/dingtalk';
import { describe, expect, it } from '@jest/globals';
import { renderErrorGuide } from './render-error-guide.js';

describe(renderErrorGuide.name, () => {
  it.each(['zh', 'en'] as const)(
    'has every code under its own address, with cause, actor and action: %s',
    (language) => {
      const page = renderErrorGuide(dingtalkErrors.all(), language, 'n0nce');
      const entries = page.split('<article id="').slice(1);
      expect(entries).toHaveLength(dingtalkErrors.all().length);
      for (const { code, cause, action } of dingtalkErrors.all()) {
        const own = entries.find((entry) => entry.startsWith(`${code}"`)) ?? '';
        const text = own.replace(/&#39;/g, "'").replace(/&gt;/g, '>');
        expect({ code, found: text.includes(cause[language]) && text.includes(action[language]) }).toEqual({
          code,
          found: true,
        });
      }
      expect(page).not.toMatch(/undefined|\[object/);
    },
  );

  it('says of what DingTalk does not document that it does not', () => {
    const page = renderErrorGuide(dingtalkErrors.all(), 'en', 'n');
    const assumed = dingtalkErrors.all().filter(({ source }) => source === 'assumed' || source === 'third party');
    expect(page.match(/not in DingTalk/g)).toHaveLength(assumed.length);
  });
});
