import { Secret } from '@app/secret';
import type { DataKeys } from './data-keys.js';
import { envelopeDataKeyId, openWith, type Place, sealWith } from './envelope.js';

/** A sealed value did not open: it was changed, moved, or its key is missing. Never says what was inside. */
export class SealError extends Error {
  constructor(place: Place, cause: unknown) {
    super(`The sealed ${place.table}.${place.column} of ${place.row}, version ${place.version}, does not open`, {
      cause,
    });
    this.name = 'SealError';
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
}
