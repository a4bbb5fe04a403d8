import type { EventFacts, EventForm } from './envelope.js';

export type Via = 'http' | 'stream';

export const spoils = ['signature', 'key', 'owner'] as const;
/** What is wrong on purpose with a push over HTTP: made with another token, another key, or for another application. */
export type Spoil = (typeof spoils)[number];

type AttemptStatus = 'sent' | 'acknowledged' | 'later' | 'failed';

/** One time an event went out, and what came back. */
export interface Attempt {
  readonly attempt: number;
  /** ISO 8601, by the machine's clock. */
  readonly sentAt: string;
  /** `later`: a Stream client asked for it to be sent again. */
  status: AttemptStatus;
  /** The HTTP status or Stream code, the body as far as it tells something, and why it is no acknowledgement. */
  answer?: { readonly code?: number; readonly body?: string; readonly problem?: string };
  acknowledgedAt?: string;
  /** Which Stream connection it went to. */
  readonly connection?: string;
  /** Present when it was sent again on demand, exactly as it was. */
  readonly replay?: true;
  /** Exactly what went out: query and body, or frame. */
  readonly wire: Wire;
}

export type Wire =
  | { readonly via: 'http'; readonly query: Record<string, string>; readonly body: string }
  | { readonly via: 'stream'; readonly messageId: string; readonly frame: string };

export type PushState = 'pending' | 'acknowledged' | 'failed';

/** One way an event takes to its application: attempts until it is acknowledged or given up. A replay changes no state. */
export interface Push {
  readonly via: Via;
  /** 1, or more when the event is sent several times. */
  readonly copy: number;
  readonly attempts: Attempt[];
  state: PushState;
}

/** An event of one application, and how it is told. */
export interface EmulatedEvent extends EventFacts {
  /** The emulator's own number of it; `eventId` is what the application sees, and may come twice. */
  readonly id: string;
  readonly firedAt: string;
  /** Absent = as the push address says. */
  readonly form?: EventForm;
  readonly spoil?: Spoil;
  /** Milliseconds that the push claims to be made at; absent = now. */
  readonly timestamp?: number;
  readonly pushes: readonly Push[];
}

/** A way to tell an application, from the first attempt to the last. */
export interface Route {
  /** Resolves when the push is acknowledged or given up; rejects only when `signal` aborts it. */
  deliver(event: EmulatedEvent, push: Push, signal: AbortSignal): Promise<void>;
  /** Sends exactly what an earlier attempt sent, once. */
  replay(event: EmulatedEvent, push: Push, wire: Wire, signal: AbortSignal): Promise<void>;
}

export function stateOf({ pushes }: EmulatedEvent): PushState {
  if (pushes.some(({ state }) => state === 'pending')) return 'pending';
  return pushes.some(({ state }) => state === 'failed') ? 'failed' : 'acknowledged';
}
