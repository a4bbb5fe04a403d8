import { ensureAuditPartitions } from '@app/audit';
import type { Handles, RateBuckets } from '@app/callers';
import type { Database } from '@app/database';
import type { Task } from '../jobs/task.js';

/**
 * One-time states nobody came back for, links nobody opened, sessions that are over, assertions and secrets that have expired, codes
 * that were brought, plugins' tokens that have ended, handles that ran out, rates nobody comes near, and slots of replicas that are gone. A consent stays readable for a quarter after it lapsed, because its
 * page and its caller may still ask; a revocation stays in the feed for a week, which is longer than anything that was handed out.
 */
const forgetSql = [
  `delete from consent_states where expires_at < now() - interval '1 day'`,
  `update consents set state = 'expired' where state = 'pending' and expires_at <= now()`,
  `delete from consents c where state in ('expired', 'rejected') and expires_at < now() - interval '90 days'
    and not exists (select from consent_states s where s.consent_id = c.id)`,
  `delete from person_sessions where signed_in_at < now() - interval '1 hour'`,
  // Later than they expire, because the clock of whoever judged them may be behind.
  `delete from used_assertions where expires_at < now() - interval '1 hour'`,
  `delete from caller_secrets where expires_at < now() - interval '1 day'`,
  // A day longer than they live, because a revocation asks when they came.
  `delete from plugin_tokens where lives_until < now() - interval '1 day'`,
  `delete from brought_codes where created_at < now() - interval '1 hour'`,
  `delete from import_rows where finished_at < now() - interval '30 days'`,
  `delete from operator_sign_ins where expires_at < now() - interval '1 day'`,
  `delete from operator_sessions where ends_at < now() - interval '1 day'`,
  `delete from call_slots where leased_until < now() - interval '1 hour'`,
  `with forgotten as (delete from revocation_feed_entries where written_at < now() - interval '7 days' returning position)
    update revocation_feed set forgotten = greatest(forgotten, (select max(position) from forgotten)) where exists (select from forgotten)`,
];

/** Forgets what has no use any more, and keeps the trail's partitions ahead of time on a broker that is never restarted. */
export class Housekeeping implements Task {
  readonly name = 'housekeeping';
  readonly everySeconds = 3_600;

  constructor(
    private readonly database: Database,
    private readonly handles: Handles,
    private readonly rates: RateBuckets,
    private readonly figures: readonly { forget(): Promise<void> }[],
  ) {}

  async run(): Promise<void> {
    for (const statement of forgetSql) await this.database.query(statement);
    await this.handles.forget();
    await this.rates.forget();
    for (const figures of this.figures) await figures.forget();
    await ensureAuditPartitions(this.database);
  }
}
