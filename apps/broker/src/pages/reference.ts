import { createHash } from 'node:crypto';

/** Eight characters a person can read out over the phone; the log carries the same beside the request id. */
export function referenceOf(requestId: string): string {
  const digest = createHash('sha256').update(requestId).digest('hex');
  return `${digest.slice(0, 4)}-${digest.slice(4, 8)}`;
}
