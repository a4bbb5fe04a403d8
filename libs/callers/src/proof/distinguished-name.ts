const TYPE = /^([A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+)$/;
const LENGTH_MAX = 1_000;

/**
 * A distinguished name of RFC 4514, such as `CN=todo-sync,O=Example\, Inc`, spelled in the one way names are compared by: types in capitals,
 * no spaces around separators, escaped only where necessary. Values keep their case. Undefined if it is none, or has a part with two
 * attributes (`+`) or in hexadecimal (`#`), which nobody needs here and which have no one spelling.
 */
export function canonicalDn(text: string): string | undefined {
  if (text.length > LENGTH_MAX) return undefined;
  return joined(splitAt(text, ','));
}

/** The same of a certificate's subject as Node writes it: a line for each part, the most general first. */
export function subjectDnOf(subject: string): string | undefined {
  return subject ? joined(subject.split('\n').reverse()) : undefined;
}

function joined(parts: readonly string[]): string | undefined {
  const spelled = parts.map(attributeOf);
  return spelled.includes(undefined) ? undefined : spelled.join(',');
}

function attributeOf(part: string): string | undefined {
  const [, type = '', rest = ''] = /^([^=]*)=(.*)$/s.exec(part) ?? [];
  if (!TYPE.test(type.trim()) || splitAt(rest, '+').length > 1) return undefined;
  const value = unescaped(trimmed(rest));
  return value === undefined || value === '' ? undefined : `${type.trim().toUpperCase()}=${escaped(value)}`;
}

/** At separators that are not escaped. */
function splitAt(text: string, separator: string): string[] {
  const parts = [''];
  for (const [piece] of text.matchAll(/\\.|[^\\]|\\$/gsu)) {
    if (piece === separator) parts.push('');
    else parts[parts.length - 1] += piece;
  }
  return parts;
}

/** Spaces around a value do not belong to it, unless the last one is escaped. */
function trimmed(text: string): string {
  const value = text.trimStart();
  return /\\ +$/.test(value) ? value.replace(/(\\ ) *$/, '$1') : value.trimEnd();
}

function unescaped(value: string): string | undefined {
  if (/^#|(^|[^\\])(\\\\)*\\$|(^|[^\\])(\\\\)*"/.test(value)) return undefined;
  const bytes: Buffer[] = [];
  for (const [, hex, escapedCharacter, plain] of value.matchAll(/\\([0-9A-Fa-f]{2})|\\(.)|([^\\])/gsu)) {
    bytes.push(hex === undefined ? Buffer.from(escapedCharacter ?? plain ?? '') : Buffer.from(hex, 'hex'));
  }
  return Buffer.concat(bytes).toString('utf8');
}

function escaped(value: string): string {
  return value
    .replaceAll(/[\\",+;<>]/g, '\\$&')
    .replace(/^[ #]/, '\\$&')
    .replace(/ $/, (space) => (value.length === 1 ? space : '\\ '));
}
