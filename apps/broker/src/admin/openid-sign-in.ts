import { BrokerError } from '@app/errors';
import {
  OpenIdFailure,
  type OpenIdFailureKind,
  type OpenIdPerson,
  type OpenIdProvider,
  type OpenIdSignIns,
} from '@app/operators';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OperatorBrowsers } from '../access/operator-browsers.js';
import { newBrowserSecret, SecretCookie } from '../http/secret-cookie.js';
import type { AdminAddress } from './admin-address.js';
import type { SignInPageCode } from './openid-page.js';

/** Where the provider leads back to, below the public address; to be registered there. */
export const OPENID_CALLBACK = '/sign-in/oidc/callback';

/** A little longer than a state is good for, so that one who comes too late hears that. Seconds. */
const BROWSER_SECONDS = 20 * 60;
/** The provider's clock and ours need not agree to the second. */
const CLOCKS_APART_MS = 60_000;

const pageOfFailure: Record<OpenIdFailureKind, SignInPageCode> = {
  refused: 'openid_refused',
  unavailable: 'openid_unavailable',
  rejected: 'openid_rejected',
};

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** How a sign-in ended: where to go, or which page says why not. */
export type OpenIdEnding =
  | { readonly goTo: string }
  | { readonly code: SignInPageCode; readonly person?: OpenIdPerson; readonly home: string };

/** Signing in as an operator through the OpenID Connect provider: nobody becomes one by it. */
export class OpenIdSignIn {
  private readonly cookie: SecretCookie;

  constructor(
    private readonly provider: OpenIdProvider | undefined,
    private readonly signIns: OpenIdSignIns,
    private readonly browsers: OperatorBrowsers,
    private readonly address: AdminAddress,
    publicUrl: string,
  ) {
    this.cookie = new SecretCookie(publicUrl, 'sign-in-browser', BROWSER_SECONDS);
  }

  async start({ request, reply }: Exchange, fresh: boolean): Promise<OpenIdEnding> {
    const provider = this.known();
    const returnUrl = this.address.of(request);
    const browser = this.cookie.read(request) ?? newBrowserSecret();
    try {
      const attempt = await this.signIns.open(browser, { fresh, returnUrl });
      const goTo = await provider.authorizeUrl(attempt, fresh);
      this.cookie.write(reply, browser);
      return { goTo };
    } catch (error) {
      return { code: this.pageOf(error, request), home: homeOf(returnUrl) };
    }
  }

  async finish(exchange: Exchange): Promise<OpenIdEnding> {
    const provider = this.known();
    const { request } = exchange;
    const { state } = request.query as { state?: unknown };
    const browser = this.cookie.read(request);
    const taken = await this.signIns.take(browser, typeof state === 'string' ? state : '');
    if (typeof taken === 'string') {
      request.log.info({ reason: taken }, 'a sign-in did not belong to its browser, or was over');
      return { code: 'sign_in_over', home: homeOf(null) };
    }
    const { attempt, underWay } = taken;
    const home = homeOf(underWay.returnUrl);
    try {
      const person = await provider.identify(queryOf(request), attempt);
      if (underWay.fresh && !isSince(underWay.startedAt, person)) return { code: 'sign_in_not_fresh', home };
      const code = await this.browsers.openForSubject(exchange, person);
      return code ? { code, person, home } : { goTo: home };
    } catch (error) {
      return { code: this.pageOf(error, request), home };
    }
  }

  private known(): OpenIdProvider {
    if (this.provider) return this.provider;
    throw new BrokerError('not_found', { detail: 'No OpenID Connect provider is configured.' });
  }

  private pageOf(error: unknown, request: FastifyRequest): SignInPageCode {
    if (!(error instanceof OpenIdFailure)) throw error;
    request.log.warn({ err: error }, 'a sign-in through the OpenID Connect provider failed');
    return pageOfFailure[error.kind];
  }
}

function homeOf(returnUrl: string | null): string {
  return returnUrl ?? '/admin/';
}

/** As it came: what was asked for is compared with it byte by byte. */
function queryOf({ url }: FastifyRequest): string {
  const at = url.indexOf('?');
  return at < 0 ? '' : url.slice(at);
}

function isSince(startedAt: Date, { authenticatedAt }: OpenIdPerson): boolean {
  return authenticatedAt !== null && authenticatedAt.getTime() >= startedAt.getTime() - CLOCKS_APART_MS;
}
