/**
 * Owns webhooks: who is told of what, their secrets, the log of deliveries, and sending a signed message (Standard Webhooks) to an address that was
 * judged. Never knows what happened: events are handed in, and no member of one is a secret.
 * Entry points: `WebhookStore`, `DeliveryLog`, `sendMessage`.
 */
export { type AwaitedReceipt, AwaitedReceipts } from './awaited-receipts.js';
export { DELIVER_WEBHOOK, deliveryJob } from './delivery-job.js';
export { type Attempt, type ClaimedDelivery, type Delivery, DeliveryLog, type DeliveryState } from './delivery-log.js';
export { receiverFault } from './receiver-address.js';
export { type SendOutcome, sendMessage } from './send-message.js';
export type {
  Webhook,
  WebhookEventType,
  WebhookMessage,
} from './webhook.js';
export { type WebhookDraft, type WebhookSealing, WebhookStore } from './webhook-store.js';
