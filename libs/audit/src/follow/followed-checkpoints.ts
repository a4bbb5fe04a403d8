import type { Database, Transaction } from '@app/database';
import type { Checkpoint } from '../chain/checkpoint.js';
import { checkpointsOfReplicas } from './follow.sql.js';
import { TrailFollower } from './trail-follower.js';

export interface FollowedCheckpoint extends Omit<Checkpoint, 'tags'> {
  /** RFC 3339 of UTC with microseconds. */
  readonly createdAt: string;
}

const checkpointsSql = `
  select c.replica, c.number, c.body, c.signature, c.key_id as "keyId",
    to_char(c.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "createdAt"
  from unnest($1::uuid[], $2::int[], $3::int[]) as span(replica, after, up_to)
  join audit_checkpoints c on c.replica = span.replica and c.number > span.after and c.number <= span.up_to
  order by c.replica, c.number`;

/** Reads every checkpoint once. `work` asks for them if it wants to know: what it does not ask for is passed. */
export function followCheckpoints(
  database: Database,
  name: string,
  work: (tx: Transaction, checkpoints: () => Promise<FollowedCheckpoint[]>) => Promise<void>,
): TrailFollower<string> {
  return new TrailFollower<string>(
    database,
    name,
    (tx, committed) =>
      work(tx, () => tx.query<FollowedCheckpoint & Record<string, unknown>>(checkpointsSql, committed)),
    { what: checkpointsOfReplicas, atOnce: 100 },
  );
}
