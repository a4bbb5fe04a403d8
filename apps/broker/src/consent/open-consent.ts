import { isSuspendedIn, type Suspensions } from '@app/callers';
import type { ConsentStartOptions, DingTalkCredentials } from '@app/dingtalk';
import { type Application, type ApplicationStore, NO_ORGANISATION } from '@app/vault';
import type { ConsentStart } from './consent-states.js';
import { ConsentStop } from './consent-stop.js';
import type { Consent, Consents } from './consents.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A consent link, taken apart. */
export interface ConsentAddress {
  readonly application: string;
  readonly consent: string | undefined;
  readonly returnUrl: string | undefined;
}

/** What a good link leads to. */
export interface OpenedConsent {
  readonly application: Application;
  readonly credentials: DingTalkCredentials;
  /** What somebody asked for; a link without one is for whoever opens it. */
  readonly consent: Consent | undefined;
  readonly returnUrl: string | null;
  /** The organisation it is about, as far as that is known yet; never the constant of a personal application. */
  readonly corpId: string | undefined;
}

/** What happens when somebody opens a consent link, before DingTalk: nothing is consumed, and everything wrong is said here. */
export class OpenConsent {
  constructor(
    private readonly applications: ApplicationStore,
    private readonly consents: Consents,
    private readonly suspensions: Suspensions,
    private readonly publicUrl: string,
  ) {}

  /** What sends a browser to DingTalk's pages. Throws `ConsentStop`. */
  async forRedirect(address: ConsentAddress): Promise<ConsentStartOptions> {
    const { application, credentials, consent, returnUrl, corpId } = await this.execute(address);
    return {
      application: { credentials, ...(corpId !== undefined && { corpId }) },
      redirectUri: `${this.publicUrl}/consent/callback`,
      state: {
        purpose: 'consent',
        application: application.name,
        consentId: consent?.id ?? null,
        returnUrl,
        channel: 'browser',
        askedScopes: null,
      } satisfies ConsentStart,
    };
  }

  /** Throws `ConsentStop`. */
  async execute(address: ConsentAddress): Promise<OpenedConsent> {
    const application = await this.applications.find(address.application);
    if (!application) throw new ConsentStop({ code: 'consent_link_invalid' });
    const { name } = application;
    if (application.suspendedAt) throw new ConsentStop({ code: 'application_suspended', application: name });
    const { consent, returnUrl } = await this.askedFor(application, address);
    const corpId = consent?.corpId ?? application.corpId;
    // Where the organisation is not known yet, it is asked again when the person comes back.
    if (corpId !== null && isSuspendedIn(await this.suspensions.all(), name, corpId))
      throw new ConsentStop({ code: 'application_suspended', application: name });
    const credentials = await this.applications.credentials(name);
    if (!credentials) throw new ConsentStop({ code: 'consent_link_invalid' });
    // DingTalk would look for an organisation of the constant's name.
    const known = corpId !== null && corpId !== NO_ORGANISATION ? corpId : undefined;
    return { application, credentials, consent, returnUrl, corpId: known };
  }

  private async askedFor(
    application: Application,
    { consent: consentId, returnUrl }: ConsentAddress,
  ): Promise<Pick<OpenedConsent, 'consent' | 'returnUrl'>> {
    if (returnUrl !== undefined && !mayReturnTo(application, returnUrl)) {
      throw new ConsentStop({ code: 'consent_link_invalid', application: application.name });
    }
    if (consentId === undefined) return { consent: undefined, returnUrl: returnUrl ?? null };

    const consent = UUID.test(consentId) ? await this.consents.find(consentId) : undefined;
    if (!consent || consent.application !== application.name) {
      throw new ConsentStop({ code: 'consent_link_invalid', application: application.name });
    }
    const service = consent.service ?? undefined;
    if (consent.state === 'granted')
      throw new ConsentStop({ code: 'consent_step_used', application: application.name, service });
    if (consent.lapsed) {
      throw new ConsentStop({
        code: 'consent_expired',
        application: application.name,
        service,
        expiredAt: consent.expiresAt,
        returnUrl: consent.returnUrl ?? undefined,
      });
    }
    return { consent, returnUrl: returnUrl ?? consent.returnUrl };
  }
}

/** Exact, or below a prefix that ends in `/`. Compared after parsing, so that no spelling of another host slips through. */
export function mayReturnTo({ returnUrls }: Pick<Application, 'returnUrls'>, candidate: string): boolean {
  if (!URL.canParse(candidate)) return false;
  const url = new URL(candidate);
  if (url.username !== '' || url.password !== '') return false;
  return returnUrls.some((allowed) => {
    const { href } = new URL(allowed);
    // Asked of what the operator wrote: parsing adds a slash to a bare host, which would allow every page of it.
    return allowed.endsWith('/') ? url.href.startsWith(href) : url.href === href;
  });
}
