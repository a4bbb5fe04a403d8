import type { DingTalkFailure, InClientObstacle } from '@app/dingtalk';
import type { ConsentChannel } from './consent-states.js';
import type { ConsentPageCode } from './pages/consent-page.model.js';

/** What a person can do about it decides the page. */
export function pageOfFailure(
  { operation, remedy }: DingTalkFailure,
  channel: ConsentChannel = 'browser',
): ConsentPageCode {
  switch (remedy) {
    case 'transient':
      return 'dingtalk_unavailable';
    case 'fix_the_configuration':
      return 'application_misconfigured';
    case 'ask_the_person':
      // A spent code ends the step it belonged to; a token that cannot say whose it is lacks the identity scope; anything else the
      // application itself was refused. Inside the client the code comes from a script, and may never have been good.
      if (operation === 'oauth2.exchange')
        return channel === 'in_client' ? 'in_client_code_refused' : 'consent_step_used';
      return operation === 'contact.users' ? 'identity_unavailable' : 'application_misconfigured';
  }
}

/** The same where the client brought no answer. */
export const pageOfObstacle: Record<InClientObstacle, ConsentPageCode> = {
  failed: 'in_client_failed',
  to_admin: 'in_client_to_admin',
  organisation: 'in_client_organisation',
  too_old: 'in_client_too_old',
  elsewhere: 'in_client_elsewhere',
};
