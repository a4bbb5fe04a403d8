import { opaque } from '../tokens/opaque.js';
import type { Clock } from '../world/clock.js';
import type { Settings } from '../world/settings.js';

export interface Subscription {
  readonly type: 'EVENT' | 'CALLBACK';
  /** `*` for events; DingTalk has no other topic for them. A path for callbacks. */
  readonly topic: string;
}

/** What a client said of itself when it asked for a connection. */
export interface Opening {
  readonly clientId: string;
  readonly subscriptions: readonly Subscription[];
  readonly ua?: string;
  readonly localIp?: string;
}

/** Tickets of Stream connections: for one connection, within 90 s. They end with the process. */
export class Tickets {
  private readonly issued = new Map<string, { opening: Opening; expiresAt: number }>();

  constructor(
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  issue(opening: Opening): string {
    const now = this.clock.now();
    for (const [ticket, { expiresAt }] of this.issued) if (expiresAt <= now) this.issued.delete(ticket);
    const ticket = opaque();
    this.issued.set(ticket, { opening, expiresAt: now + this.settings.values.streamTicketSeconds * 1000 });
    return ticket;
  }

  /** Absent when the ticket is unknown, used or too old, which the gateway does not tell apart. */
  redeem(ticket: string): Opening | undefined {
    const held = this.issued.get(ticket);
    this.issued.delete(ticket);
    return held && held.expiresAt > this.clock.now() ? held.opening : undefined;
  }
}
