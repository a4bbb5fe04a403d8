import type { Database, Transaction } from '@app/database';
import { Secret } from '@app/secret';
import { type Application, type ApplicationKind, NO_ORGANISATION } from './application.js';
import type { Sealer } from './sealer.js';
import {
  allApplicationsSql,
  applicationByNameSql,
  applicationSecretsForChangeSql,
  applicationSecretsSql,
  changeApplicationSql,
  insertApplicationSql,
  resumeApplicationSql,
  suspendApplicationSql,
} from './sql/applications.sql.js';

interface ApplicationSecrets {
  readonly clientSecret: Secret;
  readonly eventToken: Secret | null;
  readonly eventAesKey: Secret | null;
}

type ApplicationSettings = Pick<
  Application,
  'clientId' | 'robotCode' | 'scopes' | 'incidentalScopes' | 'returnUrls' | 'signIn' | 'callsPerSecond'
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
}

type SealedColumn = 'client_secret' | 'event_token' | 'event_aes_key';

/** Applications and their sealed secrets. A secret goes in by `add` and `change`, and comes out only by `credentials`. */
export class ApplicationStore {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
  ) {}

  async find(name: string): Promise<Application | undefined> {
    const [application] = await this.database.query<Application>(applicationByNameSql, [name]);
    return application;
  }

  /** All of them, by name. There are as many as DingTalk apps in a company: tens, not thousands. */
  async all(): Promise<Application[]> {
    return this.database.query<Application>(allApplicationsSql);
  }

  /** What DingTalk wants to see from this application. Throws `SealError` if the secret does not open. */
  async credentials(name: string): Promise<{ clientId: string; clientSecret: Secret } | undefined> {
    const [row] = await this.database.query<SecretsRow>(applicationSecretsSql, [name]);
    if (!row) return undefined;
    const place = placeOf(name, 'client_secret', row.secrets_version);
    return { clientId: row.client_id, clientSecret: await this.sealer.open(place, row.client_secret_sealed) };
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

  private async sealAll(name: string, version: number, secrets: ApplicationSecrets) {
    const seal = (column: SealedColumn, secret: Secret | null) =>
      secret &&
      this.sealer.seal({ corpId: NO_ORGANISATION, application: name }, placeOf(name, column, version), secret);
    return {
      client_secret: await seal('client_secret', secrets.clientSecret),
      event_token: await seal('event_token', secrets.eventToken),
      event_aes_key: await seal('event_aes_key', secrets.eventAesKey),
    };
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
