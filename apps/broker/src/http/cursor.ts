import { BrokerError } from '@app/errors';

/** What each part of a position is; checked before it reaches the database, which would call a wrong one an error of ours. */
const forms = {
  name: /^[a-z][a-z0-9-]{1,62}$/,
  corpId: /^[^\p{Cc}\p{Cs}]{1,64}$/u,
  scope: /^[A-Za-z][A-Za-z0-9_.-]{0,99}$/,
  /** Any text that PostgreSQL takes. */
  text: /^[^\0\p{Cs}]{0,500}$/u,
  number: /^\d{1,9}$/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  /** As PostgreSQL writes a timestamp: to the microsecond, with the offset of the session. */
  time: /^([1-9]\d{3}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(\.\d{1,6})?[+-]\d{2}(:\d{2})?$/,
} as const;
export type CursorPart = keyof typeof forms;

/** A page cursor is opaque to clients: the position of the last row, in base64url. */
export function encodeCursor(position: readonly string[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** Throws `invalid_request` for anything that `encodeCursor` did not make. */
export function decodeCursor(cursor: string, parts: readonly CursorPart[]): string[] {
  const position = parsed(cursor);
  if (position.length === parts.length && parts.every((part, index) => isA(part, position[index]))) return position;
  throw BrokerError.invalidRequest([{ pointer: '/cursor', reason: 'is not a cursor of this list' }]);
}

interface TimedPosition {
  readonly occurredAt: string;
  readonly id: string;
}

/** The cursor of a list by time and id, as the audit trail is. */
export function timedCursor({ occurredAt, id }: TimedPosition): string {
  return encodeCursor([occurredAt, id]);
}

/** Throws like `decodeCursor`. Undefined for a first page. */
export function timedPosition(cursor: string | undefined): TimedPosition | undefined {
  if (cursor === undefined) return undefined;
  const [occurredAt = '', id = ''] = decodeCursor(cursor, ['time', 'uuid']);
  return { occurredAt, id };
}

function parsed(cursor: string): string[] {
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(position) && position.every((part) => typeof part === 'string') ? position : [];
  } catch {
    return [];
  }
}

function isA(part: CursorPart, value: string | undefined): boolean {
  const match = value === undefined ? null : forms[part].exec(value);
  return match !== null && (part !== 'time' || isOnTheCalendar(`${match[1]}T${match[2]}`));
}

/** February has no 30th day, and no day has a 25th hour. */
function isOnTheCalendar(dateTime: string): boolean {
  const date = new Date(`${dateTime}Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(dateTime);
}
