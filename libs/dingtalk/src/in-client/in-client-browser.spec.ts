import { describe, expect, it } from '@jest/globals';
import { inClientBrowserOf } from './in-client-browser.js';

const iPhone = (version: string) =>
  `Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 AliApp(DingTalk/${version}) com.laiwang.DingTalk/15243 Channel/201200 language/zh-Hans-CN`;
const android = (version: string) =>
  `Mozilla/5.0 (Linux; U; Android 14; zh-CN) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/112.0.0.0 Mobile Safari/537.36 AliApp(DingTalk/${version}) com.alibaba.android.rimet/13532491`;
const desktop = (version: string) =>
  `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36 DingTalk(${version}-macOS-arm64) nw Channel/201200`;

describe(inClientBrowserOf.name, () => {
  it.each([
    iPhone('6.3.35'),
    iPhone('7.6.10'),
    android('6.4.0'),
    android('10.0'),
    desktop('6.3.35'),
    desktop('7.6.15'),
  ])('takes a client that has openAuth for one: %s', (userAgent) =>
    expect(inClientBrowserOf(userAgent)).toBe('dingtalk'),
  );

  it.each([iPhone('6.3.34'), iPhone('5.9.99'), android('6.3'), android('4.7.29'), desktop('6.3.30')])(
    'takes an older client for too old: %s',
    (userAgent) => expect(inClientBrowserOf(userAgent)).toBe('too_old'),
  );

  it.each([
    undefined,
    '',
    'Mozilla/5.0 Chrome/128.0.0.0 Safari/537.36',
    'NotDingTalk/7.0.0',
    'com.laiwang.DingTalk/15243',
  ])('takes what is no client for elsewhere: %s', (userAgent) =>
    expect(inClientBrowserOf(userAgent)).toBe('elsewhere'),
  );

  it('lets a client through that tells no version', () => {
    expect(inClientBrowserOf('Mozilla/5.0 DingTalk Safari/537.36')).toBe('dingtalk');
  });
});
