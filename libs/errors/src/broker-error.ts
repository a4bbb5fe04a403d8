import type { BrokerErrorCode } from './broker-error.table.js';

/** What was wrong with one member of a request. `pointer` is an RFC 6901 JSON pointer, empty for the whole body. */
export interface InvalidMember {
  readonly pointer: string;
  readonly reason: string;
}

export interface BrokerErrorOptions {
  /** Text for the caller: what happened and what to do. Never a secret, never the text of another system. */
  readonly detail: string;
  /** Extra members of the answer, as the contract names them for this code (`consentUrl`, `retryAfterSeconds`, `errors`, …). */
  readonly members?: Readonly<Record<string, unknown>>;
  /** What the log should know and the caller should not. */
  readonly internal?: string;
  readonly cause?: unknown;
}

/** The only error type that crosses from a use case to a transport. Carries two texts: one to show, one to log. */
export class BrokerError extends Error {
  readonly code: BrokerErrorCode;
  readonly detail: string;
  readonly members: Readonly<Record<string, unknown>>;
  readonly internal: string | undefined;

  constructor(code: BrokerErrorCode, options: BrokerErrorOptions) {
    super(options.internal ?? options.detail, { cause: options.cause });
    this.name = 'BrokerError';
    this.code = code;
    this.detail = options.detail;
    this.members = options.members ?? {};
    this.internal = options.internal;
  }

  /** A request that cannot be understood or served as it is; `errors` says where. */
  static invalidRequest(errors: readonly InvalidMember[], detail?: string): BrokerError {
    return new BrokerError('invalid_request', {
      detail: detail ?? errors.map(({ pointer, reason }) => (pointer ? `${pointer}: ${reason}` : reason)).join('; '),
      members: { errors },
    });
  }

  /** Nothing is wrong with the request but that there were too many; the same one may succeed after `retryAfterSeconds`. */
  static rateLimited(retryAfterSeconds: number, internal?: string): BrokerError {
    return new BrokerError('rate_limited', {
      detail: `Too many requests. Try again in ${retryAfterSeconds} s.`,
      members: { retryAfterSeconds },
      ...(internal !== undefined && { internal }),
    });
  }

  /** Nothing is wrong with the request; the same one may succeed after `retryAfterSeconds`. */
  static temporarilyUnavailable(retryAfterSeconds: number, internal: string, cause?: unknown): BrokerError {
    return new BrokerError('temporarily_unavailable', {
      detail: `Try again in ${retryAfterSeconds} s.`,
      members: { retryAfterSeconds },
      internal,
      cause,
    });
  }
}
