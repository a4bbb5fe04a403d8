import { grantsHeldByCaller, liveHandoutsByCaller } from '@app/audit';
import type { CallerStore } from '@app/callers';
import type { RevocationFilter, RevocationPreviewBody } from '@app/contract';
import type { Database } from '@app/database';
import { BrokerError } from '@app/errors';
import { Secret } from '@app/secret';
import type { GrantEntity, GrantKey } from '@app/vault';
import type { Repository } from 'typeorm';
import type { Act } from './act.js';
import { BULK_REVOCATION } from './bulk-revocation.work.js';
import { narrowGrants } from './narrow-grants.js';
import { fingerprintOf, type RevocationPreviews } from './revocation-previews.js';
import type { StartJob } from './start-job.js';

/** Places named in a preview; those with most grants. */
const PLACES_MAX = 100;

const addGrantsSql = `
  insert into revocation_job_grants (job_id, corp_id, grant_id) select $1, g.* from unnest($2::text[], $3::uuid[]) g`;

/** A live grant that is about to be ended. */
interface EndingGrant extends GrantKey {
  readonly application: string;
  readonly unionId: string;
}

/** Ending many grants: first what would end, in numbers, then exactly that, as a job. */
export class BulkRevocations {
  constructor(
    private readonly database: Database,
    private readonly grants: Repository<GrantEntity>,
    private readonly callers: CallerStore,
    private readonly previews: RevocationPreviews,
    private readonly startJob: StartJob,
  ) {}

  async preview(filter: RevocationFilter, { operator }: Pick<Act, 'operator'>): Promise<RevocationPreviewBody> {
    const grants = await this.matching(filter);
    const callers = await liveHandoutsByCaller(
      this.database,
      grants.map(({ grantId }) => grantId),
    );
    const names = await this.callers.names(callers.map(({ callerId }) => callerId));
    const { token, expiresAt } = await this.previews.add(operator.name, filter, fingerprintOf(grants));
    const lastUntil = Math.max(...callers.map((caller) => caller.lastUntil.getTime()));
    return {
      grants: grants.length,
      people: new Set(grants.map(({ unionId }) => unionId)).size,
      places: placesOf(grants),
      liveHandouts: callers.reduce((sum, { handouts }) => sum + handouts, 0),
      upstreamLiveUntil: callers.length > 0 ? new Date(lastUntil).toISOString() : null,
      callers: callers.map(({ callerId, handouts }) => ({
        callerId,
        name: names.get(callerId) ?? callerId,
        liveHandouts: handouts,
      })),
      previewToken: token.reveal(),
      expiresAt: expiresAt.toISOString(),
    };
  }

  /** The job's id. Confirming the same preview twice is confirming it once. Throws `conflict` with a new preview if the set moved. */
  async confirm(previewToken: string, reason: string, act: Act): Promise<string> {
    const token = Secret.of(previewToken);
    const confirmed = await this.database.transaction<{ jobId: string } | { moved: RevocationFilter }>(async (tx) => {
      const shown = await this.previews.take(tx, act.operator.name, token);
      if (!shown) throw unknownPreview();
      if (shown.jobId !== null) return { jobId: shown.jobId };
      const grants = await this.matching(shown.filter);
      if (!fingerprintOf(grants).equals(shown.fingerprint)) return { moved: shown.filter };
      const total = grants.length;
      const request = { filter: shown.filter, reason, requestId: act.requestId };
      const details = { ...definedOf(shown.filter), reason, grants: total };
      const fill = async (jobId: string) => {
        const keys = [grants.map(({ corpId }) => corpId), grants.map(({ grantId }) => grantId)];
        await tx.query(addGrantsSql, [jobId, ...keys]);
        await this.previews.confirmed(tx, token, jobId);
      };
      return { jobId: await this.startJob.execute(tx, { type: BULK_REVOCATION, total, request, details, fill }, act) };
    });
    if ('jobId' in confirmed) return confirmed.jobId;
    throw new BrokerError('conflict', {
      detail: 'Other grants would end now than those that were shown. Look at preview, and confirm that one.',
      members: { preview: await this.preview(confirmed.moved, act) },
    });
  }

  private async matching({ callerId, grantIds, ...filter }: RevocationFilter): Promise<EndingGrant[]> {
    const select = this.grants
      .createQueryBuilder('g')
      .select(['g.corp_id as "corpId"', 'g.id as "grantId"', 'g.application as application', 'g.union_id as "unionId"'])
      .where(`g.state in ('active', 'suspended', 'needs_consent')`)
      .orderBy('g.corp_id')
      .addOrderBy('g.id');
    narrowGrants(select, filter);
    if (grantIds) select.andWhere('g.id = any(:grantIds)', { grantIds });
    if (callerId) {
      const held = await grantsHeldByCaller(this.database, callerId);
      select.andWhere('g.id = any(:held)', { held });
    }
    return select.getRawMany<EndingGrant>();
  }
}

/** The filter's own members, as an audit record takes them; its ids are the job's to list. */
function definedOf({ grantIds: _, ...filter }: RevocationFilter): Record<string, string> {
  return Object.fromEntries(
    Object.entries(filter).filter((member): member is [string, string] => member[1] !== undefined),
  );
}

function placesOf(grants: readonly EndingGrant[]): RevocationPreviewBody['places'] {
  const places = new Map<string, RevocationPreviewBody['places'][number]>();
  for (const { application, corpId } of grants) {
    const key = `${application} ${corpId}`;
    places.set(key, { application, corpId, grants: (places.get(key)?.grants ?? 0) + 1 });
  }
  return [...places.values()].sort((a, b) => b.grants - a.grants).slice(0, PLACES_MAX);
}

function unknownPreview(): BrokerError {
  const reason = 'was not given to this operator, or not within the last 10 minutes';
  return BrokerError.invalidRequest([{ pointer: '/previewToken', reason }]);
}
