import type { AuditAct, AuditLog } from '@app/audit';
import {
  type CallerProofs,
  type CallerSecret,
  type CallerSecrets,
  type CallerStore,
  createCallerSecret,
} from '@app/callers';
import type { CallerSecretResponse, RotateSecretResponse } from '@app/contract';
import type { Database, Transaction } from '@app/database';
import { BrokerError } from '@app/errors';
import { type Act, actorOf } from './act.js';

interface ManageCallerSecretsOptions {
  readonly database: Database;
  readonly callers: CallerStore;
  readonly proofs: CallerProofs;
  readonly secrets: CallerSecrets;
  readonly audit: AuditLog;
}

/** The secrets by which callers prove who they are: which there are, and how one follows another. */
export class ManageCallerSecrets {
  constructor(private readonly options: ManageCallerSecretsOptions) {}

  /** The newest first. None where the caller has another method. */
  async list(id: string): Promise<CallerSecretResponse[]> {
    const [caller, secrets] = await Promise.all([this.options.callers.find(id), this.options.secrets.of(id)]);
    if (!caller) throw notFound();
    return secrets.map(responseOf);
  }

  /** For `overlapSeconds` the old secret works beside the new one, so that the service can change over without a gap. */
  async rotate(id: string, overlapSeconds: number, act: Act): Promise<RotateSecretResponse> {
    const { database, callers, proofs } = this.options;
    const clientSecret = createCallerSecret();
    const previousEnd = await database.transaction(async (tx) => {
      const proof = await proofs.lock(tx, id);
      if (!proof) throw notFound();
      if (proof.method !== 'client_secret') {
        throw conflict(`This caller has no secret: it proves who it is by ${proof.method}.`);
      }
      const end = await proofs.replaceSecret(tx, id, clientSecret, overlapSeconds);
      await this.record(tx, 'caller.secret_rotated', id, act, { overlapSeconds });
      return end;
    });
    const caller = await callers.find(id);
    if (!caller) throw notFound();
    return {
      id,
      clientId: caller.clientId,
      clientSecret: clientSecret.reveal(),
      previousSecretExpiresAt: previousEnd?.toISOString() ?? null,
    };
  }

  /**
   * Before its overlap runs out. Throws `conflict` for the one that the caller goes on with: without it the caller could not come back, and
   * for a secret that leaked there is a rotation without overlap.
   */
  async end(id: string, secretId: string, act: Act): Promise<CallerSecretResponse> {
    const { database, proofs, secrets } = this.options;
    return database.transaction(async (tx) => {
      if (!(await proofs.lock(tx, id))) throw notFound();
      const before = await secrets.lock(tx, id, secretId);
      if (!before) {
        throw new BrokerError('not_found', { detail: 'The caller has no such secret, or it has ended already.' });
      }
      if (!before.expiresAt) {
        throw conflict(
          'The caller goes on with this secret. Rotate it first; without an overlap that ends it at once.',
        );
      }
      const ended = await secrets.end(tx, id, secretId);
      if (!ended) throw new Error('a locked secret is gone');
      await this.record(tx, 'caller.secret_ended', id, act, {
        secretId,
        wouldHaveEndedAt: before.expiresAt.toISOString(),
        lastUsedAt: before.lastUsedAt?.toISOString() ?? null,
      });
      return responseOf(ended);
    });
  }

  private async record(
    tx: Transaction,
    type: Extract<AuditAct['type'], `caller.secret_${string}`>,
    callerId: string,
    act: Act,
    details: NonNullable<AuditAct['details']>,
  ): Promise<void> {
    const { requestId } = act;
    await this.options.audit.append(tx, { type, outcome: 'ok', actor: actorOf(act), requestId, callerId, details });
  }
}

function responseOf({ id, createdAt, expiresAt, lastUsedAt, usesNotedSince }: CallerSecret): CallerSecretResponse {
  return {
    id,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    usesNotedSince: usesNotedSince.toISOString(),
  };
}

function conflict(detail: string): BrokerError {
  return new BrokerError('conflict', { detail });
}

function notFound(): BrokerError {
  return new BrokerError('not_found', { detail: 'There is no such caller.' });
}
