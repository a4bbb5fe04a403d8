import { z } from 'zod';
import { ApiError, apiErrors } from '../gateway/api-error.js';
import { fieldsOf, optionalString, requireStrings } from '../gateway/fields.js';
import type { ReceivedBody } from '../traffic/received-body.js';
import type { Applications } from '../world/applications.js';
import type { Tickets } from './tickets.js';

const subscriptionsSchema = z
  .array(
    z.object({ type: z.enum(['EVENT', 'CALLBACK']), topic: z.string().min(1) }).refine(
      // Events come all or not at all: which ones is ticked elsewhere.
      ({ type, topic }) => type === 'CALLBACK' || topic === '*',
    ),
  )
  .min(1);

/** `POST /v1.0/gateway/connections/open`: where to connect, and the ticket that lets in. */
export class OpenConnection {
  constructor(
    private readonly applications: Applications,
    private readonly tickets: Tickets,
  ) {}

  /** @param host the one this server was reached at */
  execute(body: ReceivedBody | undefined, host: string): { endpoint: string; ticket: string } {
    const fields = fieldsOf(body);
    const { clientId, clientSecret } = requireStrings(fields, 'clientId', 'clientSecret');
    if (fields.subscriptions === undefined) throw apiErrors.missing('subscriptions');
    if (!this.applications.authenticate(clientId, clientSecret)) {
      throw new ApiError(400, 'invalidClientIdOrSecret', '无效的 clientId 或者 clientSecret');
    }
    const subscriptions = subscriptionsSchema.safeParse(fields.subscriptions);
    if (!subscriptions.success) throw apiErrors.invalid('subscriptions');
    const ticket = this.tickets.issue({
      clientId,
      subscriptions: subscriptions.data,
      ua: optionalString(fields.ua),
      localIp: optionalString(fields.localIp),
    });
    return { endpoint: `ws://${host}/connect`, ticket };
  }
}

/** DingTalk answers in XML whoever does not ask for JSON by name. */
export const asXml = ({ endpoint, ticket }: { endpoint: string; ticket: string }): string =>
  `<?xml version="1.0" encoding="UTF-8"?><ConnectionsOpenResponse><endpoint>${endpoint}</endpoint><ticket>${ticket}</ticket></ConnectionsOpenResponse>`;
