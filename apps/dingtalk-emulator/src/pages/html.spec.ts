import { describe, expect, it } from '@jest/globals';
import { html, typed } from './html.js';

describe('markup', () => {
  it('escapes every value, also in attributes', () => {
    const { text } = html`<a title="${'"><script>'}">${"<b>'&"}</a>`;
    expect(text).toBe('<a title="&#34;&#62;&#60;script&#62;">&#60;b&#62;&#39;&#38;</a>');
  });

  it('leaves nothing for what is absent', () => {
    expect(html`${undefined}${false}${[html`<i>`, 1]}`.text).toBe('<i>1');
  });

  it('shows control and direction characters of names as boxes, inside an isolated run', () => {
    expect(typed('a\u202eb\u0007').text).toBe('<bdi>a□b□</bdi>');
    expect(typed('张三').text).toBe('<bdi lang="zh-CN">张三</bdi>');
  });
});
