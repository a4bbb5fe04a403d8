import type { ConsentPageCode } from './pages/consent-page.model.js';

/** How a consent ended, as it is kept with its state, so that reloading one's own result shows it again. Holds no secret. */
export interface ConsentResult {
  readonly code: ConsentPageCode;
  /** Stands on the page and in the log line. */
  readonly reference: string;
  readonly application: string;
  /** Set: the person did not come to consent, but to sign in. */
  readonly signingIn?: 'me' | 'operator';
  /** Set: the person was asked inside DingTalk's client, and is asked again there. */
  readonly inClient?: true;
  readonly corpId?: string;
  readonly service?: string;
  readonly returnUrl?: string;
  readonly consentId?: string;
  readonly signedInAs?: string;
  readonly grantedScopes?: readonly string[];
  readonly missingScopes?: readonly string[];
  /** What DingTalk called the failure, if that can be explained. */
  readonly dingtalkCode?: string;
  /** Why the service asked, in its words. */
  readonly reason?: string;
  /** When the grant ends by itself, RFC 3339. */
  readonly endsAt?: string;
  /** It ends with its first use. */
  readonly once?: boolean;
  /** There is an application through which the person can sign in to their own grants. */
  readonly signInOffered?: boolean;
}
