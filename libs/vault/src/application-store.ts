import { Convoy, type Database, type Transaction } from '@app/database';
import { Secret } from '@app/secret';
import { type Application, type ApplicationKind, NO_ORGANISATION } from './application.js';
import type { Sealer } from './sealer.js';
import {
  allApplicationsSql,
  applicationByNameSql,
  applicationSecretsForChangeSql,
  applicationSecretsSql,
  changeApplicationSql,
  clientSecretsSql,
  insertApplicationSql,
  resumeApplicationSql,
  storeSuiteTicketSql,
  streamingApplicationsSql,
  suspendApplicationSql,
} from './sql/applications.sql.js';

interface ApplicationSecrets {
  readonly clientSecret: Secret;
  readonly eventToken: Secret | null;
  readonly eventAesKey: Secret | null;
}

type ApplicationSettings = Pick<
  Application,
  | 'displayName'
  | 'organisationName'
  | 'clientId'
  | 'robotCode'
  | 'scopes'
  | 'incidentalScopes'
  | 'returnUrls'
  | 'signIn'
  | 'callsPerSecond'
  | 'eventStream'
>;

export interface ApplicationDraft extends ApplicationSettings, ApplicationSecrets {
  readonly name: string;
  readonly kind: ApplicationKind;
  readonly corpId: string | null;
}

/** Members left out stay as they are. */
export type ApplicationChange = Partial<ApplicationSettings & ApplicationSecrets>;

interface SecretsRow {
  client_id: string;
  secrets_version: number;
  client_secret_sealed: Buffer;
  event_token_sealed: Buffer | null;
  event_aes_key_sealed: Buffer | null;
  suite_ticket_sealed: Buffer | null;
  now: Date;
}

interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: Secret;
}

type SealedColumn = 'client_secret' | 'event_token' | 'event_aes_key' | 'suite_ticket';

/** As the table has it. Strangers ask by name, and what they ask may hold a NUL, which no statement takes. */
const NAME = /^[a-z][a-z0-9-]{1,40}$/;

/** What a push of events has to be made with, and the time by which it has to be fresh. */
export interface EventKeys {
  readonly token: Secret;
  readonly aesKey: Secret;
  readonly now: Date;
}

/** An application that DingTalk talks to over Stream mode. */
export interface StreamingApplication {
  readonly name: string;
  /** Its events come that way. */
  readonly events: boolean;
  readonly clientId: string;
  readonly secretsVersion: number;
}

