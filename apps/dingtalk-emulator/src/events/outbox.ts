import { randomUUID } from 'node:crypto';
import type { Clock } from '../world/clock.js';
import type { EventForm } from './envelope.js';
import type { EmulatedEvent, Push, Route, Spoil, Via } from './event.js';
import type { Payload } from './payloads.js';
import type { PushAddresses } from './push-addresses.js';

export interface Draft {
  readonly clientId: string;
  readonly type: string;
  readonly corpId?: string;
  readonly payload?: Payload;
  /** Absent = a new one. */
  readonly eventId?: string;
  /** Absent = now. */
  readonly bornTime?: number;
  /** Absent = HTTP for an application with a push address, Stream for any other. */
  readonly via?: Via | 'both';
  /** How often it is sent on each way, all at once. */
  readonly copies?: number;
  readonly form?: EventForm;
  readonly spoil?: Spoil;
  readonly timestamp?: number;
}

/** Old events make room for new ones; one that is still under way ends with that. */
const REMEMBERED = 10_000;

/** Every event sent since the start or the last clearing, and what became of it. Kept in memory only, as counters are. */
export class Outbox {
  private readonly events = new Map<string, { event: EmulatedEvent; stop: AbortController }>();
  private sent = 0;

  constructor(
    private readonly routes: Record<Via, Route>,
    private readonly addresses: PushAddresses,
    private readonly clock: Clock,
  ) {}

  /** Oldest first. */
  all(): EmulatedEvent[] {
    return [...this.events.values()].map(({ event }) => event);
  }

  find(id: string): EmulatedEvent | undefined {
    return this.events.get(id)?.event;
  }

  /** Returns at once; the pushes go on by themselves. */
  send(draft: Draft): EmulatedEvent {
    const { via, copies = 1, payload = {}, eventId = newEventId(), bornTime = this.clock.now(), ...facts } = draft;
    this.sent += 1;
    const id = String(this.sent);
    const pushes = this.waysOf(draft.clientId, via).flatMap((way) => pushesOf(way, copies));
    const event = { ...facts, payload, eventId, bornTime, id, firedAt: new Date().toISOString(), pushes };
    const stop = new AbortController();
    this.events.set(id, { event, stop });
    for (const push of pushes) this.run(push, this.routes[push.via].deliver(event, push, stop.signal));
    this.forgetOldest();
    return event;
  }

  /** Sends exactly what the first attempt on each way sent, once more and once only. */
  resend(id: string): EmulatedEvent | undefined {
    const entry = this.events.get(id);
    if (!entry) return undefined;
    const { event, stop } = entry;
    for (const push of event.pushes.filter(({ copy }) => copy === 1)) {
      const wire = push.attempts[0]?.wire;
      if (wire) this.run(push, this.routes[push.via].replay(event, push, wire, stop.signal));
    }
    return event;
  }

  clear(): void {
    for (const { stop } of this.events.values()) stop.abort();
    this.events.clear();
  }

  private waysOf(clientId: string, via: Draft['via']): Via[] {
    if (via === 'both') return ['http', 'stream'];
    return [via ?? (this.addresses.find(clientId) ? 'http' : 'stream')];
  }

  /** What ends a push before its time is an abort: the event is not there any more. */
  private run(push: Push, delivery: Promise<void>): void {
    delivery.catch(() => {
      push.state = 'failed';
    });
  }

  private forgetOldest(): void {
    const [oldest] = this.events.keys();
    if (this.events.size <= REMEMBERED || oldest === undefined) return;
    this.events.get(oldest)?.stop.abort();
    this.events.delete(oldest);
  }
}

export const newEventId = (): string => randomUUID().replaceAll('-', '');

const pushesOf = (via: Via, copies: number): Push[] =>
  Array.from({ length: copies }, (_, index) => ({ via, copy: index + 1, attempts: [], state: 'pending' }));
