import type { Database } from '@app/database';
import type { EventsSeen } from './findings.js';

const eventsSeenSql = `
  select (select max(received_at) from dingtalk_events where application = $1) as "lastReceivedAt",
    (select count(*)::int from dingtalk_events where application = $1 and due_at is not null and state = 'failed') as failing`;

/** DingTalk's events about one application that are still kept. */
export async function eventsSeen(database: Database, application: string): Promise<EventsSeen> {
  const [seen] = await database.query<EventsSeen & Record<string, unknown>>(eventsSeenSql, [application]);
  if (!seen) throw new Error('An aggregate answered no row');
  return seen;
}
