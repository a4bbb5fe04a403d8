import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';
import { parse as parseUuid, stringify as stringifyUuid } from 'uuid';

/** Where a sealed value lives. It opens nowhere else. */
export interface Place {
  readonly table: string;
  readonly row: string;
  readonly column: string;
  /** Version of the value in that column: a value of an earlier version does not open in its successor's place. */
  readonly version: number;
}

const FORMAT = 1;
const KEY_ID_BYTES = 16;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + KEY_ID_BYTES + NONCE_BYTES;

/**
 * AES-256-GCM. Layout: format (1 byte) | data-key id (16) | nonce (12) | ciphertext | tag (16).
 * The key id travels with the value, so that keys can rotate while values stay where they are.
 */
export function sealWith(key: KeyObject, dataKeyId: string, place: Place, plain: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(additionalData(dataKeyId, place));
  const ciphertext = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.of(FORMAT), parseUuid(dataKeyId), nonce, ciphertext, cipher.getAuthTag()]);
}

/** Throws if the value was sealed for another place, with another key, or was changed. */
export function openWith(key: KeyObject, place: Place, sealed: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1 + KEY_ID_BYTES, HEADER_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(additionalData(envelopeDataKeyId(sealed), place));
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  return decipher.update(sealed.subarray(HEADER_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
}

/** Id of the data key that a value was sealed with. The length is checked here so that a cut value is an error, not a short read. */
export function envelopeDataKeyId(sealed: Buffer): string {
  if (sealed.length < HEADER_BYTES + TAG_BYTES || sealed[0] !== FORMAT)
    throw new Error('Not a sealed value of a known format');
  return stringifyUuid(sealed.subarray(1, 1 + KEY_ID_BYTES));
}

/** Length-prefixed, so that no two places can be written the same way. */
function additionalData(dataKeyId: string, { table, row, column, version }: Place): Buffer {
  const parts = [String(FORMAT), table, row, column, dataKeyId, String(version)].map((part) =>
    Buffer.from(part, 'utf8'),
  );
  return Buffer.concat(
    parts.flatMap((part) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(part.length);
      return [length, part];
    }),
  );
}
