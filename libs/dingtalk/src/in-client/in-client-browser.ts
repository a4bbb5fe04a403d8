/** Where a page is being looked at, as far as its browser tells. */
export type InClientBrowser = 'dingtalk' | 'too_old' | 'elsewhere';

/** `openAuth` needs a client of at least this version (KB 0010). */
const OLDEST = [6, 3, 35] as const;

/**
 * The client names itself `AliApp(DingTalk/6.3.35)` on phones and `DingTalk(6.3.35-macOS-…)` on desktops; on iPhones `com.laiwang.DingTalk/…` as well, followed
 * by a number that is no version. A client that tells no version is let through: DingTalk will know it better.
 */
export function inClientBrowserOf(userAgent: string | undefined): InClientBrowser {
  const named = /(?<![.\w])DingTalk\b(?:[/(](\d+(?:\.\d+)*))?/i.exec(userAgent ?? '');
  if (!named) return 'elsewhere';
  const [, version] = named;
  return version === undefined || isAtLeast(version, OLDEST) ? 'dingtalk' : 'too_old';
}

function isAtLeast(version: string, oldest: readonly number[]): boolean {
  const parts = version.split('.').map(Number);
  for (const [index, least] of oldest.entries()) {
    const part = parts[index] ?? 0;
    if (part !== least) return part > least;
  }
  return true;
}
