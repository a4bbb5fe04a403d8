import { setTimeout as wait } from 'node:timers/promises';

const CALL_MILLISECONDS = 10_000;
const POLL_MILLISECONDS = 100;

/** One JSON call with a deadline; anything but 2xx is thrown with the answer's own words. */
export async function callJson(url, { method = 'GET', headers = {}, body, signal } = {}) {
  const answer = await fetch(url, {
    method,
    headers: { ...headers, ...(body && { 'Content-Type': 'application/json' }) },
    body: body && JSON.stringify(body),
    signal: anyOf(AbortSignal.timeout(CALL_MILLISECONDS), signal),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${url} answered ${answer.status}: ${text.slice(0, 500)}`);
  return text ? JSON.parse(text) : undefined;
}

/** Polls until the address answers 200; the last answer, if it never does within the time. */
export async function untilReady(url, { milliseconds, signal, hasEnded }) {
  const deadline = Date.now() + milliseconds;
  let last = 'nothing answered';
  while (Date.now() < deadline) {
    signal?.throwIfAborted();
    if (hasEnded()) return { ready: false, last };
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) });
      if (answer.ok) return { ready: true };
      last = `${answer.status} ${(await answer.text()).slice(0, 300)}`;
    } catch (error) {
      last = error.cause?.message ?? error.message;
    }
    await wait(POLL_MILLISECONDS);
  }
  return { ready: false, last };
}

const anyOf = (...signals) => AbortSignal.any(signals.filter(Boolean));
