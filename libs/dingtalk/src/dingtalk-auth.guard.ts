import { type ExecutionContext, Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ConsentCallbackOptions, ConsentReturn, ConsentStartOptions, InClientReturn } from './consent-return.js';
import { DingTalkStrategy } from './dingtalk.strategy.js';
import { PassportRequest, PassportResponse } from './passport-on-fastify.js';

/** What a controller behind a callback guard receives. */
export type RequestWithConsentReturn = FastifyRequest & { consentReturn: ConsentReturn };
/** The same where the person was asked by `openAuth`. */
export type RequestWithInClientReturn = FastifyRequest & { consentReturn: InClientReturn };

/**
 * Runs `DingTalkStrategy` on Fastify, without sessions. Subclass it once for the start and once for the callback.
 *
 * - start: the reply is the redirect, and the controller's method is never reached. The guard's promise stays unsettled on purpose: any
 *   settled value would make Nest answer a second time.
 * - callback: every way of coming back lets the request through with `request.consentReturn`, and the controller decides the page.
 *   What is thrown is unexpected: an error of the state store, of `consentOptions`, or of a callback's `application`.
 */
@Injectable()
export abstract class DingTalkAuthGuard extends AuthGuard() {
  constructor(strategy: DingTalkStrategy) {
    super({ defaultStrategy: strategy.name });
  }

  /** Which application, and where to: asked before anything happens, so throwing here leaves nothing behind. */
  protected abstract consentOptions(
    context: ExecutionContext,
  ): ConsentStartOptions | ConsentCallbackOptions | Promise<ConsentStartOptions | ConsentCallbackOptions>;

  override async getAuthenticateOptions(context: ExecutionContext) {
    return { ...(await this.consentOptions(context)), session: false };
  }

  override getRequest(context: ExecutionContext) {
    const http = context.switchToHttp();
    return new PassportRequest(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  getResponse(context: ExecutionContext) {
    return new PassportResponse(context.switchToHttp().getResponse<FastifyReply>());
  }

  override handleRequest<TUser>(
    error: unknown,
    authorised: TUser | false | undefined,
    otherwise: InClientReturn | undefined,
    context: ExecutionContext,
  ): TUser {
    const consentReturn = authorised || otherwise;
    if (error || !consentReturn) throw error ?? new Error('Passport ended without an outcome');
    Object.assign(context.switchToHttp().getRequest<FastifyRequest>(), { consentReturn });
    return consentReturn as TUser;
  }
}
