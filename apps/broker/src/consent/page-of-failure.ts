import type { DingTalkFailure } from '@app/dingtalk';
import type { ConsentPageCode } from './pages/consent-page.model.js';

/** What a person can do about it decides the page. */
export function pageOfFailure({ operation, remedy }: DingTalkFailure): ConsentPageCode {
  switch (remedy) {
    case 'transient':
      return 'dingtalk_unavailable';
    case 'fix_the_configuration':
      return 'application_misconfigured';
    case 'ask_the_person':
      // A spent code ends the step it belonged to; a token that cannot say whose it is lacks the identity scope; anything else the
      // application itself was refused.
      if (operation === 'oauth2.exchange') return 'consent_step_used';
      return operation === 'contact.users' ? 'identity_unavailable' : 'application_misconfigured';
  }
}
