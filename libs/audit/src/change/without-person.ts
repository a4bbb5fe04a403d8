import type { ErasedPerson } from './erased-person.js';

/** Members in which people write what they like about others. */
const FREE_TEXT = new Set(['reason', 'purpose', 'name', 'comment']);
const ERASED = 'erased';

/** A record's details without the person: their ids become the pseudonym, and of records about them free text goes. */
export function withoutPerson(
  details: Readonly<Record<string, unknown>>,
  { unionId, users, pseudonym }: ErasedPerson,
  about: boolean,
): Record<string, unknown> {
  const userIds = new Set(users.map(({ userId }) => userId));
  const erase = (value: unknown, key: string): unknown => {
    if (Array.isArray(value)) return value.map((each) => erase(each, key));
    if (typeof value === 'object' && value !== null) return eraseAll(value);
    if (typeof value !== 'string') return value;
    if (about && FREE_TEXT.has(key)) return ERASED;
    if (value === unionId || (/^userIds?$/.test(key) && userIds.has(value))) return pseudonym;
    return value.replaceAll(unionId, pseudonym);
  };
  const eraseAll = (object: object) =>
    Object.fromEntries(Object.entries(object).map(([key, value]) => [key, erase(value, key)]));
  return eraseAll(details);
}
