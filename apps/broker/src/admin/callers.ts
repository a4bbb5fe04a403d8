import type { AuditEventType, AuditLog } from '@app/audit';
import {
  type Caller,
  CallerEntity,
  type CallerProof,
  type CallerProofs,
  type CallerStore,
  createCallerSecret,
} from '@app/callers';
import type {
  CallerResponse,
  ChangeCallerRequest,
  CreateCallerRequest,
  CreateCallerResponse,
  Page,
} from '@app/contract';
import { type Database, DatabaseFailure, type Transaction } from '@app/database';
import { BrokerError } from '@app/errors';
import type { ApplicationStore } from '@app/vault';
import type { Repository } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { decodeCursor, encodeCursor } from '../http/cursor.js';
import { type Act, actorOf } from './act.js';
import { entitlementBodiesOf } from './caller-body.js';
import { changedProof, membersOf, proofOfRequest } from './caller-proof.js';
import { applicationsOf, entitlementOf } from './entitlement-drafts.js';
import type { WholeTokens } from './whole-tokens.js';
import { widthWarnings } from './width-warnings.js';

type CallerEventType = Extract<AuditEventType, `caller.${string}`>;

const UNIQUE_VIOLATION = '23505';

/** Creating, changing, disabling and enabling callers with their entitlements. */
export class Callers {
  constructor(
    private readonly database: Database,
    private readonly store: CallerStore,
    private readonly proofs: CallerProofs,
    private readonly rows: Repository<CallerEntity>,
    private readonly applications: ApplicationStore,
    private readonly wholeTokens: WholeTokens,
    private readonly audit: AuditLog,
  ) {}

  /** By name. */
  async list(limit: number, cursor: string | undefined): Promise<Page<CallerResponse>> {
    const query = this.rows
      .createQueryBuilder('c')
      .orderBy('c.name')
      .limit(limit + 1);
    if (cursor !== undefined) query.where('c.name > :after', { after: decodeCursor(cursor, ['name'])[0] });
    const rows = await query.getMany();
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    const ids = page.map(({ id }) => id);
    const [callers, proofs] = await Promise.all([this.store.findAll(ids), this.proofs.findAll(ids)]);
    return {
      items: ids.flatMap((id) => {
        const [caller, proof] = [callers.get(id), proofs.get(id)];
        return caller && proof ? [responseOf(caller, proof)] : [];
      }),
      nextCursor: last ? encodeCursor([last.name]) : null,
    };
  }

  async get(id: string): Promise<CallerResponse> {
    const [caller, proof] = await Promise.all([this.store.find(id), this.proofs.find(id)]);
    if (!caller || !proof) throw notFound();
    return responseOf(caller, proof);
  }

  /** The secret, where there is one, is in the answer this once; only its hash is stored. */
  async create(request: CreateCallerRequest, act: Act): Promise<CreateCallerResponse> {
    this.wholeTokens.demand(request.entitlements, [], act);
    const known = await applicationsOf(this.applications, request.entitlements);
    const proof = proofOfRequest(request.authMethod, request);
    const clientSecret = proof.method === 'client_secret' ? createCallerSecret() : undefined;
    const clientId = `${request.name}-${uuidv7().slice(-12)}`;
    const id = await this.commit('caller.created', act, async (tx) => {
      const draft = {
        name: request.name,
        clientId,
        proof,
        clientSecret,
        entitlements: request.entitlements.map(entitlementOf),
      };
      const added = await this.store.add(tx, draft, { actor: actorOf(act) });
      if (added === undefined) throw taken();
      return added;
    });
    return {
      id,
      clientId,
      ...(clientSecret && { clientSecret: clientSecret.reveal() }),
      ...widthWarnings(request.entitlements, known),
    };
  }

  /** Throws `conflict` if the request names the version it was made from, and the caller has moved since. */
  async change(id: string, request: ChangeCallerRequest, act: Act) {
    const before = await this.store.find(id);
    this.wholeTokens.demand(request.entitlements ?? [], before?.entitlements ?? [], act);
    const known = await applicationsOf(this.applications, request.entitlements ?? []);
    const change = {
      ...(request.name !== undefined && { name: request.name }),
      ...(request.entitlements && { entitlements: request.entitlements.map(entitlementOf) }),
    };
    await this.commit('caller.changed', act, async (tx) => {
      const [version] = (await this.store.lock(tx, [id])).values();
      if (version !== undefined && (request.policyVersion ?? version) !== version) throw moved(version);
      if (!(await this.store.change(tx, id, change, { actor: actorOf(act) }))) return undefined;
      await this.changeProof(tx, id, request);
      return id;
    });
    return { ...(await this.get(id)), ...widthWarnings(request.entitlements ?? [], known) };
  }

  /** Its live access tokens are worth nothing from the next hand-out statement on. */
  async disable(id: string, act: Act): Promise<CallerResponse> {
    await this.commit('caller.disabled', act, async (tx) => ((await this.store.disable(tx, id)) ? id : undefined));
    return this.get(id);
  }

  async enable(id: string, act: Act): Promise<CallerResponse> {
    await this.commit('caller.enabled', act, async (tx) => ((await this.store.enable(tx, id)) ? id : undefined));
    return this.get(id);
  }

  /** Its access tokens that are out live on: whoever wants them ended disables the caller. */
  private async changeProof(tx: Transaction, id: string, request: ChangeCallerRequest): Promise<void> {
    const proof = await this.proofs.lock(tx, id);
    const changed = proof && changedProof(proof, request);
    if (!changed) return;
    try {
      await this.proofs.replace(tx, id, changed);
    } catch (error) {
      throw error instanceof DatabaseFailure && error.sqlState === UNIQUE_VIOLATION ? taken() : error;
    }
  }

  private async commit(
    type: CallerEventType,
    act: Act,
    work: (tx: Transaction) => Promise<string | undefined>,
  ): Promise<string> {
    return this.database.transaction(async (tx) => {
      const callerId = await work(tx);
      if (callerId === undefined) throw notFound();
      const { requestId } = act;
      await this.audit.append(tx, { type, outcome: 'ok', actor: actorOf(act), requestId, callerId });
      return callerId;
    });
  }
}

function responseOf(caller: Caller, proof: CallerProof): CallerResponse {
  return {
    id: caller.id,
    name: caller.name,
    clientId: caller.clientId,
    authMethod: proof.method,
    ...membersOf(proof),
    disabledAt: caller.disabledAt?.toISOString() ?? null,
    policyVersion: caller.policyVersion,
    entitlements: entitlementBodiesOf(caller.entitlements),
    createdAt: caller.createdAt.toISOString(),
    updatedAt: caller.updatedAt.toISOString(),
  };
}

function taken(): BrokerError {
  return new BrokerError('conflict', {
    detail: 'A caller of this name exists, or one that proves who it is by the same subject or certificate.',
  });
}

function moved(policyVersion: number): BrokerError {
  return new BrokerError('conflict', {
    detail: 'This caller has been changed since you read it. Nothing was saved.',
    members: { policyVersion },
  });
}

function notFound(): BrokerError {
  return new BrokerError('not_found', { detail: 'There is no such caller.' });
}
