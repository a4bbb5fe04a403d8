import { type RefusedToken, readRefusedToken } from '../refused-token.js';

/**
 * The two codes at which DingTalk shows the person its consent card and then runs the ability again.
 * https://open-dingtalk.github.io/developerpedia/docs/explore/tutorials/stream/aiplugin/java/consent
 */
const consentCodes: Readonly<Record<RefusedToken, string>> = {
  token: 'InvalidAuthentication',
  scopes: 'Forbidden.AccessDenied.AccessTokenPermissionDenied',
};

/** Failures that no consent helps against. The codes are the broker's own, so that none is taken for one of DingTalk's. */
export const pluginFailureCodes = {
  unreadable: 'TokenBroker.UnreadableCall',
  unknown_ability: 'TokenBroker.UnknownAbility',
  unknown_organisation: 'TokenBroker.UnknownOrganisation',
  not_a_member: 'TokenBroker.NotAMember',
  not_allowed: 'TokenBroker.NotAllowed',
  busy: 'TokenBroker.Busy',
  unavailable: 'TokenBroker.Unavailable',
  service_timed_out: 'TokenBroker.ServiceTimedOut',
  service_unavailable: 'TokenBroker.ServiceUnavailable',
  service_failed: 'TokenBroker.ServiceFailed',
} as const;
export type PluginFailure = keyof typeof pluginFailureCodes;

/** What makes DingTalk ask the person: their token is missing or dead, or it lacks a permission. */
export function consentCodeFor(lack: RefusedToken): string {
  return consentCodes[lack];
}

/** What a service says went wrong, if it is about the person's token: a code of the broker, of its gateway, or of DingTalk. */
export function lackNamedBy(code: string, reason?: string): RefusedToken | undefined {
  switch (code) {
    case 'consent_required':
      return reason === 'scopes_missing' ? 'scopes' : 'token';
    case 'consent_pending':
    case 'consent_rejected':
    // The handle has ended before its time: with its grant, or with the token behind it.
    case 'unauthenticated':
      return 'token';
    case 'identity_unavailable':
      return 'scopes';
    default:
      return readRefusedToken(code);
  }
}
