import { createHash, randomBytes } from 'node:crypto';
import { Secret } from '@app/secret';

const PREFIX = 'dth';
const SECRET_BYTES = 32;
const FORM = /^dth\.([A-Za-z0-9_-]{1,200})\.([A-Za-z0-9_-]{43})$/;

/** Under which a handle is kept: its organisation, which it names itself, so that it is looked for in one place, and a hash. */
export interface HandleKey {
  readonly corpId: string;
  readonly hash: Buffer;
}

/** The secret half of a handle, before it is known in which organisation the grant will be found. */
export class NewHandle {
  private readonly secret = randomBytes(SECRET_BYTES).toString('base64url');
  readonly hash = hashOf(this.secret);

  /** What the caller gets; shown this once. */
  in(corpId: string): Secret {
    return Secret.of(`${PREFIX}.${Buffer.from(corpId).toString('base64url')}.${this.secret}`);
  }
}

/** Undefined if this is no handle. Whether there is one of that key is another question. */
export function handleKeyOf(handle: Secret): HandleKey | undefined {
  const [, corpId, secret] = FORM.exec(handle.reveal()) ?? [];
  if (corpId === undefined || secret === undefined) return undefined;
  return { corpId: Buffer.from(corpId, 'base64url').toString('utf8'), hash: hashOf(secret) };
}

/** 256 random bits need no slow hash. */
function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
