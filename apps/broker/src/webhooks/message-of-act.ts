import type { FollowedAct } from '@app/audit';
import type { WebhookEventType, WebhookMessage } from '@app/webhooks';

/** What of the record's details may be told, by event. Free text is none of it: people write names into reasons. */
interface Told {
  readonly type: WebhookEventType;
  readonly details: readonly string[];
}

/** What a record says to receivers; undefined: nothing. Every other event of the trail is for operators alone. */
export function messageOf(act: FollowedAct): WebhookMessage | undefined {
  const told = toldOf(act);
  if (!told) return undefined;
  const { id, occurredAt, outcome, actor, corpId, grantId, application, userId, unionId, scopes, details } = act;
  const more = Object.entries(details ?? {}).filter(([key]) => told.details.includes(key));
  const data = {
    eventId: id,
    grantId,
    application,
    corpId,
    userId,
    unionId,
    by: actor.split(':')[0],
    ...(outcome !== 'ok' && { reason: outcome }),
    ...(scopes && { scopes }),
    ...Object.fromEntries(more),
  };
  return { type: told.type, timestamp: occurredAt, data, unionId };
}

function toldOf({ type, outcome, tokenVersion }: FollowedAct): Told | undefined {
  switch (type) {
    case 'consent.granted':
      return { type: tokenVersion === 1 ? 'grant.created' : 'grant.renewed', details: ['channel', 'endsAt', 'once'] };
    case 'grant.refresh_failed':
      return { type: 'grant.needs_consent', details: [] };
    case 'grant.drifted':
      return outcome === 'withdrawn'
        ? { type: 'grant.needs_consent', details: ['lost'] }
        : { type: 'grant.scopes_changed', details: ['lost', 'gained'] };
    case 'grant.suspended':
    case 'grant.resumed':
      return { type, details: [] };
    case 'grant.expired':
      return { type, details: ['why'] };
    case 'grant.revoked':
      return { type, details: ['cause', 'revocationId'] };
    default:
      return undefined;
  }
}
