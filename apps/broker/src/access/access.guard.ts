import type { AccessTokens, ClientCertificate, VerifiedCaller } from '@app/callers';
import { BrokerError } from '@app/errors';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { ACCESS, type Access, type Operator } from './access.js';
import { callerOf, unauthenticated } from './caller-of.js';
import { certificateMissing, certificateOf } from './certificate-of.js';
import type { FreshSignIn } from './fresh-sign-in.js';
import { mayDo, type Operators } from './operators.js';

/** The only guard for who may call: a route that declares nothing is refused. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly accessTokens: AccessTokens,
    private readonly operators: Operators,
    private readonly freshSignIn: FreshSignIn,
    /** Callers are served on connections with a client certificate only. */
    private readonly mutualTls: boolean,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const access = this.reflector.get<Access | undefined>(ACCESS, context.getHandler());
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    switch (access?.to) {
      case 'public':
        return true;
      case 'clients':
        this.certificateIn(request);
        return true;
      case 'callers':
        return this.admitCaller(request);
      case 'operators':
        return this.admitOperator(request, access);
      case undefined:
        throw new Error(`${context.getClass().name}.${context.getHandler().name} does not declare who may call it`);
    }
  }

  private admitCaller(request: FastifyRequest): boolean | Promise<boolean> {
    const caller = callerOf(this.accessTokens, request.headers.authorization, this.certificateIn(request));
    if (caller instanceof Promise) return caller.then((verified) => admit(request, { caller: verified }));
    return admit(request, { caller });
  }

  private certificateIn({ raw }: FastifyRequest): ClientCertificate | undefined {
    if (!this.mutualTls) return undefined;
    const certificate = certificateOf(raw.socket);
    if (!certificate) throw certificateMissing();
    return certificate;
  }

  private async admitOperator(
    request: FastifyRequest,
    { permission, fresh }: Extract<Access, { to: 'operators' }>,
  ): Promise<boolean> {
    const operator = await this.operators.of(request);
    if (!operator) throw unauthenticated('The operator token is not known.');
    if (!mayDo(operator, permission)) {
      throw new BrokerError('forbidden', {
        detail: `This needs the permission ${permission}.`,
        members: { permission },
      });
    }
    if (fresh) this.freshSignIn.demand(operator);
    return admit(request, { operator });
  }
}

/** What a route's handler finds on its request. */
function admit(request: FastifyRequest, who: { caller: VerifiedCaller } | { operator: Operator }): true {
  Object.assign(request, who);
  return true;
}
