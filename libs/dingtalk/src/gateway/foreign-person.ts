import type { OperationRoute } from './operation-route.js';

/** Parameters of paths and queries by which DingTalk lets a call name whose things are meant, or who acts. */
const NAMES_A_PERSON: ReadonlySet<string> = new Set([
  'userid',
  'unionid',
  'openid',
  'operatorid',
  'operatorunionid',
  'operatoruserid',
  'opuserid',
]);

/** The person a handle is for. */
interface Own {
  readonly unionId: string;
  readonly userId: string | null;
}

/**
 * Does a call name anybody but the handle's own person, by its path or its query? `me` is the person themselves. Every repetition of a
 * query parameter counts, because it is not known which one DingTalk would take. Bodies are not looked into.
 */
export function namesAnotherPerson(
  { parameters }: Pick<OperationRoute, 'parameters'>,
  query: URLSearchParams,
  own: Own,
): boolean {
  const named = [...parameters.map(({ name, value }) => [name, value] as const), ...query];
  return named.some(([name, value]) => NAMES_A_PERSON.has(plain(name)) && !isOwn(value, own));
}

function isOwn(value: string, { unionId, userId }: Own): boolean {
  return value === 'me' || value === unionId || (userId !== null && value === userId);
}

/** `operator_id`, `operatorId` and `operatorId[0]` are one name. */
function plain(name: string): string {
  return name
    .replace(/\[.*$/s, '')
    .replace(/[^a-z]/gi, '')
    .toLowerCase();
}
