import { describe, expect, it } from '@jest/globals';
import { languageOf } from './page-language.js';

describe('languageOf', () => {
  it.each([
    //  Accept-Language                          ?lang=     cookie     language
    [undefined, undefined, undefined, 'zh'],
    ['', undefined, undefined, 'zh'],
    ['zh-CN,zh;q=0.9,en;q=0.8', undefined, undefined, 'zh'],
    ['en-GB,en;q=0.9,zh-CN;q=0.8', undefined, undefined, 'en'],
    ['zh;q=0.4, en;q=0.6', undefined, undefined, 'en'],
    ['en;q=0, zh;q=0.1', undefined, undefined, 'zh'],
    ['en;q=0', undefined, undefined, 'zh'],
    ['fr-FR, de;q=0.9, en;q=0.2', undefined, undefined, 'en'],
    ['fr-FR, de;q=0.9', undefined, undefined, 'zh'],
    ['*', undefined, undefined, 'zh'],
    ['EN-us', undefined, undefined, 'en'],
    [';;q=x,,en;q=nine', undefined, undefined, 'en'],
    ['zh-CN', 'en', undefined, 'en'],
    ['zh-CN', undefined, 'en', 'en'],
    ['en', 'zh', 'en', 'zh'],
    ['en', 'fr', 'zh', 'zh'],
    ['en', '<script>', undefined, 'en'],
  ] as const)('Accept-Language %j, ?lang=%j, cookie %j: %s', (header, query, cookie, language) => {
    expect(languageOf(header, query, cookie)).toBe(language);
  });
});
