import { createHmac, hkdfSync } from 'node:crypto';
import { DatabaseFailure } from '@app/database';
import { Secret } from '@app/secret';
import type { DataKeys } from './data-keys.js';
import { envelopeDataKeyId, openWith, type Place, sealWith } from './envelope.js';
import { KeyNotAtHand } from './master-key/master-key.js';

/** A sealed value did not open: it was changed, moved, or its key is missing. Never says what was inside. */
export class SealError extends Error {
  /** Its key could not be had just now, which says nothing about the value. */
  readonly mayOpenLater: boolean;

  constructor(place: Place, cause: unknown) {
    super(`The sealed ${place.table}.${place.column} of ${place.row}, version ${place.version}, does not open`, {
      cause,
    });
    this.name = 'SealError';
    this.mayOpenLater = KeyNotAtHand.caused(cause) || cause instanceof DatabaseFailure;
  }
}

/** Seals secrets for their place and opens them there, and nowhere else. */
export class Sealer {
  constructor(private readonly dataKeys: DataKeys) {}

  async seal(owner: { corpId: string; application: string }, place: Place, plain: Secret): Promise<Buffer> {
    const { id, key } = await this.dataKeys.forSealing(owner.corpId, owner.application);
    return sealWith(key, id, place, plain.reveal());
  }

  /** Throws `SealError`. */
  async open(place: Place, sealed: Buffer): Promise<Secret> {
    try {
      return Secret.of(openWith(await this.dataKeys.forOpening(envelopeDataKeyId(sealed)), place, sealed));
    } catch (cause) {
      throw new SealError(place, cause);
    }
  }

  /** A keyed hash by which the same secret is recognised later, made with the data key of its sealed form. */
  async fingerprint(sealed: Buffer, plain: Secret): Promise<Buffer> {
    const dataKey = await this.dataKeys.forOpening(envelopeDataKeyId(sealed));
    const hashKey = hkdfSync('sha256', dataKey, Buffer.alloc(0), 'secret-fingerprint', 32);
    return createHmac('sha256', Buffer.from(hashKey)).update(plain.reveal()).digest();
  }
}
