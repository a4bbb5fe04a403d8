import type pg from 'pg';
import type { Emulator } from './emulator.js';
import { until } from './until.js';

export type Via = 'http' | 'stream';

/** What goes out, as the control API of the emulator takes it. */
export interface Sending {
  readonly clientId: string;
  readonly type: string;
  readonly corpId?: string;
  readonly payload?: object;
  readonly eventId?: string;
  readonly bornTime?: number;
  readonly via?: Via | 'both';
  readonly copies?: number;
  readonly form?: 'event' | 'sync' | 'sync_batch';
  readonly spoil?: 'signature' | 'key' | 'owner';
  readonly timestamp?: number;
}

interface Delivery {
  readonly status: 'sent' | 'acknowledged' | 'later' | 'failed';
  readonly answer?: { readonly code?: number; readonly body?: string };
}

export interface Sent {
  readonly id: string;
  readonly eventId: string;
  readonly state: 'pending' | 'acknowledged' | 'failed';
  readonly deliveries: readonly Delivery[];
}

/** Sends an event and waits until every delivery of it is acknowledged or given up. */
export async function sendEvent(emulator: Emulator, sending: Sending): Promise<Sent> {
  let sent = await emulator.control<Sent>('POST', '/events', sending);
  await until(`${sending.type} is delivered`, async () => {
    sent = await emulator.control<Sent>('GET', `/events/${sent.id}`);
    return sent.state !== 'pending';
  });
  return sent;
}

export interface EventRow {
  readonly state: 'received' | 'applied' | 'ignored' | 'failed';
  readonly outcome: string | null;
  readonly type: string;
  readonly via: Via;
  readonly attempts: number;
}

/** What the broker keeps of an event, one row for each application. */
export async function eventRows(pool: pg.Pool, eventId: string): Promise<EventRow[]> {
  const { rows } = await pool.query<EventRow>(
    'select state, outcome, type, via, attempts from dingtalk_events where event_id = $1',
    [eventId],
  );
  return rows;
}

/** The records that an event was applied, with what it did. */
export async function appliedRecords(pool: pg.Pool, eventId: string): Promise<Record<string, unknown>[]> {
  const { rows } = await pool.query<{ details: Record<string, unknown> }>(
    `select details from audit_events where type = 'event.applied' and details->>'eventId' = $1`,
    [eventId],
  );
  return rows.map(({ details }) => details);
}

/** Waits until nothing is left to do for the event. */
export async function untilApplied(pool: pg.Pool, eventId: string): Promise<EventRow> {
  let rows: EventRow[] = [];
  await until(`event ${eventId} is applied`, async () => {
    rows = await eventRows(pool, eventId);
    return rows.length > 0 && rows.every(({ state }) => state === 'applied' || state === 'ignored');
  });
  const [row] = rows;
  if (!row || rows.length !== 1) throw new Error(`event ${eventId} is kept ${rows.length} times`);
  return row;
}
