export type PageLanguage = 'zh' | 'en';

/** As `lang` attributes name them. */
export const languageTags: Record<PageLanguage, string> = { zh: 'zh-CN', en: 'en' };

/** What the person chose (link, then cookie) wins over what the browser prefers (RFC 9110 section 12.5.4); otherwise Chinese. */
export function languageOf(acceptLanguage: string | undefined, query?: string, cookie?: string): PageLanguage {
  return spokenLanguage(query) ?? spokenLanguage(cookie) ?? preferredLanguage(acceptLanguage ?? '') ?? 'zh';
}

function spokenLanguage(tag: string | undefined): PageLanguage | undefined {
  const primary = tag?.trim().toLowerCase().split('-', 1)[0];
  return primary === 'zh' || primary === 'en' ? primary : undefined;
}

function preferredLanguage(header: string): PageLanguage | undefined {
  let best: { language: PageLanguage; quality: number } | undefined;
  for (const range of header.split(',')) {
    const [tag, ...parameters] = range.split(';');
    const language = spokenLanguage(tag);
    const quality = qualityOf(parameters);
    if (language && quality > (best?.quality ?? 0)) best = { language, quality };
  }
  return best?.language;
}

function qualityOf(parameters: string[]): number {
  const weight = parameters.map((parameter) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/i.exec(parameter)?.[1]).find(Boolean);
  return weight === undefined ? 1 : Number(weight);
}
