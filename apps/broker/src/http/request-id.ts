import type { IncomingMessage } from 'node:http';
import { v7 as uuidv7 } from 'uuid';

const ACCEPTED = /^[A-Za-z0-9._:-]{8,100}$/;

/** The caller's `X-Request-Id` if it is fit to be logged, so that one id follows a request through several services; else a new one. */
export function requestIdOf(request: Pick<IncomingMessage, 'headers'>): string {
  return requestIdFrom(request.headers['x-request-id']);
}

/** The same for an id that came some other way. */
export function requestIdFrom(given: unknown): string {
  return typeof given === 'string' && ACCEPTED.test(given) ? given : uuidv7();
}
