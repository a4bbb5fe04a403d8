import type { Transaction } from '@app/database';
import type { EventNews } from '@app/dingtalk';
import type { Jobs } from '../jobs/jobs.js';

/** How an event came. */
export type EventRoute = 'http' | 'stream';

/** What an event tells, as it is kept: without the one secret DingTalk sends, which goes into the application. */
type StoredNews = Exclude<EventNews, { kind: 'suite_ticket' | 'check' | 'other' | 'people_active' }>;

/** An event that is to be applied. */
export interface StoredEvent {
  readonly id: string;
  readonly application: string;
  /** DingTalk's id of it. */
  readonly eventId: string;
  readonly type: string;
  readonly corpId: string;
  /** Never later than it was received, whatever DingTalk's clock said. */
  readonly bornAt: Date;
  readonly receivedAt: Date;
  readonly via: EventRoute;
  readonly requestId: string;
  readonly news: StoredNews;
  /** Times it has been tried, this one included. */
  readonly attempts: number;
}

/** Name of the task that applies an event. */
export const APPLY_EVENT = 'apply_dingtalk_event';

/** The ledger says when an event is tried again, so its job is tried once. */
export async function applyJobOf(jobs: Jobs, tx: Transaction, id: string): Promise<void> {
  await jobs.add(tx, APPLY_EVENT, { id }, { key: `${APPLY_EVENT}:${id}`, maxAttempts: 1 });
}

/** Who ended or suspended something because of the event. */
export const actorOf = ({ type }: Pick<StoredEvent, 'type'>): string => `dingtalk:${type}`;

/** Why, as operators and receipts read it; the same for every attempt at the same event. */
export const reasonOf = ({ type, eventId }: Pick<StoredEvent, 'type' | 'eventId'>): string =>
  `DingTalk event ${type}, ${eventId}`;
