/** What begins, ends or escapes anything in DingTalk's Markdown, with the character of the same look that does not. */
const lookalikes: Readonly<Record<string, string>> = {
  '\\': '＼',
  '`': '｀',
  '*': '＊',
  _: '＿',
  '~': '～',
  '[': '［',
  ']': '］',
  '<': '＜',
  '>': '＞',
  '|': '｜',
  '#': '＃',
  '&': '＆',
};

/**
 * Text of others for the middle of a Markdown line: it is read as it was written, and is never a link, a picture or anything else. Nobody
 * says whether DingTalk's clients know escapes, so characters are replaced. Clients make links of bare addresses too: those lose their
 * colon or dots.
 */
export function plainInMarkdown(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_~[\]<>|#&]/g, (character) => lookalikes[character] ?? '')
    .replaceAll('://', '：//')
    .replace(/(?<=[\p{L}\p{N}])\.(?=\p{L})/gu, '．');
}
