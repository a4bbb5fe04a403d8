import { NewHandle } from '@app/callers';
import type { IssueHandleResponse } from '@app/contract';
import type { Secret } from '@app/secret';
import type { Decided, HandOut } from './hand-out.js';
import type { HandOutAsked } from './hand-out-asked.js';

/** What a handle shall be, beyond what is asked of every hand-out. */
export interface HandleWanted {
  readonly ttlSeconds: number;
  /** SHA-256 of the certificate (RFC 8705) or of the key (RFC 7638, for RFC 9449) without which it shall not work; null: for whoever holds it. */
  readonly certificateHash: Buffer | null;
  readonly keyHash: Buffer | null;
}

interface IssuedHandle extends Pick<Decided, 'handoutId' | 'corpId' | 'userId' | 'unionId'> {
  readonly handle: Secret;
  readonly expiresAt: Date;
}

/** Hands a caller a handle: it carries what was asked for and no more, and works at the broker's own gateway alone. */
export class HandOutHandle {
  constructor(private readonly handOut: HandOut) {}

  /** Throws `BrokerError` for every outcome but a handle. */
  async execute(asked: HandOutAsked, wanted: HandleWanted): Promise<IssueHandleResponse> {
    const { handle, expiresAt, handoutId } = await this.issue(asked, wanted);
    return { handle: handle.reveal(), expiresAt: expiresAt.toISOString(), scopes: [...asked.scopes], handoutId };
  }

  /** The same, with whose it is. */
  async issue(asked: HandOutAsked, wanted: HandleWanted): Promise<IssuedHandle> {
    const made = new NewHandle();
    const decided = await this.handOut.execute(asked, { as: 'handle', handleHash: made.hash, ...wanted });
    const { corpId, userId, unionId, liveUntil, handoutId } = decided;
    if (!liveUntil) throw new Error('The hand-out statement answered a handle without its end');
    return { handle: made.in(corpId), expiresAt: liveUntil, handoutId, corpId, userId, unionId };
  }
}
