import { type ConsentStartOptions, DingTalkAuthGuard, DingTalkStrategy } from '@app/dingtalk';
import { BrokerError } from '@app/errors';
import { Inject, Injectable } from '@nestjs/common';
import { SignIn } from '../access/sign-in.js';

/** Sends an operator to DingTalk; they return where consents return, and the state says what for. */
@Injectable()
export class OperatorSignInGuard extends DingTalkAuthGuard {
  constructor(
    @Inject(DingTalkStrategy) strategy: DingTalkStrategy,
    @Inject(SignIn) private readonly signIn: SignIn,
  ) {
    super(strategy);
  }

  protected override async consentOptions(): Promise<ConsentStartOptions> {
    const options = await this.signIn.start('operator');
    if (options) return options;
    throw new BrokerError('not_found', {
      detail: 'No application is marked signIn, so nobody can sign in through DingTalk. Use an operator token.',
    });
  }
}
