import { lazyRouteComponent } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import type { PageName } from './shell/pages.js';

type Loading<Props extends object> = () => Promise<ComponentType<Props>>;

/** Each page is a file of its own, fetched when somebody goes there: the first screen does not pay for the others. */
const lazily = <Props extends object>(load: Loading<Props>) =>
  lazyRouteComponent(async () => ({ default: await load() }));

interface Page {
  /** At `/admin/{name}`. */
  list?: ReturnType<typeof lazily<object>>;
  /** At `/admin/{name}/{id}`. */
  item?: ReturnType<typeof lazily<{ id: string }>>;
}

/** Every page there is. One that has a list stands in the navigation, where `navigationGroups` gives it a place. */
export const pages: { readonly [Name in PageName]?: Page } = {
  overview: { list: lazily(async () => (await import('./overview/overview-page.js')).OverviewPage) },
  grants: {
    list: lazily(async () => (await import('./grants/grants-page.js')).GrantsPage),
    item: lazily(async () => (await import('./grants/grant-page.js')).GrantPage),
  },
  people: {
    list: lazily(async () => (await import('./people/people-page.js')).PeoplePage),
    item: lazily(async () => (await import('./people/person-page.js')).PersonPage),
  },
  scopes: {
    list: lazily(async () => (await import('./scopes/scopes-page.js')).ScopesPage),
    item: lazily(async () => (await import('./scopes/scope-page.js')).ScopePage),
  },
  callers: {
    list: lazily(async () => (await import('./callers/callers-page.js')).CallersPage),
    item: lazily(async () => (await import('./callers/caller-page.js')).CallerPage),
  },
  applications: {
    list: lazily(async () => (await import('./applications/applications-page.js')).ApplicationsPage),
    item: lazily(async () => (await import('./applications/application-page.js')).ApplicationPage),
  },
  consents: {
    list: lazily(async () => (await import('./consents/consents-page.js')).ConsentsPage),
    item: lazily(async () => (await import('./consents/consent-page.js')).ConsentPage),
  },
  revocations: {
    list: lazily(async () => (await import('./revocations/revocations-page.js')).RevocationsPage),
    item: lazily(async () => (await import('./revocations/revocation-page.js')).RevocationPage),
  },
  audit: {
    list: lazily(async () => (await import('./audit/audit-page.js')).AuditPage),
    item: lazily(async () => (await import('./audit/record-page.js')).RecordPage),
  },
  imports: { list: lazily(async () => (await import('./imports/imports-page.js')).ImportsPage) },
  jobs: {
    list: lazily(async () => (await import('./jobs/jobs-page.js')).JobsPage),
    item: lazily(async () => (await import('./jobs/job-page.js')).JobPage),
  },
  webhooks: {
    list: lazily(async () => (await import('./webhooks/webhooks-page.js')).WebhooksPage),
    item: lazily(async () => (await import('./webhooks/webhook-page.js')).WebhookPage),
  },
  keys: { list: lazily(async () => (await import('./keys/keys-page.js')).KeysPage) },
  operators: {
    list: lazily(async () => (await import('./operators/operators-page.js')).OperatorsPage),
    item: lazily(async () => (await import('./operators/operator-page.js')).OperatorPage),
  },
  settings: { list: lazily(async () => (await import('./settings/settings-page.js')).SettingsPage) },
  suspensions: { list: lazily(async () => (await import('./suspensions/suspensions-page.js')).SuspensionsPage) },
};
