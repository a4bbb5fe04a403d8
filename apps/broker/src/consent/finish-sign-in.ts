import type { ConsentRequest } from '@app/dingtalk';
import type { Logger } from 'pino';
import type { OperatorBrowsers } from '../access/operator-browsers.js';
import type { PersonSessions } from '../access/person-sessions.js';
import { referenceOf } from '../pages/reference.js';
import type { ConsentResult } from './consent-result.js';
import type { ConsentStates, SignInUnderWay } from './consent-states.js';
import type { Returned } from './finish-consent.js';
import { pageOfFailure } from './page-of-failure.js';

/**
 * What happens when a person comes back who only wanted to say who they are: DingTalk's tokens are forgotten here, and a session is
 * opened. An application that is suspended still lets people in, because they must be able to withdraw from it.
 */
export class FinishSignIn {
  constructor(
    private readonly people: PersonSessions,
    private readonly operators: OperatorBrowsers,
    private readonly states: ConsentStates,
    private readonly log: Logger,
  ) {}

  /** True if the person is signed in; otherwise the page to show is kept with the state. */
  async execute(returned: Returned, exchange: ConsentRequest): Promise<boolean> {
    const underWay = returned.appState as SignInUnderWay;
    const requestId = exchange.request.id;
    const reference = referenceOf(requestId);
    const code = await this.codeOf(returned, underWay, exchange).catch((err: unknown) => {
      this.log.error({ requestId, reference, err }, 'sign-in ended unexpectedly');
      return 'internal_error' as const;
    });
    this.log.info({ requestId, reference, code: code ?? 'signed_in' }, 'sign-in ended');
    const { application, purpose } = underWay;
    await this.states.keepResult(
      underWay,
      code ? { code, reference, application, signingIn: purpose } : { signedIn: true },
    );
    return code === undefined;
  }

  /** Of the page that says why not; undefined for a person who is signed in. */
  private async codeOf(
    returned: Returned,
    { application, purpose }: SignInUnderWay,
    exchange: ConsentRequest,
  ): Promise<ConsentResult['code'] | undefined> {
    switch (returned.kind) {
      case 'refused':
        return 'sign_in_refused';
      case 'failed': {
        const { operation, code, message } = returned.failure;
        this.log.warn(
          { requestId: exchange.request.id, application, operation, code, reason: message },
          'sign-in failed',
        );
        return pageOfFailure(returned.failure);
      }
      case 'authorised':
        if (purpose === 'operator') {
          const isOperator = await this.operators.openForPerson(exchange, returned.person, application);
          return isOperator ? undefined : 'operator_unknown';
        }
        await this.people.open(exchange, returned.person, application);
        return undefined;
    }
  }
}
