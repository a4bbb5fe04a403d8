import type { Database, Transaction } from '@app/database';
import { LRUCache } from 'lru-cache';
import type { HandleKey } from './handle.js';
import {
  endedHandlesSql,
  endHandleSql,
  forgetHandlesSql,
  handleByKeySql,
  liveHandleByKeySql,
} from './sql/handles.sql.js';

const HANDLES_REMEMBERED = 20_000;

/** What a handle is. None of it ever changes; whether the handle still works is not among it. */
export interface Handle {
  readonly handoutId: string;
  readonly callerId: string;
  readonly grantId: string;
  readonly application: string;
  readonly corpId: string;
  readonly userId: string | null;
  readonly unionId: string;
  /** All that it carries. */
  readonly scopes: readonly string[];
  readonly purpose: string | null;
  /** Of the certificate (RFC 8705) or the key (RFC 9449) it is bound to. */
  readonly certificateHash: Buffer | null;
  readonly keyHash: Buffer | null;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

type HandleRow = Handle & { readonly [column: string]: unknown };

/** The rows of `handles`, which the hand-out statement makes. */
export class Handles {
  private readonly known = new LRUCache<string, Handle>({ max: HANDLES_REMEMBERED });

  constructor(private readonly database: Database) {}

  /**
   * From memory where it can be, so it may have ended since: the hand-out statement decides that, for every call. Undefined if there never
   * was one of this key, or not for a long time.
   */
  async find({ corpId, hash }: HandleKey): Promise<Handle | undefined> {
    const name = `${hash.toString('base64')} ${corpId}`;
    const known = this.known.get(name);
    if (known) return known;
    const [found] = await this.database.query<HandleRow>(handleByKeySql, [corpId, hash]);
    if (found) this.known.set(name, found);
    return found;
  }

  /** Not ended and not run out at this moment. Whether its grant still lives is not known here. */
  async findLive({ corpId, hash }: HandleKey): Promise<Handle | undefined> {
    const [found] = await this.database.query<HandleRow>(liveHandleByKeySql, [corpId, hash]);
    return found;
  }

  /** Which of these hand-outs have been ended, returned or revoked, before their time. */
  async ended(handouts: readonly Pick<Handle, 'corpId' | 'handoutId'>[]): Promise<ReadonlySet<string>> {
    const rows = await this.database.query<{ handoutId: string }>(endedHandlesSql, [
      handouts.map(({ corpId }) => corpId),
      handouts.map(({ handoutId }) => handoutId),
    ]);
    return new Set(rows.map(({ handoutId }) => handoutId));
  }

  /** From the next statement on nothing is forwarded for the handle of this hand-out. */
  async end(tx: Transaction, corpId: string, handoutId: string): Promise<void> {
    await tx.query(endHandleSql, [corpId, handoutId]);
  }

  async forget(): Promise<void> {
    await this.database.query(forgetHandlesSql);
  }
}
