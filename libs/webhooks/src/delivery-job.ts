/** The task that delivers one message. Jobs that wait carry its name, so it never changes. */
export const DELIVER_WEBHOOK = 'deliver_webhook';

/** Of one delivery one job is waiting at most. */
export function deliveryJob(deliveryId: string): { readonly payload: { deliveryId: string }; readonly key: string } {
  return { payload: { deliveryId }, key: `${DELIVER_WEBHOOK}:${deliveryId}` };
}
