/**
 * The port to whatever holds the master key: a file today, a key management service tomorrow.
 * A master key wraps data keys and nothing else. Implementations run the suite in `conformance.ts`.
 */
export abstract class MasterKey {
  /** Id of the key that wraps from now on. */
  abstract readonly currentKeyId: string;

  /** Wraps a data key so that it unwraps only with the same `context`. */
  abstract wrap(dataKey: Buffer, context: Buffer): Promise<{ keyId: string; wrapped: Buffer }>;

  /** Throws if `keyId` is not at hand, or if `wrapped` or `context` is not what was wrapped. */
  abstract unwrap(keyId: string, wrapped: Buffer, context: Buffer): Promise<Buffer>;
}