/** Applications and their sealed secrets. A secret goes in by `add`, `change` and `storeSuiteTicket`, and comes out only where DingTalk asks for it. */
export class ApplicationStore {
  /** Read anew for whoever asks, and never kept; those who ask while a read is under way share the next. */
  private readonly reads = new Convoy<string, ClientCredentials>((names) => this.readAll(names));

  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
  ) {}

  async find(name: string): Promise<Application | undefined> {
    if (!NAME.test(name)) return undefined;
    const [application] = await this.database.query<Application>(applicationByNameSql, [name]);
    return application;
  }

  /** All of them, by name. There are as many as DingTalk apps in a company: tens, not thousands. */
  async all(): Promise<Application[]> {
    return this.database.query<Application>(allApplicationsSql);
  }

  /** The one people sign in through; undefined if none is marked for it. */
  async forSignIn(): Promise<Application | undefined> {
    return (await this.all()).find(({ signIn }) => signIn);
  }

  /** What DingTalk wants to see from this application, as it is now. Throws `SealError` if the secret does not open. */
  async credentials(name: string): Promise<ClientCredentials | undefined> {
    return this.reads.join(name);
  }

  /** A keyed hash by which a secret brought for this application is recognised for as long as the application's own stays the same. */
  async fingerprint(name: string, plain: Secret): Promise<Buffer> {
    const [row] = await this.database.query<SecretsRow>(applicationSecretsSql, [name]);
    if (!row) throw new Error(`Application ${name} is gone`);
    return this.sealer.fingerprint(row.client_secret_sealed, plain);
  }

  /** Undefined if there is no such application, or no keys for its events. Throws `SealError` if they do not open. */
  async eventKeys(name: string): Promise<EventKeys | undefined> {
    const [row] = await this.database.query<SecretsRow>(applicationSecretsSql, [name]);
    if (!row?.event_token_sealed || !row.event_aes_key_sealed) return undefined;
    const open = (column: SealedColumn, sealed: Buffer) =>
      this.sealer.open(placeOf(name, column, row.secrets_version), sealed);
    return {
      token: await open('event_token', row.event_token_sealed),
      aesKey: await open('event_aes_key', row.event_aes_key_sealed),
      now: row.now,
    };
  }

  /** Those whose events the broker fetches, and those named. */
  async streaming(names: readonly string[]): Promise<StreamingApplication[]> {
    return this.database.query<StreamingApplication & Record<string, unknown>>(streamingApplicationsSql, [names]);
  }

  /** False if a newer one is there. `bornAt` is DingTalk's time of it. */
  async storeSuiteTicket(tx: Transaction, name: string, ticket: Secret, bornAt: Date): Promise<boolean> {
    const [row] = await tx.query<SecretsRow>(applicationSecretsForChangeSql, [name]);
    if (!row) return false;
    const sealed = await this.seal(name, 'suite_ticket', row.secrets_version, ticket);
    return (await tx.query(storeSuiteTicketSql, [name, sealed, bornAt])).length === 1;
  }

  /** Undefined if the name or the client id is taken, or if another application is already the one for signing in. */
  async add(tx: Transaction, draft: ApplicationDraft): Promise<Application | undefined> {
    const sealed = await this.sealAll(draft.name, 1, draft);
    const [application] = await tx.query<Application>(insertApplicationSql, [
      draft.name,
      draft.clientId,
      draft.kind,
      draft.corpId,
      sealed.client_secret,
      sealed.event_token,
      sealed.event_aes_key,
      draft.robotCode,
      draft.scopes,
      draft.incidentalScopes,
      draft.returnUrls,
      draft.signIn,
      draft.callsPerSecond,
      draft.eventStream,
      draft.displayName,
      draft.organisationName,
    ]);
    return application;
  }

  /** Undefined if there is no such application. Grants are untouched: a new secret keeps them. */
  async change(tx: Transaction, application: Application, change: ApplicationChange): Promise<Application | undefined> {
    const [row] = await tx.query<SecretsRow>(applicationSecretsForChangeSql, [application.name]);
    if (!row) return undefined;
    const version = row.secrets_version + 1;
    const secrets = { ...(await this.openAll(application.name, row)), ...definedSecrets(change) };
    const sealed = await this.sealAll(application.name, version, secrets);
    const [changed] = await tx.query<Application>(changeApplicationSql, [
      application.name,
      change.clientId ?? application.clientId,
      version,
      sealed.client_secret,
      sealed.event_token,
      sealed.event_aes_key,
      change.robotCode === undefined ? application.robotCode : change.robotCode,
      change.scopes ?? application.scopes,
      change.incidentalScopes ?? application.incidentalScopes,
      change.returnUrls ?? application.returnUrls,
      change.signIn ?? application.signIn,
      change.callsPerSecond ?? application.callsPerSecond,
      change.eventStream ?? application.eventStream,
      await this.resealed(application.name, 'suite_ticket', row.suite_ticket_sealed, row.secrets_version),
      change.displayName === undefined ? application.displayName : change.displayName,
      change.organisationName === undefined ? application.organisationName : change.organisationName,
    ]);
    return changed;
  }

  async suspend(tx: Transaction, name: string): Promise<Application | undefined> {
    const [application] = await tx.query<Application>(suspendApplicationSql, [name]);
    return application;
  }

  async resume(tx: Transaction, name: string): Promise<Application | undefined> {
    const [application] = await tx.query<Application>(resumeApplicationSql, [name]);
    return application;
  }

  private async readAll(names: readonly string[]): Promise<(ClientCredentials | undefined)[]> {
    const rows = await this.database.query<SecretsRow & { name: string }>(clientSecretsSql, [[...new Set(names)]]);
    const read = new Map<string, ClientCredentials>();
    for (const { name, client_id: clientId, secrets_version: version, client_secret_sealed: sealed } of rows) {
      read.set(name, {
        clientId,
        clientSecret: await this.sealer.open(placeOf(name, 'client_secret', version), sealed),
      });
    }
    return names.map((name) => read.get(name));
  }

  private async sealAll(name: string, version: number, secrets: ApplicationSecrets) {
    const seal = (column: SealedColumn, secret: Secret | null) => secret && this.seal(name, column, version, secret);
    return {
      client_secret: await seal('client_secret', secrets.clientSecret),
      event_token: await seal('event_token', secrets.eventToken),
      event_aes_key: await seal('event_aes_key', secrets.eventAesKey),
    };
  }

  private async seal(name: string, column: SealedColumn, version: number, secret: Secret): Promise<Buffer> {
    return this.sealer.seal({ corpId: NO_ORGANISATION, application: name }, placeOf(name, column, version), secret);
  }

  /** The same secret, for the version after. */
  private async resealed(name: string, column: SealedColumn, sealed: Buffer | null, version: number) {
    if (!sealed) return null;
    const secret = await this.sealer.open(placeOf(name, column, version), sealed);
    return this.seal(name, column, version + 1, secret);
  }

  private async openAll(name: string, row: SecretsRow): Promise<ApplicationSecrets> {
    const open = (column: SealedColumn, sealed: Buffer) =>
      this.sealer.open(placeOf(name, column, row.secrets_version), sealed);
    return {
      clientSecret: await open('client_secret', row.client_secret_sealed),
      eventToken: row.event_token_sealed && (await open('event_token', row.event_token_sealed)),
      eventAesKey: row.event_aes_key_sealed && (await open('event_aes_key', row.event_aes_key_sealed)),
    };
  }
}

function placeOf(name: string, column: SealedColumn, version: number) {
  return { table: 'applications', row: name, column, version };
}

function definedSecrets(change: ApplicationChange): Partial<ApplicationSecrets> {
  const { clientSecret, eventToken, eventAesKey } = change;
  return {
    ...(clientSecret && { clientSecret }),
    ...(eventToken !== undefined && { eventToken }),
    ...(eventAesKey !== undefined && { eventAesKey }),
  };
}
