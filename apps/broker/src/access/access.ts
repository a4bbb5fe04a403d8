import type { VerifiedCaller } from '@app/callers';
import type { OperatorRole, SessionHolder } from '@app/operators';
import { SetMetadata } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { OperatorPermission } from './operator-permissions.js';

/** Who may call a route. */
export type Access =
  | { readonly to: 'public'; readonly because: string }
  | { readonly to: 'callers' }
  | { readonly to: 'clients' }
  | { readonly to: 'operators'; readonly permission: OperatorPermission; readonly fresh: boolean };

export const ACCESS = 'access';

/** Nobody is asked who they are; say why that is right. */
export const Public = (because: string) => SetMetadata<string, Access>(ACCESS, { to: 'public', because });

/** Callers with an access token of the broker. What they may ask is their entitlements' business. */
export const AllowCallers = () => SetMetadata<string, Access>(ACCESS, { to: 'callers' });

/** Callers that are still to prove who they are, by something else than an access token. */
export const AllowClients = () => SetMetadata<string, Access>(ACCESS, { to: 'clients' });

/** Operators whose role has the permission; `fresh`: who have signed in a moment ago, if they are signed in in a browser. */
export const AllowOperators = (permission: OperatorPermission, fresh: boolean) =>
  SetMetadata<string, Access>(ACCESS, { to: 'operators', permission, fresh });

/** What is known of an operator who is signed in in a browser. */
interface OperatorBrowserSession extends Pick<SessionHolder, 'signedInAt' | 'way' | 'secondsSinceSignIn'> {
  readonly id: string;
  readonly formToken: string;
}

/** Who acts as an operator in a request. */
export interface Operator {
  /** Null for the holder of the bootstrap token, who is no row of ours. */
  readonly id: string | null;
  readonly name: string;
  readonly role: OperatorRole;
  /** Of those the role holds, what the token that was sent may be used for; null: all of them. */
  readonly permissions: readonly string[] | null;
  /** Set for whoever is signed in in a browser. */
  readonly session?: OperatorBrowserSession;
}

export type CallerRequest = FastifyRequest & { caller: VerifiedCaller };
export type OperatorRequest = FastifyRequest & { operator: Operator };
