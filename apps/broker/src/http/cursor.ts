import { BrokerError } from '@app/errors';

/** A page cursor is opaque to clients: the position of the last row, in base64url. */
export function encodeCursor(position: readonly string[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** Throws `invalid_request` for anything that `encodeCursor` did not make. */
export function decodeCursor(cursor: string, length: number): string[] {
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(position) && position.length === length && position.every((part) => typeof part === 'string')) {
      return position;
    }
  } catch {
    // Falls through to the one answer for every cursor that is not ours.
  }
  throw BrokerError.invalidRequest([{ pointer: '/cursor', reason: 'is not a cursor of this list' }]);
}
