/**
 * A key is needed that this process does not have: its master key is not where the provider keeps them, or the data key was forgotten
 * because nothing is sealed with it any more. Nothing is lost by it, and it may be mended at any moment.
 */
export class KeyNotAtHand extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'KeyNotAtHand';
  }

  /** Whether it is why something failed. */
  static caused(thrown: unknown): boolean {
    if (thrown instanceof KeyNotAtHand) return true;
    return thrown instanceof Error && KeyNotAtHand.caused(thrown.cause);
  }
}

/**
 * The port to whatever holds the master keys: a file today, a key management service tomorrow.
 * A master key wraps data keys and nothing else. Implementations run the suite in `conformance.ts`.
 */
export abstract class MasterKey {
  /** What holds them, in a word. */
  abstract readonly provider: string;

  /** Id of the key that wraps from now on. */
  abstract readonly currentKeyId: string;

  /** Ids of all that are at hand, the current one among them. */
  abstract readonly keyIds: readonly string[];

  /** Looks which keys there are now. Throws if that cannot be told; those known before stay. */
  abstract lookAgain(): Promise<void>;

  /** Wraps a data key so that it unwraps only with the same `context`. */
  abstract wrap(dataKey: Buffer, context: Buffer): Promise<{ keyId: string; wrapped: Buffer }>;

  /** Throws `KeyNotAtHand`, after looking again, if `keyId` is not there; another error if `wrapped` or `context` is not what was wrapped. */
  abstract unwrap(keyId: string, wrapped: Buffer, context: Buffer): Promise<Buffer>;
}
