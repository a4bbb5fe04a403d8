/** What the broker answered instead of what was asked for. Switch on `code`; docs/errors.md explains each. */
export type Outcome =
  | {
      readonly code: 'consent_required';
      readonly consentUrl: string;
      readonly missingScopes: readonly string[];
      readonly reason: string;
    }
  | {
      readonly code: 'consent_pending';
      readonly consentId: string;
      readonly consentUrl: string;
      readonly expiresAt: Date;
    }
  | { readonly code: 'consent_rejected'; readonly consentId: string; readonly consentUrl: string }
  | { readonly code: 'forbidden_by_policy'; readonly rule: string }
  | { readonly code: 'token_too_broad'; readonly handleUrl: string; readonly beyond: readonly string[] }
  | {
      readonly code: 'invalid_request';
      readonly errors: readonly { readonly pointer: string; readonly reason: string }[];
    }
  | { readonly code: 'temporarily_unavailable' | 'rate_limited'; readonly retryAfterSeconds: number }
  | { readonly code: 'unauthenticated' | 'identity_unavailable' | 'not_found' | 'unknown_operation' | 'conflict' }
  /** The broker cannot be reached, or what answers is not a broker. */
  | { readonly code: 'unreachable' }
  /** No answer came before the deadline of the call. */
  | { readonly code: 'deadline_exceeded' }
  /** A fault of the broker, or a code that this version of the client does not know. */
  | { readonly code: 'internal_error' };

/** Who can do something about it. `wait`: the same request may succeed later. */
export type Remedy = 'wait' | 'person' | 'operator' | 'developer';

const remedies: Readonly<Record<Outcome['code'], Remedy>> = {
  consent_required: 'person',
  consent_pending: 'person',
  consent_rejected: 'person',
  identity_unavailable: 'person',
  forbidden_by_policy: 'operator',
  token_too_broad: 'operator',
  unauthenticated: 'operator',
  invalid_request: 'developer',
  not_found: 'developer',
  unknown_operation: 'developer',
  conflict: 'developer',
  temporarily_unavailable: 'wait',
  rate_limited: 'wait',
  unreachable: 'wait',
  deadline_exceeded: 'wait',
  internal_error: 'operator',
};

interface About {
  readonly detail?: string | undefined;
  /** Leads to the cause in the broker's log. */
  readonly requestId?: string | undefined;
  readonly cause?: unknown;
}

/** The one error this client throws, but for the reason of a signal that was aborted. */
export class TokenBrokerError extends Error {
  readonly requestId: string | undefined;

  constructor(
    readonly outcome: Outcome,
    { detail, requestId, cause }: About = {},
  ) {
    super(detail ? `${outcome.code}: ${detail}` : outcome.code, { cause });
    this.name = 'TokenBrokerError';
    this.requestId = requestId;
  }

  get code(): Outcome['code'] {
    return this.outcome.code;
  }

  get remedy(): Remedy {
    return remedies[this.code];
  }
}

/** Reads an outcome from what either transport carried. Members that are missing or of another type become empty. */
export function outcomeOf(code: unknown, members: Readonly<Record<string, unknown>>): Outcome {
  const text = (name: string) => (typeof members[name] === 'string' ? members[name] : '');
  const texts = (name: string) =>
    Array.isArray(members[name]) ? members[name].filter((item): item is string => typeof item === 'string') : [];
  switch (code) {
    case 'consent_required':
      return { code, consentUrl: text('consentUrl'), missingScopes: texts('missingScopes'), reason: text('reason') };
    case 'consent_pending':
      return {
        code,
        consentId: text('consentId'),
        consentUrl: text('consentUrl'),
        expiresAt: new Date(text('expiresAt')),
      };
    case 'consent_rejected':
      return { code, consentId: text('consentId'), consentUrl: text('consentUrl') };
    case 'forbidden_by_policy':
      return { code, rule: text('rule') };
    case 'token_too_broad':
      return { code, handleUrl: text('handleUrl'), beyond: texts('beyond') };
    case 'invalid_request':
      return { code, errors: Array.isArray(members.errors) ? members.errors : [] };
    case 'temporarily_unavailable':
    case 'rate_limited':
      return { code, retryAfterSeconds: Number(members.retryAfterSeconds) || 0 };
    case 'unauthenticated':
    case 'identity_unavailable':
    case 'not_found':
    case 'unknown_operation':
    case 'conflict':
      return { code };
    default:
      return { code: 'internal_error' };
  }
}
