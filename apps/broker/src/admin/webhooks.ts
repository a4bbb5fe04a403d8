import type { AuditAct, AuditLog } from '@app/audit';
import type {
  ChangeWebhookRequest,
  CreateWebhookRequest,
  CreateWebhookResponse,
  Page,
  RotateWebhookSecretRequest,
  WebhookResponse,
} from '@app/contract';
import type { Database, Transaction } from '@app/database';
import { BrokerError } from '@app/errors';
import type { Networks } from '@app/outbound';
import { receiverFault, type Webhook, type WebhookStore } from '@app/webhooks';
import { decodeCursor, encodeCursor } from '../http/cursor.js';
import { type Act, actorOf } from './act.js';

const HOUR_SECONDS = 3_600;

type WebhookAct = Extract<AuditAct['type'], `webhook.${string}`>;

/** Who is told of what happens, and by which secret they know that it was us. */
export class Webhooks {
  constructor(
    private readonly database: Database,
    private readonly store: WebhookStore,
    private readonly audit: AuditLog,
    private readonly allowed: Networks | undefined,
  ) {}

  /** The newest first. */
  async list(limit: number, cursor: string | undefined): Promise<Page<WebhookResponse>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor, ['uuid'])[0];
    const rows = await this.store.list(limit + 1, after);
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return { items: page.map(responseOf), nextCursor: last ? encodeCursor([last.id]) : null };
  }

  async get(id: string): Promise<WebhookResponse> {
    const webhook = await this.store.find(id);
    if (!webhook) throw notFound();
    return responseOf(webhook);
  }

  async create(draft: CreateWebhookRequest, act: Act): Promise<CreateWebhookResponse> {
    await this.judge(draft.url);
    const secret = await this.store.newSecret();
    const id = await this.database.transaction(async (tx) => {
      const webhookId = await this.store.add(tx, draft, secret);
      await this.record(tx, 'webhook.created', act, { webhookId, host: new URL(draft.url).host, events: draft.events });
      return webhookId;
    });
    return { ...(await this.get(id)), secret: secret.secret.reveal() };
  }

  async change(id: string, { enabled, ...draft }: ChangeWebhookRequest, act: Act): Promise<WebhookResponse> {
    if (draft.url !== undefined) await this.judge(draft.url);
    const state = enabled === undefined ? undefined : enabled ? 'enabled' : 'disabled';
    await this.database.transaction(async (tx) => {
      if (!(await this.store.change(tx, id, { ...draft, ...(state && { state }) }))) throw notFound();
      const { url, events } = draft;
      await this.record(tx, 'webhook.changed', act, {
        webhookId: id,
        ...(url !== undefined && { host: new URL(url).host }),
        ...(events && { events }),
        ...(state && { state }),
      });
    });
    return this.get(id);
  }

  async remove(id: string, act: Act): Promise<WebhookResponse> {
    const webhook = await this.get(id);
    await this.database.transaction(async (tx) => {
      if (!(await this.store.remove(tx, id))) throw notFound();
      await this.record(tx, 'webhook.removed', act, { webhookId: id });
    });
    return webhook;
  }

  async rotateSecret(
    id: string,
    { overlapHours }: RotateWebhookSecretRequest,
    act: Act,
  ): Promise<CreateWebhookResponse> {
    await this.get(id);
    const secret = await this.store.newSecret();
    await this.database.transaction(async (tx) => {
      await this.store.rotate(tx, id, overlapHours * HOUR_SECONDS, secret);
      await this.record(tx, 'webhook.secret_rotated', act, { webhookId: id, overlapHours });
    });
    return { ...(await this.get(id)), secret: secret.secret.reveal() };
  }

  private async judge(url: string): Promise<void> {
    const fault = await receiverFault(url, this.allowed);
    if (fault !== undefined) throw BrokerError.invalidRequest([{ pointer: '/url', reason: fault }]);
  }

  /** The address without its path: receivers put keys into paths. */
  private async record(
    tx: Transaction,
    type: WebhookAct,
    { operator, requestId }: Act,
    details: NonNullable<AuditAct['details']>,
  ): Promise<void> {
    await this.audit.append(tx, { type, outcome: 'ok', actor: actorOf({ operator }), requestId, details });
  }
}

function responseOf(webhook: Webhook): WebhookResponse {
  const { id, url, description, events, state, disabledBecause, failingSince, secrets, createdAt, updatedAt } = webhook;
  return {
    id,
    url,
    description,
    events: [...events],
    state,
    disabledBecause,
    failingSince: failingSince?.toISOString() ?? null,
    secrets: secrets.map((secret) => ({
      createdAt: new Date(secret.createdAt).toISOString(),
      expiresAt: secret.expiresAt === null ? null : new Date(secret.expiresAt).toISOString(),
    })),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

function notFound(): BrokerError {
  return new BrokerError('not_found', { detail: 'There is no such webhook.' });
}
