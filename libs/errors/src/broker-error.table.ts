/** One row of the table: how a code looks from outside. */
export interface BrokerErrorRow {
  /** HTTP status of the problem document. */
  readonly status: number;
  /** RFC 6749 section 5.2 `error` used at `/oauth2/*`, whose clients expect that form. */
  readonly oauth: string;
  /** RFC 9457 `title`: the same for every occurrence. */
  readonly title: string;
}

const row = (status: number, oauth: string, title: string): BrokerErrorRow => ({ status, oauth, title });

/**
 * Every error that can leave the broker. Each code has a heading in `docs/errors.md`, which its problem `type` points to.
 */
export const brokerErrorTable = {
  invalid_request: row(400, 'invalid_request', 'The request is not valid'),
  unauthenticated: row(401, 'invalid_client', 'The credentials are missing or not accepted'),
  forbidden_by_policy: row(403, 'invalid_target', 'The entitlements of this caller do not allow the request'),
  forbidden: row(403, 'access_denied', 'The role of this operator does not allow the request'),
  fresh_sign_in_required: row(403, 'access_denied', 'The operator has to sign in again first'),
  consent_required: row(403, 'consent_required', 'The person has to consent first'),
  consent_pending: row(403, 'consent_required', 'The person has been asked and has not answered yet'),
  consent_rejected: row(403, 'consent_required', 'The person was asked and refused'),
  token_too_broad: row(403, 'invalid_scope', 'The token would carry more than the caller may hold'),
  identity_unavailable: row(403, 'invalid_grant', 'The token cannot say whose it is'),
  not_found: row(404, 'invalid_request', 'There is nothing at this address'),
  unknown_operation: row(404, 'invalid_request', 'The gateway knows no such DingTalk operation'),
  conflict: row(409, 'invalid_request', 'The request does not fit the present state'),
  rate_limited: row(429, 'temporarily_unavailable', 'Too many requests'),
  internal_error: row(500, 'server_error', 'Something went wrong inside the broker'),
  temporarily_unavailable: row(503, 'temporarily_unavailable', 'The request cannot be served right now'),
} as const satisfies Record<string, BrokerErrorRow>;

export type BrokerErrorCode = keyof typeof brokerErrorTable;
