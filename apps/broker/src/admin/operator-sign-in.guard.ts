import { type ConsentStartOptions, DingTalkAuthGuard, DingTalkStrategy } from '@app/dingtalk';
import { BrokerError } from '@app/errors';
import { type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { SignIn } from '../access/sign-in.js';
import { AdminAddress } from './admin-address.js';

/** Sends an operator to DingTalk; they return where consents return, and the state says what for. */
@Injectable()
export class OperatorSignInGuard extends DingTalkAuthGuard {
  constructor(
    @Inject(DingTalkStrategy) strategy: DingTalkStrategy,
    @Inject(SignIn) private readonly signIn: SignIn,
    @Inject(AdminAddress) private readonly address: AdminAddress,
  ) {
    super(strategy);
  }

  protected override async consentOptions(context: ExecutionContext): Promise<ConsentStartOptions> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const options = await this.signIn.start('operator', this.address.of(request));
    if (options) return options;
    throw new BrokerError('not_found', {
      detail: 'No application is marked signIn, so nobody can sign in through DingTalk. Use an operator token.',
    });
  }
}
