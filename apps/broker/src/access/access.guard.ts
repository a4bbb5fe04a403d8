import type { AccessTokens } from '@app/callers';
import { BrokerError } from '@app/errors';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { ACCESS, type Access } from './access.js';
import { type OperatorPermission, roleHolds } from './operator-permissions.js';
import type { Operators } from './operators.js';

/** The only guard for who may call: a route that declares nothing is refused. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly accessTokens: AccessTokens,
    private readonly operators: Operators,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const access = this.reflector.get<Access | undefined>(ACCESS, context.getHandler());
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    switch (access?.to) {
      case 'public':
        return true;
      case 'callers':
        return this.admitCaller(request);
      case 'operators':
        return this.admitOperator(request, access.permission);
      case undefined:
        throw new Error(`${context.getClass().name}.${context.getHandler().name} does not declare who may call it`);
    }
  }

  /** Does not wait where the token was verified before, which is nearly always. */
  private admitCaller(request: FastifyRequest): boolean | Promise<boolean> {
    const token = bearerOf(request);
    const known = this.accessTokens.recall(token);
    if (known) {
      Object.assign(request, { caller: known });
      return true;
    }
    return this.verifyCaller(request, token);
  }

  private async verifyCaller(request: FastifyRequest, token: string): Promise<boolean> {
    const caller = await this.accessTokens.verify(token);
    if (!caller)
      throw unauthenticated('The access token is not one of this broker’s, or has expired. Get one at /oauth2/token.');
    Object.assign(request, { caller });
    return true;
  }

  private admitOperator(request: FastifyRequest, permission: OperatorPermission): boolean {
    const operator = this.operators.byToken(bearerOf(request));
    if (!operator) throw unauthenticated('The operator token is not known.');
    if (!roleHolds(operator.role, permission)) {
      throw new BrokerError('forbidden', {
        detail: `This needs the permission ${permission}.`,
        members: { permission },
      });
    }
    Object.assign(request, { operator });
    return true;
  }
}

function bearerOf(request: FastifyRequest): string {
  const [, token] = /^Bearer ([A-Za-z0-9._~+/=-]+)$/i.exec(request.headers.authorization ?? '') ?? [];
  if (token === undefined) throw unauthenticated('Send Authorization: Bearer <token>.');
  return token;
}

function unauthenticated(detail: string): BrokerError {
  return new BrokerError('unauthenticated', { detail });
}
