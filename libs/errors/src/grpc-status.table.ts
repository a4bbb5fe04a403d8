import type { BrokerErrorCode } from './broker-error.table.js';

/**
 * The gRPC status of each code: `OK` where the code is an outcome of the answer, null where nothing reaches it through gRPC.
 * Names, so that nothing on this level needs a gRPC library.
 */
export const grpcStatusTable = {
  invalid_request: 'INVALID_ARGUMENT',
  unauthenticated: 'UNAUTHENTICATED',
  forbidden_by_policy: 'PERMISSION_DENIED',
  forbidden: null,
  fresh_sign_in_required: null,
  consent_required: 'OK',
  consent_pending: 'OK',
  consent_rejected: 'OK',
  token_too_broad: 'PERMISSION_DENIED',
  identity_unavailable: 'OK',
  not_found: 'NOT_FOUND',
  unknown_operation: null,
  conflict: null,
  rate_limited: 'RESOURCE_EXHAUSTED',
  internal_error: 'INTERNAL',
  temporarily_unavailable: 'UNAVAILABLE',
} as const satisfies Record<BrokerErrorCode, string | null>;
