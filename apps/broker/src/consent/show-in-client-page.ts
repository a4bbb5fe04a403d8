import {
  type ConsentRequest,
  type InClientBrowser,
  inClientBrowserOf,
  openAuthQuestion,
  personsSubsetOf,
} from '@app/dingtalk';
import { type ApplicationStore, titleOf } from '@app/vault';
import { sendPage } from '../pages/page-document.js';
import { languageOf } from '../pages/page-language.js';
import { consentAddressOf } from './consent.guard.js';
import { inClientUrlOf, languageUrlsOf, MY_GRANTS, named, redirectUrlOf } from './consent-page-reply.js';
import type { ConsentStates } from './consent-states.js';
import { ConsentStop } from './consent-stop.js';
import type { InClientScript } from './in-client-script.js';
import type { OpenConsent } from './open-consent.js';
import type { ConsentPageCode } from './pages/consent-page.model.js';
import { renderInClientPage } from './pages/render-in-client-page.js';

/** `openAuth` can also ask an administrator in the name of the organisation; what it then answers is no person's grant. */
const ORGANISATION_TYPE = '1';

const endings: Record<Exclude<InClientBrowser, 'dingtalk'>, ConsentPageCode> = {
  too_old: 'in_client_too_old',
  elsewhere: 'in_client_elsewhere',
};

/** The page that says who asks for what, and lets the person go on in DingTalk's client. Opening it consumes nothing. */
export class ShowInClientPage {
  constructor(
    private readonly openConsent: OpenConsent,
    private readonly applications: ApplicationStore,
    private readonly states: ConsentStates,
    private readonly script: InClientScript,
  ) {}

  /** Throws `ConsentStop`. */
  async execute({ request, reply }: ConsentRequest): Promise<void> {
    const address = consentAddressOf(request);
    const { application, credentials, consent, returnUrl, corpId } = await this.openConsent.execute(address);
    const known = {
      application: application.name,
      inClient: true,
      ...(consent && { consentId: consent.id }),
      ...(consent?.service && { service: consent.service }),
      ...(returnUrl !== null && { returnUrl }),
    } as const;
    const { type, lang } = request.query as { type?: unknown; lang?: string };
    if (type === ORGANISATION_TYPE) throw new ConsentStop({ code: 'in_client_organisation', ...known });
    const browser = inClientBrowserOf(request.headers['user-agent']);
    if (browser !== 'dingtalk') throw new ConsentStop({ code: endings[browser], ...known });

    const askedScopes = personsSubsetOf(consent?.scopes.length ? consent.scopes : application.scopes);
    const state = await this.states.open(
      { request, reply },
      {
        purpose: 'consent',
        application: application.name,
        consentId: consent?.id ?? null,
        returnUrl,
        channel: 'in_client',
        askedScopes,
      },
    );
    const signInOffered = (await this.applications.forSignIn()) !== undefined;
    const model = {
      application: titleOf(application),
      service: known.service,
      reason: consent?.reason ?? undefined,
      endsAt: consent?.endsAt ?? undefined,
      once: consent?.once ?? false,
      scopes: askedScopes.map(named),
      myGrantsUrl: signInOffered ? MY_GRANTS : undefined,
      state,
      question: openAuthQuestion(credentials.clientId, corpId, askedScopes),
      action: `/consent/${application.name}/in-client`,
      retryUrl: inClientUrlOf(application.name, known.consentId, known.returnUrl),
      redirectUrl: redirectUrlOf(application.name, known.consentId, known.returnUrl),
      languageUrl: languageUrlsOf(request),
      scriptUrl: this.script.url,
    };
    const language = languageOf(request.headers['accept-language'], lang);
    // A client may show its panel in a window of its own, whose answer could not come back otherwise.
    void reply.header('cross-origin-opener-policy', 'same-origin-allow-popups');
    sendPage(reply, {
      status: 200,
      forms: 'self',
      referrer: 'no-referrer',
      render: (nonce) => renderInClientPage(model, language, nonce),
    });
  }
}
