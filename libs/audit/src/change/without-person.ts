import { type ErasedPerson, isUnmistakable, mentionOf } from './erased-person.js';

/** Members in which people write what they like about others. */
const FREE_TEXT = new Set(['reason', 'purpose', 'name', 'comment', 'q', 'whole_token_reason']);
const ERASED = 'erased';

type Json = Readonly<Record<string, unknown>>;

/**
 * What is kept of a person as JSON, without the person: ids become the pseudonym. Of free text nothing is left in what is about them, and
 * elsewhere everything but their ids and names.
 */
export function withoutPerson<Kept extends Json | readonly Json[]>(
  kept: Kept,
  person: ErasedPerson,
  about: boolean,
): Kept {
  const { unionId, pseudonym } = person;
  const eraseText = (text: string, key: string, corpId: unknown): string => {
    if (FREE_TEXT.has(key)) return about ? ERASED : withoutMention(text, person);
    if (/^userIds?$/.test(key) && isTheirs(person, text, corpId)) return pseudonym;
    return text === unionId || isUnmistakable(unionId) ? text.replaceAll(unionId, pseudonym) : text;
  };
  const erase = (value: unknown, key: string, corpId: unknown): unknown => {
    if (typeof value === 'string') return eraseText(value, key, corpId);
    if (Array.isArray(value)) return value.map((each) => erase(each, key, corpId));
    return typeof value === 'object' && value !== null ? eraseAll(value as Json) : value;
  };
  const eraseAll = (object: Json) =>
    Object.fromEntries(Object.entries(object).map(([key, value]) => [key, erase(value, key, object.corpId)]));
  return erase(kept, '', undefined) as Kept;
}

/** What somebody wrote about something else, without the person. */
export function withoutMention(text: string, person: ErasedPerson): string {
  const mention = mentionOf(person);
  return mention === null ? text : text.replace(new RegExp(mention, 'gi'), person.pseudonym);
}

/** An id that others go by, too, is theirs only in their organisation. */
function isTheirs({ users, sharedUserIds }: ErasedPerson, userId: string, corpId: unknown): boolean {
  if (typeof corpId !== 'string' && sharedUserIds.includes(userId)) return false;
  return users.some((user) => user.userId === userId && (typeof corpId !== 'string' || user.corpId === corpId));
}
