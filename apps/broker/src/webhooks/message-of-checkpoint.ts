import type { FollowedCheckpoint } from '@app/audit';
import type { WebhookMessage } from '@app/webhooks';

/** A published checkpoint: `body`, `signature` and `keyId` are a line of what `audit:verify --anchor` takes. */
export function messageOfCheckpoint(checkpoint: FollowedCheckpoint): WebhookMessage {
  const { replica, number, body, signature, keyId, createdAt } = checkpoint;
  const data = { replica, number, body, signature: signature.toString('base64'), keyId };
  return { type: 'audit.checkpoint', timestamp: createdAt, data };
}
