import { describe, expect, it } from '@jest/globals';
import { plainInMarkdown } from './plain-in-markdown.js';

describe('plainInMarkdown', () => {
  it.each([
    ['a link', '[去授权](https://evil.example/a)', '［去授权］(https：//evil．example/a)'],
    ['a picture', '![](https://evil.example/a.png)', '!［］(https：//evil．example/a．png)'],
    ['a bare address', 'see www.evil.example/a', 'see www．evil．example/a'],
    ['an address of another kind', 'dingtalk://x', 'dingtalk：//x'],
    ['emphasis', '**urgent** _now_ `code` ~~no~~', '＊＊urgent＊＊ ＿now＿ ｀code｀ ～～no～～'],
    ['lines that begin something', 'a\n# big\n> quoted\n\n- item', 'a ＃ big ＞ quoted - item'],
    ['markup and entities', '<a href=x>&#91;</a>', '＜a href=x＞＆＃91;＜/a＞'],
    ['an escape', '\\[a\\]', '＼［a＼］'],
  ])('takes %s for what it looks like', (_, text, plain) => {
    expect(plainInMarkdown(text)).toBe(plain);
  });

  it('leaves ordinary sentences alone', () => {
    for (const text of ['同步待办（每天 9:30），INC-231！', 'Sync to-dos, v1.2. Ask me (Li) - today!']) {
      expect(plainInMarkdown(text)).toBe(text);
    }
  });
});
