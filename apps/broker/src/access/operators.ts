import type { OperatorTokens } from '@app/operators';
import { Secret } from '@app/secret';
import type { FastifyRequest } from 'fastify';
import type { Operator } from './access.js';
import { bearerOf } from './caller-of.js';
import type { OperatorBrowsers } from './operator-browsers.js';
import { type OperatorPermission, roleHolds } from './operator-permissions.js';

const bootstrap: Operator = { id: null, name: 'bootstrap', role: 'owner', permissions: null };

/** Knows operators by what they present. */
export class Operators {
  constructor(
    private readonly bootstrapToken: Secret | undefined,
    private readonly tokens: OperatorTokens,
    private readonly browsers: OperatorBrowsers,
  ) {}

  /** By the token it carries or, without any, by who is signed in in the browser it comes from. Throws `unauthenticated` for neither. */
  async of(request: FastifyRequest): Promise<Operator | undefined> {
    const { authorization } = request.headers;
    const signedIn = authorization === undefined ? await this.browsers.operatorOf(request) : undefined;
    return signedIn ?? this.byToken(bearerOf(authorization));
  }

  /** The operator a bearer token belongs to. The bootstrap token is operator `bootstrap`, role `owner`; absent, it is off. */
  private async byToken(token: string): Promise<Operator | undefined> {
    const given = Secret.of(token);
    return this.bootstrapToken?.equals(given) ? bootstrap : this.tokens.holderOf(given);
  }
}

/** The role holds it, and the token is not kept from it. */
export function mayDo({ role, permissions }: Operator, permission: OperatorPermission): boolean {
  return roleHolds(role, permission) && (permissions === null || permissions.includes(permission));
}
