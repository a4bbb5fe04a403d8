import { randomBytes } from 'node:crypto';
import type { Secret } from '@app/secret';
import { decrypt, encrypt, isSignedBy, type SignedParts, sign } from './callback-crypto.js';
import type { DingTalkEvent } from './dingtalk-event.js';
import { eventsOfMessage } from './event-envelope.js';
import { Fields } from './fields.js';
import { PushRefusal } from './push-refusal.js';

/** What DingTalk's console and the broker agreed on for one application. */
export interface PushKeys {
  readonly token: Secret;
  readonly aesKey: Secret;
  /** Whom a push may be encrypted for: the Client ID, in old registrations the organisation. */
  readonly owners: readonly string[];
}

export interface OpenedPush {
  /** Mostly one; the synchronised push of an ISV holds several. */
  readonly events: readonly DingTalkEvent[];
  /** What DingTalk wants to hear, once the events are safe; anything else makes it send them again. */
  answer(): PushAnswer;
}

interface PushAnswer {
  readonly msg_signature: string;
  readonly timeStamp: string;
  readonly nonce: string;
  readonly encrypt: string;
}

/** A push older than this may be one that somebody recorded. DingTalk's own last attempt comes within minutes. */
const FRESH_FOR_MS = 60 * 60 * 1000;

const SIGNATURE = /^[0-9a-f]{40}$/;
const TIMESTAMP = /^[0-9]{10,13}$/;
const NONCE_LENGTH_MAX = 128;

/** One event push over HTTP, as it came. https://open.dingtalk.com/document/development/configure-event-subcription */
export class EventPush {
  private constructor(
    private readonly signature: string,
    private readonly parts: SignedParts,
    private readonly signedAt: Date,
  ) {}

  /** Looks at the form alone. Throws `PushRefusal` with `malformed`. */
  static read(query: unknown, body: unknown): EventPush {
    const { msg_signature, signature: older, timestamp, nonce } = membersOf(query);
    const { encrypt } = membersOf(body);
    const signature = msg_signature ?? older;
    const isWhole =
      isText(signature, SIGNATURE) &&
      isText(timestamp, TIMESTAMP) &&
      isText(nonce) &&
      isText(encrypt) &&
      encrypt !== '';
    if (!isWhole || nonce.length > NONCE_LENGTH_MAX) throw new PushRefusal('malformed');
    const signedAt = Fields.of({ timestamp }).time('timestamp');
    if (!signedAt) throw new PushRefusal('malformed');
    return new EventPush(signature, { timestamp, nonce, encrypt }, signedAt);
  }

  /** Verifies and decrypts. Throws `PushRefusal`, and tells nothing of the content before the signature is right. */
  open({ token, aesKey, owners }: PushKeys, now: Date): OpenedPush {
    if (!isSignedBy(token, this.parts, this.signature)) throw new PushRefusal('bad_signature');
    if (Math.abs(now.getTime() - this.signedAt.getTime()) > FRESH_FOR_MS) throw new PushRefusal('stale');
    const { message, owner } = decrypt(aesKey, this.parts.encrypt);
    if (!owners.includes(owner)) throw new PushRefusal('wrong_owner');
    return {
      events: eventsOfMessage(jsonOf(message), this.signedAt),
      answer: () => answerFor(token, aesKey, owner),
    };
  }
}

function answerFor(token: Secret, aesKey: Secret, owner: string): PushAnswer {
  const parts = {
    timestamp: String(Date.now()),
    nonce: randomBytes(8).toString('hex'),
    encrypt: encrypt(aesKey, 'success', owner),
  };
  const { timestamp: timeStamp, nonce } = parts;
  return { msg_signature: sign(token, parts), timeStamp, nonce, encrypt: parts.encrypt };
}

function jsonOf(message: string): unknown {
  let content: unknown;
  try {
    content = JSON.parse(message);
  } catch {
    throw new PushRefusal('malformed');
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) throw new PushRefusal('malformed');
  return content;
}

function membersOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function isText(value: unknown, form?: RegExp): value is string {
  return typeof value === 'string' && (form?.test(value) ?? true);
}
