/** What DingTalk's refusal of a call says about the user token that was sent with it. */
export type RefusedToken =
  /** The token itself is no longer honoured. */
  | 'token'
  /** The token does not carry the permission point, or no longer. */
  | 'scopes';

const meanings: Readonly<Record<string, RefusedToken>> = {
  InvalidAuthentication: 'token',
  'accesstoken.expired': 'token',
  'Forbidden.AccessDenied.AccessTokenPermissionDenied': 'scopes',
  'permission.deny': 'scopes',
  needAuth: 'scopes',
};

/** Codes that say that a permission point is missing. */
export const missingScopeCodes: ReadonlySet<string> = new Set(
  Object.entries(meanings).flatMap(([code, meaning]) => (meaning === 'scopes' ? [code] : [])),
);

/** The codes a caller may report. */
export const refusedTokenCodes: readonly string[] = Object.keys(meanings);

/** Undefined for a code that says nothing about the token: throttling, a missing parameter, a server at fault. */
export function readRefusedToken(code: string): RefusedToken | undefined {
  return Object.hasOwn(meanings, code) ? meanings[code] : undefined;
}
