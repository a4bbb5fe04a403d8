import { type ConsentRequest, scopeCatalogue } from '@app/dingtalk';
import { type Application, type ApplicationStore, organisationTitleOf, titleOf } from '@app/vault';
import type { FastifyRequest } from 'fastify';
import { sendPage } from '../pages/page-document.js';
import { languageOf, type PageLanguage } from '../pages/page-language.js';
import type { ConsentResult } from './consent-result.js';
import { type ConsentPageModel, httpStatusOf, type NamedScope } from './pages/consent-page.model.js';
import { renderConsentPage } from './pages/render-consent-page.js';

export type ConsentEnding = Omit<ConsentResult, 'application'> & {
  readonly application?: string;
  readonly expiredAt?: Date;
};

export const MY_GRANTS = '/me';
const SIGN_IN = { me: '/me/sign-in', operator: '/admin/sign-in' };

/** The pages a consent ends on, with the names by which people know the application and its organisation. */
export class ConsentPages {
  constructor(private readonly applications: ApplicationStore) {}

  async show({ request, reply }: ConsentRequest, ending: ConsentEnding): Promise<void> {
    const { lang } = request.query as { lang?: string };
    const language = languageOf(request.headers['accept-language'], lang);
    const application = ending.application && (await this.find(ending.application));
    void reply.header('x-consent-code', ending.code);
    sendPage(reply, {
      status: httpStatusOf(ending.code),
      forms: 'none',
      referrer: 'no-referrer',
      render: (nonce) => renderConsentPage(modelOf(ending, application || undefined, request), language, nonce),
    });
  }

  /** What went wrong may be the database; the page then says what is known without it. */
  private async find(name: string): Promise<Application | undefined> {
    return this.applications.find(name).catch(() => undefined);
  }
}

function modelOf(
  { application: name, corpId, signedInAs, consentId, signingIn, inClient, signInOffered, ...ending }: ConsentEnding,
  application: Application | undefined,
  request: FastifyRequest,
): ConsentPageModel {
  const urlOf = inClient ? inClientUrlOf : redirectUrlOf;
  const again = signingIn ? SIGN_IN[signingIn] : name && urlOf(name, consentId, ending.returnUrl);
  const title = application ? titleOf(application) : name;
  const organisation = corpId && organisationTitleOf(application, corpId);
  return {
    code: ending.code,
    reference: ending.reference,
    ...(title && { application: title }),
    ...(organisation && { organisation }),
    ...(ending.service && { service: ending.service }),
    ...(ending.returnUrl && { returnUrl: ending.returnUrl }),
    ...(again && { retryUrl: again, switchAccountUrl: again }),
    ...(inClient && name && { redirectUrl: redirectUrlOf(name, consentId, ending.returnUrl) }),
    ...(ending.dingtalkCode && { dingtalkCode: ending.dingtalkCode }),
    ...((signInOffered || ending.code === 'consent_step_used') && { myGrantsUrl: MY_GRANTS }),
    ...(signedInAs && { signedInAs: { name: signedInAs } }),
    ...(ending.grantedScopes && { grantedScopes: ending.grantedScopes.map(named) }),
    ...(ending.missingScopes && { missingScopes: ending.missingScopes.map(named) }),
    ...(ending.reason && { reason: ending.reason }),
    ...(ending.endsAt && { endsAt: new Date(ending.endsAt) }),
    ...(ending.once && { once: true }),
    ...(ending.expiredAt && { expiredAt: ending.expiredAt }),
    languageUrl: languageUrlsOf(request),
  };
}

export function named(code: string): NamedScope {
  return { code, name: { zh: scopeCatalogue.nameOf(code, 'zh'), en: scopeCatalogue.nameOf(code, 'en') } };
}

/** Where DingTalk's pages ask, with what the link carried. */
export function redirectUrlOf(application: string, consentId?: string, returnUrl?: string): string {
  return `/consent/${application}${queryOf(consentId, returnUrl)}`;
}

/** Where DingTalk's client asks. */
export function inClientUrlOf(application: string, consentId?: string, returnUrl?: string): string {
  return `/consent/${application}/in-client${queryOf(consentId, returnUrl)}`;
}

function queryOf(consentId: string | undefined, returnUrl: string | undefined): string {
  const query = new URLSearchParams({ ...(consentId && { consent: consentId }), ...(returnUrl && { returnUrl }) });
  return query.size > 0 ? `?${query}` : '';
}

export function languageUrlsOf(request: FastifyRequest): Record<PageLanguage, string> {
  return { zh: inLanguage(request, 'zh'), en: inLanguage(request, 'en') };
}

/** This page again, by what it is looked up with; whatever else the address carries is not repeated. */
function inLanguage(request: FastifyRequest, language: string): string {
  const { pathname, searchParams } = new URL(request.url, 'http://here');
  const query = new URLSearchParams();
  for (const name of ['consent', 'returnUrl', 'state', 'type']) {
    const value = searchParams.get(name);
    if (value !== null) query.set(name, value);
  }
  query.set('lang', language);
  return `${pathname}?${query}`;
}
