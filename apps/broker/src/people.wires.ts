import { AuditLog } from '@app/audit';
import { CallerStore, PolicyBook, Suspensions } from '@app/callers';
import { Database } from '@app/database';
import { DingTalkClient } from '@app/dingtalk';
import { ApplicationStore, GrantEntity, GrantStore } from '@app/vault';
import type { Provider } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { OperatorBrowsers } from './access/operator-browsers.js';
import { PersonSessions } from './access/person-sessions.js';
import { SignIn } from './access/sign-in.js';
import type { BrokerParts } from './broker-parts.js';
import { BrowserCookie } from './consent/browser-cookie.js';
import { ConsentPages } from './consent/consent-page-reply.js';
import { ConsentStates } from './consent/consent-states.js';
import { ConsentsGrpc } from './consent/consents.grpc.js';
import { Consents } from './consent/consents.js';
import { FinishConsent } from './consent/finish-consent.js';
import { FinishSignIn } from './consent/finish-sign-in.js';
import { InClientScript } from './consent/in-client-script.js';
import { NotifyPerson } from './consent/notify-person.js';
import { OpenConsent } from './consent/open-consent.js';
import { RequestConsent } from './consent/request-consent.js';
import { ShowInClientPage } from './consent/show-in-client-page.js';
import { MePages } from './me/me-pages.js';
import { MyGrants } from './me/my-grants.js';
import { OwnForms } from './me/own-forms.js';
import { StartSignIn } from './me/start-sign-in.js';
import { WithdrawGrant } from './me/withdraw-grant.js';
import { CompleteConsent } from './procedures/complete-consent.js';
import { ConsentLinks } from './procedures/consent-links.js';
import { RevokeGrant } from './procedures/revoke-grant.js';
import { bundleFolder } from './project.js';
import { wire } from './wire.js';

/** The flows of people in a browser: consent, and what they granted. */
export function peopleWires({ config, log }: BrokerParts): Provider[] {
  const { publicUrl } = config;
  return [
    // consent
    wire(BrowserCookie, [], () => new BrowserCookie(publicUrl)),
    wire(ConsentStates, [Database, BrowserCookie]),
    wire(ConsentPages, [ApplicationStore]),
    wire(Consents, [Database]),
    wire(
      OpenConsent,
      [ApplicationStore, Consents, Suspensions],
      (applications, consents, suspensions) => new OpenConsent(applications, consents, suspensions, publicUrl),
    ),
    wire(
      FinishConsent,
      [Database, ApplicationStore, Consents, ConsentStates, CompleteConsent, AuditLog],
      (database, applications, consents, states, complete, audit) =>
        new FinishConsent(database, applications, consents, states, complete, audit, log),
    ),
    wire(
      FinishSignIn,
      [PersonSessions, OperatorBrowsers, ConsentStates],
      (people, operators, states) => new FinishSignIn(people, operators, states, log),
    ),
    wire(InClientScript, [], () => new InClientScript(bundleFolder('in-client'))),
    wire(ShowInClientPage, [OpenConsent, ApplicationStore, ConsentStates, InClientScript]),
    wire(NotifyPerson, [Database, ApplicationStore, DingTalkClient, AuditLog]),
    wire(RequestConsent, [Database, PolicyBook, ApplicationStore, ConsentLinks, AuditLog, NotifyPerson]),
    wire(ConsentsGrpc, [RequestConsent, Consents, ConsentLinks]),

    // people and their own grants
    wire(StartSignIn, [SignIn]),
    wire(
      MyGrants,
      [Database, DataSource, GrantStore, ApplicationStore, CallerStore, AuditLog],
      (database, source, store, applications, callers, audit) =>
        new MyGrants(database, source.getRepository(GrantEntity), store, applications, callers, audit),
    ),
    wire(WithdrawGrant, [Database, MyGrants, RevokeGrant, CallerStore]),
    wire(MePages, [], () => new MePages(publicUrl)),
    wire(OwnForms, [], () => new OwnForms(publicUrl)),
  ];
}
