import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import { en } from './en.js';
import { zh } from './zh.js';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
  }
}

const languages = ['zh', 'en'] as const;
export type Language = (typeof languages)[number];

const storageKey = 'broker.language';
const tags: Record<Language, string> = { zh: 'zh-CN', en: 'en-GB' };

export async function startTranslations(): Promise<void> {
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = tags[language === 'en' ? 'en' : 'zh'];
  });
  await i18next.use(initReactI18next).init({
    lng: firstLanguage(),
    fallbackLng: false,
    supportedLngs: languages,
    resources: { zh: { translation: zh }, en: { translation: en } },
    // React escapes; doing it twice would show &lt; to people.
    interpolation: { escapeValue: false },
  });
}

export function useLanguage(): { language: Language; tag: string; choose(language: Language): void } {
  const { i18n } = useTranslation();
  const language: Language = i18n.language === 'en' ? 'en' : 'zh';
  return {
    language,
    tag: tags[language],
    choose: (next) => {
      localStorage.setItem(storageKey, next);
      void i18n.changeLanguage(next);
    },
  };
}

function firstLanguage(): Language {
  const wanted = [localStorage.getItem(storageKey), ...navigator.languages].map((tag) =>
    tag?.slice(0, 2).toLowerCase(),
  );
  return languages.find((language) => language === wanted.find((tag) => tag === 'zh' || tag === 'en')) ?? 'zh';
}
