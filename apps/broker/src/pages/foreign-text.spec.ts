import { describe, expect, it } from '@jest/globals';
import { foreignText, plainText } from './foreign-text.js';

describe('text of others', () => {
  it.each([
    ['a right-to-left override', 'exe\u202Egnp.txt', 'exe□gnp.txt'],
    ['isolates and marks', '\u2066a\u2069\u200Eb\u061C', '□a□□b□'],
    ['line breaks and NUL', 'a\nb\u0000c\u2028d', 'a□b□c□d'],
    ['invisible spaces', '管\u200B理\uFEFF员', '管□理□员'],
    ['half a surrogate pair', 'a\uD83Db', 'a□b'],
    ['tag characters', 'a\u{E0041}b', 'a□b'],
  ])('shows %s as a box', (_name, text, shown) => {
    expect(plainText(text)).toBe(shown);
  });

  it('keeps names people really have: emoji families, Hebrew, Persian joiners, Zoë in two code points', () => {
    for (const name of ['👨‍👩‍👧 王', 'דויד', 'می‌خواهم', 'Zoe\u0308', '欧阳·娜娜']) expect(plainText(name)).toBe(name);
  });

  it('cuts by what people count as a character, never inside one', () => {
    expect(plainText('👨‍👩‍👧'.repeat(3), 2)).toBe('👨‍👩‍👧👨‍👩‍👧…');
    expect(plainText('张三', 2)).toBe('张三');
  });

  it('keeps marks stacked without end on their own line', () => {
    expect(plainText(`Z${'\u0350'.repeat(500)}!`)).toBe('Z\u0350\u0350\u0350!');
  });

  it('is isolated and inert as markup', () => {
    expect(String(foreignText('<img src=x onerror="a">&', 'zh'))).toBe(
      '<bdi>&lt;img src=x onerror=&quot;a&quot;&gt;&amp;</bdi>',
    );
  });

  it('says that a Chinese name is Chinese where the page is English', () => {
    expect(String(foreignText('直角', 'en'))).toBe('<bdi lang="zh-CN">直角</bdi>');
    expect(String(foreignText('直角', 'zh'))).toBe('<bdi>直角</bdi>');
  });
});
