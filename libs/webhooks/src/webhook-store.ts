import type { Database, Transaction } from '@app/database';
import type { Secret } from '@app/secret';
import { v7 as uuidv7 } from 'uuid';
import { newWebhookSecret } from './signature.js';
import { disableSql, failPendingSql } from './sql/deliveries.sql.js';
import {
  addSecretSql,
  addWebhookSql,
  anyEnabledSql,
  changeWebhookSql,
  endSecretsSql,
  forgetSecretsSql,
  liveSecretsSql,
  removeWebhookSql,
  webhookSql,
  webhooksSql,
} from './sql/webhooks.sql.js';
import type { Webhook } from './webhook.js';

/** How a secret is sealed for its row; the vault does it. */
export interface WebhookSealing {
  seal(secretId: string, secret: Secret): Promise<Buffer>;
  open(secretId: string, sealed: Buffer): Promise<Secret>;
}

export type WebhookDraft = Pick<Webhook, 'url' | 'description' | 'events'>;
type WebhookChange = Partial<WebhookDraft & Pick<Webhook, 'state'>>;

type Row<Shape> = Shape & { readonly [column: string]: unknown };

/** A secret that is sealed and not yet stored: no network and no key is waited for inside a transaction. */
interface NewSecret {
  readonly id: string;
  readonly secret: Secret;
  readonly sealed: Buffer;
}

/** The rows of `webhooks` and `webhook_secrets`. */
export class WebhookStore {
  constructor(
    private readonly database: Database,
    private readonly sealing: WebhookSealing,
  ) {}

  /** The newest first, after the one given. */
  async list(limit: number, after: string | undefined): Promise<Webhook[]> {
    return this.database.query<Row<Webhook>>(webhooksSql, [after ?? null, limit]);
  }

  async find(id: string): Promise<Webhook | undefined> {
    const [webhook] = await this.database.query<Row<Webhook>>(webhookSql, [id]);
    return webhook;
  }

  async anyEnabled(tx: Transaction): Promise<boolean> {
    return (await tx.query(anyEnabledSql)).length > 0;
  }

  async newSecret(): Promise<NewSecret> {
    const id = uuidv7();
    const secret = newWebhookSecret();
    return { id, secret, sealed: await this.sealing.seal(id, secret) };
  }

  async add(tx: Transaction, { url, description, events }: WebhookDraft, { id, sealed }: NewSecret): Promise<string> {
    const webhookId = uuidv7();
    await tx.query(addWebhookSql, [webhookId, url, description, events]);
    await tx.query(addSecretSql, [id, webhookId, sealed]);
    return webhookId;
  }

  /** False if there is none. */
  async change(tx: Transaction, id: string, { url, description, events, state }: WebhookChange): Promise<boolean> {
    const values = [id, url ?? null, description ?? null, events ?? null, state ?? null];
    const changed = (await tx.query(changeWebhookSql, values)).length === 1;
    if (changed && state === 'disabled') await tx.query(failPendingSql, [id]);
    return changed;
  }

  /** With its secrets and its log. False if there is none. */
  async remove(tx: Transaction, id: string): Promise<boolean> {
    return (await tx.query(removeWebhookSql, [id])).length === 1;
  }

  /** From now on both sign; the one before ends after so many seconds. */
  async rotate(
    tx: Transaction,
    id: string,
    overlapSeconds: number,
    { id: secretId, sealed }: NewSecret,
  ): Promise<void> {
    await tx.query(endSecretsSql, [id, overlapSeconds]);
    await tx.query(addSecretSql, [secretId, id, sealed]);
  }

  /** Those that sign now, the newest first. */
  async liveSecrets(id: string): Promise<Secret[]> {
    const rows = await this.database.query<{ id: string; sealed: Buffer }>(liveSecretsSql, [id]);
    return Promise.all(rows.map((row) => this.sealing.open(row.id, row.sealed)));
  }

  /** False if it was disabled already. */
  async disable(tx: Transaction, id: string, because: 'failing' | 'gone'): Promise<boolean> {
    if ((await tx.query(disableSql, [id, because])).length === 0) return false;
    await tx.query(failPendingSql, [id]);
    return true;
  }

  async forget(): Promise<void> {
    await this.database.query(forgetSecretsSql);
  }
}
