import type { Application, Applications } from '../world/applications.js';
import type { Settings } from '../world/settings.js';
import { readScope } from './scope.js';

/** A valid visit to `/oauth2/auth`. */
export interface AuthorizeRequest {
  readonly application: Application;
  readonly redirectUri: string;
  readonly state?: string;
  /** Whether the answer names an organisation. */
  readonly wantsCorp: boolean;
  readonly managementOnly: boolean;
  /** Preselected by the link. */
  readonly corpId?: string;
  /** Chosen on the organisation page, or by a test. */
  readonly chosen?: string;
  readonly prompted: boolean;
  /** For tests: acts as this person without a login. */
  readonly as?: string;
  /** For tests: decides without a page. */
  readonly auto?: 'agree' | 'refuse';
}

export type BrokenLink = 'unknown_client' | 'unregistered_redirect_uri' | 'unpublished';

export type Judged =
  | { kind: 'valid'; request: AuthorizeRequest }
  /** DingTalk's own page: nobody knows where the person would be sent. */
  | { kind: 'broken'; reason: BrokenLink }
  | { kind: 'refused'; location: string };

type Query = Readonly<Record<string, unknown>>;

/** Judges the query of an authorization link, in DingTalk's order: who asks and where it goes before anything else. */
export function judge(query: Query, applications: Applications, settings: Settings): Judged {
  const text = (name: string) => (typeof query[name] === 'string' ? query[name] : undefined);
  const application = applications.find(text('client_id') ?? '');
  if (!application) return { kind: 'broken', reason: 'unknown_client' };
  const redirectUri = text('redirect_uri');
  if (redirectUri === undefined || !application.redirectUris.includes(redirectUri)) {
    return { kind: 'broken', reason: 'unregistered_redirect_uri' };
  }
  if (!application.published) return { kind: 'broken', reason: 'unpublished' };
  const state = text('state');
  const refuse = (error: string): Judged => ({ kind: 'refused', location: refusal({ redirectUri, state }, error) });
  if (text('response_type') !== 'code') return refuse('unsupported_response_type');
  const scope = readScope(text('scope') ?? '');
  if (!scope.includes('openid')) return refuse('invalid_scope');
  const prompted = text('prompt') !== undefined;
  if (!prompted && settings.values.prompt === 'strict') return refuse('invalid_request');
  const auto = text('auto');
  return {
    kind: 'valid',
    request: {
      application,
      redirectUri,
      state,
      wantsCorp: scope.includes('corpid'),
      managementOnly: text('org_type') === 'management',
      corpId: text('corpId') || undefined,
      chosen: text('corp') || undefined,
      prompted,
      as: text('as'),
      auto: auto === 'agree' || auto === 'refuse' ? auto : undefined,
    },
  };
}

type Return = Pick<AuthorizeRequest, 'redirectUri' | 'state'>;

/** The redirect of a person or a server that said no. DingTalk does not document the values of `error`. */
export const refusal = (to: Return, error: string): string => redirect(to, { error });

/** The redirect of a person who agreed: the same code under two names, or under the older one only. */
export function success(to: Return, code: string, codeParameter: 'both' | 'authCode'): string {
  return redirect(to, codeParameter === 'both' ? { code, authCode: code } : { authCode: code });
}

function redirect({ redirectUri, state }: Return, parameters: Record<string, string>): string {
  const location = new URL(redirectUri);
  for (const [name, value] of Object.entries(parameters)) location.searchParams.set(name, value);
  if (state !== undefined) location.searchParams.set('state', state);
  return location.href;
}
