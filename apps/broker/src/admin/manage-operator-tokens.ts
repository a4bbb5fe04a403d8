import type { AuditLog } from '@app/audit';
import type {
  CreateOperatorTokenRequest,
  CreateOperatorTokenResponse,
  OperatorTokenResponse,
  Page,
} from '@app/contract';
import type { Database } from '@app/database';
import { BrokerError } from '@app/errors';
import type { Operator, OperatorStore, OperatorToken, OperatorTokens } from '@app/operators';
import { permissions as allPermissions, roleHolds } from '../access/operator-permissions.js';
import { decodeCursor, encodeCursor } from '../http/cursor.js';
import { type Act, actorOf } from './act.js';

/** A token that nobody thinks of any more ends by itself. Days. */
const DAYS_MAX = 366;
const DAY_MS = 86_400_000;

/** The tokens by which operators' programs are known. */
export class ManageOperatorTokens {
  constructor(
    private readonly database: Database,
    private readonly operators: OperatorStore,
    private readonly tokens: OperatorTokens,
    private readonly audit: AuditLog,
  ) {}

  /** The newest first, ended ones included. */
  async list(operatorId: string, limit: number, cursor: string | undefined): Promise<Page<OperatorTokenResponse>> {
    await this.operator(operatorId);
    const after = cursor === undefined ? undefined : decodeCursor(cursor, ['uuid'])[0];
    const rows = await this.tokens.list(operatorId, limit + 1, after);
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return { items: page.map(responseOf), nextCursor: last ? encodeCursor([last.id]) : null };
  }

  async create(
    operatorId: string,
    request: CreateOperatorTokenRequest,
    act: Act,
  ): Promise<CreateOperatorTokenResponse> {
    const operator = await this.operator(operatorId);
    const expiresAt = new Date(request.expiresAt);
    check(operator, request, expiresAt);
    const { name, permissions = null } = request;
    const { id, token } = await this.database.transaction(async (tx) => {
      const added = await this.tokens.add(tx, operatorId, { name, permissions, expiresAt });
      await this.audit.append(tx, this.recordOf('operator.token_created', operatorId, added.id, act));
      return added;
    });
    return { id, token: token.reveal(), expiresAt: expiresAt.toISOString() };
  }

  async revoke(operatorId: string, tokenId: string, act: Act): Promise<OperatorTokenResponse> {
    return this.database.transaction(async (tx) => {
      const revoked = await this.tokens.revoke(tx, operatorId, tokenId);
      if (!revoked) throw notFound('There is no such token of this operator.');
      await this.audit.append(tx, this.recordOf('operator.token_revoked', operatorId, tokenId, act));
      return responseOf(revoked);
    });
  }

  private async operator(id: string): Promise<Operator> {
    const operator = await this.operators.find(id);
    if (!operator) throw notFound('There is no such operator.');
    return operator;
  }

  private recordOf(
    type: 'operator.token_created' | 'operator.token_revoked',
    operatorId: string,
    tokenId: string,
    { operator, requestId }: Act,
  ) {
    const actor = actorOf({ operator });
    return { type, outcome: 'ok', actor, requestId, details: { operatorId, tokenId } } as const;
  }
}

function check({ role }: Operator, { permissions = [] }: CreateOperatorTokenRequest, expiresAt: Date): void {
  const inMs = expiresAt.getTime() - Date.now();
  if (inMs <= 0 || inMs > DAYS_MAX * DAY_MS) {
    throw BrokerError.invalidRequest([{ pointer: '/expiresAt', reason: `must be within ${DAYS_MAX} days from now` }]);
  }
  const beyond = permissions.flatMap((given, n) => {
    const known = allPermissions.find((permission) => permission === given);
    return known && roleHolds(role, known)
      ? []
      : [{ pointer: `/permissions/${n}`, reason: `is not the role’s: ${role}` }];
  });
  if (beyond.length > 0) throw BrokerError.invalidRequest(beyond);
}

function responseOf(token: OperatorToken): OperatorTokenResponse {
  return {
    id: token.id,
    name: token.name,
    permissions: token.permissions && [...token.permissions],
    createdAt: token.createdAt.toISOString(),
    expiresAt: token.expiresAt.toISOString(),
    lastUsedAt: token.lastUsedAt?.toISOString() ?? null,
    revokedAt: token.revokedAt?.toISOString() ?? null,
  };
}

function notFound(detail: string): BrokerError {
  return new BrokerError('not_found', { detail });
}
