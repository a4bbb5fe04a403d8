import { useLanguage } from '../i18n/i18n.js';

/** Controls, bidi marks, invisible spaces and lone surrogates; the joiners stay, emoji and several scripts need them. */
const unseen =
  /[\p{Cc}\p{Cs}\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

export const plainText = (text: string): string => text.replace(unseen, '□');

/** A name or reason that somebody else wrote: isolated, and with nothing hidden in it. */
export function ForeignText({ text, whole = false }: { text: string; whole?: boolean }) {
  const { language } = useLanguage();
  const shown = plainText(text);
  const chinese = language === 'en' && /\p{Script=Han}/u.test(shown);
  return (
    <bdi
      className={whole ? 'foreign' : 'foreign one-line'}
      lang={chinese ? 'zh-CN' : undefined}
      title={whole ? undefined : shown}
    >
      {shown}
    </bdi>
  );
}
