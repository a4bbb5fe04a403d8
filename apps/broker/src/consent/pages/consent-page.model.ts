import type { PageLanguage } from '../../pages/page-language.js';

export const consentPageCodes = [
  'granted',
  'consent_rejected',
  'consent_expired',
  'consent_step_used',
  'consent_other_browser',
  'consent_other_person',
  'consent_not_member',
  'consent_link_invalid',
  'sign_in_refused',
  'operator_unknown',
  'dingtalk_unavailable',
  'application_misconfigured',
  'identity_unavailable',
  'application_suspended',
  'in_client_elsewhere',
  'in_client_too_old',
  'in_client_failed',
  'in_client_to_admin',
  'in_client_code_refused',
  'in_client_organisation',
  'internal_error',
] as const;

export type ConsentPageCode = (typeof consentPageCodes)[number];

/** A permission point, named the way DingTalk names it to people: verb + 你的 + thing. */
export interface NamedScope {
  code: string;
  name: Record<PageLanguage, string>;
}

/** Everything a person may be told at the end of a consent. Absent members shorten the page; they never leave a gap in it. */
export interface ConsentPageModel {
  code: ConsentPageCode;
  /** What the person reads out to an administrator, for example `7f3a-91c2`; the log line carries the same one. */
  reference: string;
  /** The application's display name. */
  application?: string;
  /** The organisation's display name, or its corpId; `-` is the constant of a personal application and is not shown. */
  organisation?: string;
  /** The name of the caller that asked, as in “back to {service}”. */
  service?: string;
  /** Already checked against the application's `returnUrls`. */
  returnUrl?: string;
  /** Starts the same consent again. */
  retryUrl?: string;
  switchAccountUrl?: string;
  /** The same consent over DingTalk's pages, where it was asked for inside the client. */
  redirectUrl?: string;
  myGrantsUrl?: string;
  /** This page in either language; without it `?lang=`, which drops the page's own query. */
  languageUrl?: Record<PageLanguage, string>;
  signedInAs?: { name: string; organisation?: string };
  grantedScopes?: NamedScope[];
  /** Asked for and not granted; when there are any, `granted` says so first. */
  missingScopes?: NamedScope[];
  /** Why the service asked, in its own words. */
  reason?: string;
  /** When the grant ends by itself. */
  endsAt?: Date;
  /** It ends with its first use. */
  once?: boolean;
  expiredAt?: Date;
  /** What DingTalk called the failure; one that `dingtalkErrors` explains. */
  dingtalkCode?: string;
}

/**
 * 4xx is something the person or the link did, 5xx something only we, DingTalk or an administrator can mend.
 * 410 tells the link apart that was good once; 502 is DingTalk answering with a token that names nobody;
 * 503 is expected to pass without the person changing anything.
 */
const httpStatuses: Record<ConsentPageCode, number> = {
  granted: 200,
  consent_rejected: 403,
  consent_expired: 410,
  consent_step_used: 410,
  consent_other_browser: 400,
  consent_other_person: 403,
  consent_not_member: 403,
  consent_link_invalid: 400,
  sign_in_refused: 403,
  operator_unknown: 403,
  dingtalk_unavailable: 503,
  application_misconfigured: 500,
  identity_unavailable: 502,
  application_suspended: 503,
  in_client_elsewhere: 400,
  in_client_too_old: 400,
  in_client_failed: 502,
  in_client_to_admin: 403,
  in_client_code_refused: 400,
  in_client_organisation: 400,
  internal_error: 500,
};

export const httpStatusOf = (code: ConsentPageCode): number => httpStatuses[code];
