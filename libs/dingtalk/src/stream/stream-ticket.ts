import { Secret } from '@app/secret';
import { z } from 'zod';

/** One kind of thing that DingTalk sends over a connection. */
export interface StreamSubscription {
  readonly type: 'EVENT' | 'CALLBACK';
  /** `*` for events: which ones is ticked where the application is registered. */
  readonly topic: string;
}

/** Where to connect for Stream mode, and the ticket that opens it once, within 90 s. */
export interface StreamTicket {
  readonly endpoint: URL;
  readonly ticket: Secret;
}

export const streamTicketSchema = z
  .object({ endpoint: z.url({ protocol: /^wss?$/ }).max(2048), ticket: z.string().min(1).max(4096) })
  .transform(({ endpoint, ticket }): StreamTicket => ({ endpoint: new URL(endpoint), ticket: Secret.of(ticket) }));
