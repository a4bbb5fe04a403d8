import { isSuspendedIn, type Suspensions } from '@app/callers';
import type { ConsentStartOptions } from '@app/dingtalk';
import { type Application, type ApplicationStore, NO_ORGANISATION } from '@app/vault';
import type { ConsentStart } from './consent-states.js';
import { ConsentStop } from './consent-stop.js';
import type { Consents } from './consents.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

interface Opened {
  readonly application: string;
  readonly consent: string | undefined;
  readonly returnUrl: string | undefined;
}

/** What happens when somebody opens a consent link, before DingTalk: nothing is consumed, and everything wrong is said here. */
export class OpenConsent {
  constructor(
    private readonly applications: ApplicationStore,
    private readonly consents: Consents,
    private readonly suspensions: Suspensions,
    private readonly publicUrl: string,
  ) {}

  /** Throws `ConsentStop`. */
  async execute(opened: Opened): Promise<ConsentStartOptions> {
    const application = await this.applications.find(opened.application);
    if (!application) throw new ConsentStop({ code: 'consent_link_invalid' });
    if (application.suspendedAt)
      throw new ConsentStop({ code: 'application_suspended', application: application.name });
    const start = await this.startOf(application, opened);
    const corpId = start.corpId ?? application.corpId;
    // Where the organisation is not known yet, it is asked again when the person comes back.
    if (corpId !== null && isSuspendedIn(await this.suspensions.all(), application.name, corpId))
      throw new ConsentStop({ code: 'application_suspended', application: application.name });
    const credentials = await this.applications.credentials(application.name);
    if (!credentials) throw new ConsentStop({ code: 'consent_link_invalid' });
    // DingTalk would look for an organisation of the constant's name.
    const preselects = corpId !== null && corpId !== NO_ORGANISATION;
    return {
      application: { credentials, ...(preselects && { corpId }) },
      redirectUri: `${this.publicUrl}/consent/callback`,
      state: {
        purpose: 'consent',
        application: application.name,
        consentId: start.consentId,
        returnUrl: start.returnUrl,
      } satisfies ConsentStart,
    };
  }

  private async startOf(application: Application, { consent: consentId, returnUrl }: Opened) {
    if (returnUrl !== undefined && !mayReturnTo(application, returnUrl)) {
      throw new ConsentStop({ code: 'consent_link_invalid', application: application.name });
    }
    if (consentId === undefined) return { consentId: null, returnUrl: returnUrl ?? null, corpId: null };

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
    return { consentId, returnUrl: returnUrl ?? consent.returnUrl, corpId: consent.corpId };
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
