import { lastHandouts } from '@app/audit';
import type { ExchangeAuthCodeResponse } from '@app/contract';
import type { Database } from '@app/database';
import { BrokerError } from '@app/errors';
import type { GrantEntity } from '@app/vault';
import type { Repository } from 'typeorm';
import { grantBodyOf } from '../procedures/grant-body.js';
import type { HandOutAsked } from '../procedures/hand-out-asked.js';
import type { HandOutHandle } from '../procedures/hand-out-handle.js';
import type { HandOutToken } from '../procedures/hand-out-token.js';
import type { ExchangeAsked } from './exchange-asked.js';
import type { ExchangeAuthCode } from './exchange-auth-code.js';

/** As for any other hand-out. */
const MINIMUM_SECONDS = 60;
const HANDLE_SECONDS = 600;

/** A brought code, and what its bringer wants to have handed out of it at once. */
export class BringCode {
  constructor(
    private readonly database: Database,
    private readonly rows: Repository<GrantEntity>,
    private readonly exchangeAuthCode: ExchangeAuthCode,
    private readonly handOutToken: HandOutToken,
    private readonly handOutHandle: HandOutHandle,
  ) {}

  /** Throws `BrokerError`; one with `grantId` says that the grant is there and only the hand-out was refused. */
  async execute(asked: ExchangeAsked): Promise<ExchangeAuthCodeResponse> {
    const startedAt = performance.now();
    const { corpId, grantId } = await this.exchangeAuthCode.execute(asked);
    const stored = await this.read(corpId, grantId);
    const left = asked.patienceSeconds - (performance.now() - startedAt) / 1_000;
    const handedOut = await this.handedOut(asked, stored, Math.max(0, left)).catch((cause: unknown) => {
      if (!(cause instanceof BrokerError)) throw cause;
      const { detail, members, internal } = cause;
      throw new BrokerError(cause.code, {
        detail,
        members: { ...members, grantId },
        cause,
        ...(internal && { internal }),
      });
    });
    const usedAt = await lastHandouts(this.database, [grantId]);
    return { grant: grantBodyOf(await this.read(corpId, grantId), usedAt.get(grantId)), ...handedOut };
  }

  private async read(corpId: string, id: string): Promise<GrantEntity> {
    return this.rows.findOneByOrFail({ corpId, id });
  }

  private async handedOut(
    { callerId, application, handOut, requestId, certificateHash }: ExchangeAsked,
    { corpId, unionId }: GrantEntity,
    maxWaitSeconds: number,
  ): Promise<Pick<ExchangeAuthCodeResponse, 'token' | 'handle'>> {
    if (!handOut) return {};
    const asked: HandOutAsked = {
      callerId,
      application,
      corpId,
      userId: undefined,
      unionId,
      scopes: handOut.scopes,
      minimumSeconds: MINIMUM_SECONDS,
      maxWaitSeconds,
      purpose: handOut.purpose,
      refused: undefined,
      requestId,
    };
    if (handOut.delivery === 'token') return { token: await this.handOutToken.execute(asked) };
    const wanted = { ttlSeconds: HANDLE_SECONDS, certificateHash, keyHash: null };
    return { handle: await this.handOutHandle.execute(asked, wanted) };
  }
}
