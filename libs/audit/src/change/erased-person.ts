/** Who is to be forgotten, by everything they can be named by. */
export interface ErasedPerson {
  readonly unionId: string;
  readonly users: readonly { readonly corpId: string; readonly userId: string }[];
  /** Of their userIds those that somebody else goes by in another organisation: without one they name nobody in particular. */
  readonly sharedUserIds: readonly string[];
  readonly grantIds: readonly string[];
  readonly names: readonly string[];
  /** What stands in their place from now on: the trail still says that it was one and the same. */
  readonly pseudonym: string;
}

/** Shorter ones are as likely to mean something else; in Chinese two characters are a name. */
const SHORTEST_WORD = 3;
/** Far shorter than any of DingTalk's; whoever mistypes one must not take an ordinary word out of everybody's sentences. */
const SHORTEST_UNION_ID = 8;

/**
 * Finds the person in what people write: unionId, names and userIds as words of their own. Works as a regular expression here and in
 * PostgreSQL, without regard to case. Null if nothing of it is long enough to be told from other words.
 */
export function mentionOf({ unionId, users, names }: ErasedPerson): string | null {
  const known = new Set([...names, ...users.map(({ userId }) => userId)]);
  const words = [...known].filter((word) => word.length >= SHORTEST_WORD || (word.length > 1 && /[^ -~]/.test(word)));
  if (isUnmistakable(unionId)) words.push(unionId);
  if (words.length === 0) return null;
  // The longest first, or a part of a name would be taken for the whole.
  const escaped = words.sort((a, b) => b.length - a.length).map(literally);
  return `(?<![A-Za-z0-9_])(?:${escaped.join('|')})(?![A-Za-z0-9_])`;
}

/** Whether it can stand in a text for nothing but the person. */
export function isUnmistakable(unionId: string): boolean {
  return unionId.length >= SHORTEST_UNION_ID;
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
