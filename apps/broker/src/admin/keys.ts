import type { AuditLog } from '@app/audit';
import type { KeysResponse, MasterKeyResponse } from '@app/contract';
import type { Database } from '@app/database';
import { BrokerError } from '@app/errors';
import type { KeyRing, MasterKey, MasterKeyRecord, ReplicaKeys } from '@app/vault';
import type { KeyWatch } from '../operations/key-watch.js';
import { type Act, actorOf } from './act.js';
import { RESEAL, type RotationAsked } from './reseal.work.js';
import type { StartJob } from './start-job.js';

const newestRotationSql = 'select id, state from jobs where type = $1 order by created_at desc, id desc limit 1';
/** Two rotations at once would each replace the other's keys. */
const lockRotationsSql = `select pg_advisory_xact_lock(hashtextextended('rotations', 0)), now()`;

/** The master keys, what they carry, and how one gives way to the next. */
export class Keys {
  constructor(
    private readonly database: Database,
    private readonly masterKey: MasterKey,
    private readonly ring: KeyRing,
    private readonly watch: KeyWatch,
    private readonly startJob: StartJob,
    private readonly audit: AuditLog,
  ) {}

  /** Counts nothing: the numbers are those of the last count. */
  async list(): Promise<KeysResponse> {
    const [keys, replicas, rotation] = await Promise.all([
      this.ring.masterKeys(),
      this.ring.replicas(),
      this.newestRotation(),
    ]);
    return {
      items: keys.map((key) => this.responseOf(key, replicas)),
      nextCursor: null,
      replicas: replicas.map(({ replica, currentKeyId, trouble, lookedAt }) => ({
        replica,
        currentKeyId,
        healthy: trouble === null,
        trouble,
        lookedAt: lookedAt.toISOString(),
      })),
      rotationJobId: rotation?.id ?? null,
    };
  }

  /** The id of the job that seals everything anew. Throws `conflict` while another one is at it, or while a replica lacks the current key. */
  async rotate(reason: string, act: Act): Promise<string> {
    await this.watch.look();
    const masterKeyId = this.masterKey.currentKeyId;
    await this.expectOnEveryReplica(masterKeyId);
    const total = await this.ring.count();
    return this.database.transactionAlone(async (tx) => {
      const [locked] = await tx.query<{ now: Date }>(lockRotationsSql);
      const running = await this.newestRotation();
      if (running && ['queued', 'running', 'paused'].includes(running.state))
        throw new BrokerError('conflict', {
          detail: 'A rotation is under way, or paused.',
          members: { jobId: running.id },
        });
      const madeBefore = (locked?.now ?? new Date()).toISOString();
      const request = { masterKeyId, madeBefore, reason, requestId: act.requestId } satisfies RotationAsked;
      return this.startJob.execute(tx, { type: RESEAL, total, request, details: { reason, masterKeyId } }, act);
    });
  }

  /** Throws `conflict` with the number of values while anything is sealed under it. */
  async retire(masterKeyId: string, { operator, requestId }: Act): Promise<MasterKeyResponse> {
    await this.watch.look();
    if (masterKeyId === this.masterKey.currentKeyId)
      throw new BrokerError('conflict', { detail: 'It is the current key. Add another one first, and rotate to it.' });
    // A replica that does not have the newer key would go on making data keys under this one.
    await this.expectOnEveryReplica(this.masterKey.currentKeyId);
    await this.database.transactionAlone(async (tx) => {
      const locked = await this.ring.lock(tx, masterKeyId);
      if (!locked) throw new BrokerError('not_found', { detail: 'There is no such master key.' });
      if (locked.retired) return;
      await this.expectUnused(masterKeyId);
      await this.ring.retire(tx, masterKeyId);
      const actor = actorOf({ operator });
      await this.audit.append(tx, { type: 'key.retired', outcome: 'ok', actor, requestId, details: { masterKeyId } });
    });
    return this.find(masterKeyId);
  }

  private async find(masterKeyId: string): Promise<MasterKeyResponse> {
    const key = (await this.ring.masterKeys()).find(({ id }) => id === masterKeyId);
    if (!key) throw new Error('A master key is gone');
    return this.responseOf(key, await this.ring.replicas());
  }

  private async expectUnused(masterKeyId: string): Promise<void> {
    const sealed = await this.ring.count(masterKeyId);
    const key = (await this.ring.masterKeys()).find(({ id }) => id === masterKeyId);
    if (!key || key.dataKeys === 0) return;
    const detail =
      sealed === 0
        ? 'Data keys are still wrapped by it, though nothing is sealed with them. Rotate, and they go.'
        : `${sealed} values are still sealed under it. Rotate, and retire it when none is.`;
    throw new BrokerError('conflict', { detail, members: { sealed, dataKeys: key.dataKeys } });
  }

  private async expectOnEveryReplica(masterKeyId: string): Promise<void> {
    const without = (await this.ring.replicas()).filter(({ currentKeyId }) => currentKeyId !== masterKeyId);
    if (without.length === 0) return;
    const detail = `${without.length} replicas do not have ${masterKeyId} as their current key yet. Give each of them the same master key file, and try again.`;
    throw new BrokerError('conflict', { detail, members: { replicas: without.map(({ replica }) => replica) } });
  }

  private async newestRotation(): Promise<{ id: string; state: string } | undefined> {
    const [job] = await this.database.query<{ id: string; state: string }>(newestRotationSql, [RESEAL]);
    return job;
  }

  private responseOf(key: MasterKeyRecord, replicas: readonly ReplicaKeys[]): MasterKeyResponse {
    return {
      ...key,
      state: key.id === this.masterKey.currentKeyId ? 'current' : key.retiredAt ? 'retired' : 'retiring',
      addedAt: key.addedAt?.toISOString() ?? null,
      retiredAt: key.retiredAt?.toISOString() ?? null,
      countedAt: key.countedAt?.toISOString() ?? null,
      lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
      missingOn: replicas.filter(({ keyIds }) => !keyIds.includes(key.id)).map(({ replica }) => replica),
    };
  }
}
