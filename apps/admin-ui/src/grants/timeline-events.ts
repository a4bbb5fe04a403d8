import type { AuditEvent } from '../api/types.js';

/** What a record of a grant is told as; one that is missing is shown by its own name. */
const told = {
  'token.handed_out': 'token',
  'handle.handed_out': 'handle',
  'gateway.called': 'gateway',
  'handout.refused': 'refused',
  'handout.rate_limited': 'rateLimited',
  'handout.returned': 'returned',
  'consent.requested': 'requested',
  'consent.granted': 'consented',
  'consent.rejected': 'rejected',
  'consent.failed': 'consentFailed',
  'grant.refreshed': 'refreshed',
  'grant.refresh_failed': 'refreshFailed',
  'grant.observed': 'observed',
  'grant.drifted': 'drifted',
  'grant.checked': 'checked',
  'grant.suspended': 'suspended',
  'grant.resumed': 'resumed',
  'grant.expired': 'expired',
  'grant.revoked': 'revoked',
} as const;
export type Told = (typeof told)[keyof typeof told];

export const toldAs = (type: string): Told | undefined =>
  Object.hasOwn(told, type) ? told[type as keyof typeof told] : undefined;

/** One line of a timeline: a record, or as many as followed each other and differ in nothing but their time. */
export interface TimelineEntry {
  /** The newest of them. */
  first: AuditEvent;
  last: AuditEvent;
  events: AuditEvent[];
}

const foldable: readonly string[] = ['token.handed_out', 'handle.handed_out', 'gateway.called', 'handout.refused'];

const isSame = (a: AuditEvent, b: AuditEvent): boolean =>
  foldable.includes(a.type) &&
  a.type === b.type &&
  a.callerId === b.callerId &&
  a.purpose === b.purpose &&
  a.outcome === b.outcome;

/** Newest first, as they come. */
export function folded(events: readonly AuditEvent[]): TimelineEntry[] {
  const entries: TimelineEntry[] = [];
  for (const event of events) {
    const entry = entries.at(-1);
    if (entry && isSame(entry.last, event)) {
      entry.last = event;
      entry.events.push(event);
    } else entries.push({ first: event, last: event, events: [event] });
  }
  return entries;
}

/** `caller:todo-sync` is told by its name alone. */
export const actorName = (actor: string): string => actor.replace(/^(caller|operator|person|dingtalk):/, '');
