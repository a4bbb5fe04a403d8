import { type ConsentStartOptions, DingTalkAuthGuard, DingTalkStrategy } from '@app/dingtalk';
import { Inject, Injectable } from '@nestjs/common';
import { StartSignIn } from './start-sign-in.js';

/** Sends the person to DingTalk; they return where consents return, and the state says what for. */
@Injectable()
export class SignInGuard extends DingTalkAuthGuard {
  constructor(
    @Inject(DingTalkStrategy) strategy: DingTalkStrategy,
    @Inject(StartSignIn) private readonly startSignIn: StartSignIn,
  ) {
    super(strategy);
  }

  protected override async consentOptions(): Promise<ConsentStartOptions> {
    return this.startSignIn.execute();
  }
}
