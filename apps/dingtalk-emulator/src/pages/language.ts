import { readCookie } from './cookies.js';

export type Language = 'zh' | 'en';

/** One text in both languages. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** What the person chose, else what the browser prefers, else Chinese as DingTalk does. */
export function languageOf(headers: { cookie?: string; 'accept-language'?: string }): Language {
  const chosen = readCookie(headers.cookie, 'emulator_language');
  if (chosen === 'zh' || chosen === 'en') return chosen;
  const [first = ''] = (headers['accept-language'] ?? '').split(',');
  return /^en\b/i.test(first.trim()) ? 'en' : 'zh';
}
