import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../world/clock.js';
import type { Settings } from '../world/settings.js';
import { type PushKeys, type Sealed, seal, UnsealError, unseal } from './callback-crypto.js';
import { httpMessage } from './envelope.js';
import type { Attempt, EmulatedEvent, Push, Route, Wire } from './event.js';
import type { PushAddress, PushAddresses } from './push-addresses.js';

/** As much of an answer as helps to see what went wrong. */
const SHOWN_CHARACTERS = 1000;

type HttpWire = Extract<Wire, { via: 'http' }>;
type Answer = NonNullable<Attempt['answer']>;

/** Pushes events over HTTP: three attempts, each of them 2.5 s long. */
export class HttpRoute implements Route {
  constructor(
    private readonly addresses: PushAddresses,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  async deliver(event: EmulatedEvent, push: Push, signal: AbortSignal): Promise<void> {
    const { eventRetrySeconds, eventSecondRetrySeconds } = this.settings.values;
    // Whoever forges a push does not come back when it is refused.
    const waits = event.spoil === undefined ? [0, eventRetrySeconds, eventSecondRetrySeconds] : [0];
    for (const seconds of waits) {
      if (seconds > 0) await wait(seconds * 1000, undefined, { ref: false, signal });
      const address = this.addresses.find(event.clientId);
      if (!address) break;
      await this.send(event, push, address, wireOf(event, address, this.clock.now()), signal);
      if (push.state === 'acknowledged') return;
    }
    push.state = 'failed';
  }

  async replay(event: EmulatedEvent, push: Push, wire: Wire, signal: AbortSignal): Promise<void> {
    const address = this.addresses.find(event.clientId);
    if (address && wire.via === 'http') await this.send(event, push, address, wire, signal, true);
  }

  /** One `check_url`, as DingTalk sends before it accepts an address. @returns why the address is not accepted */
  async check(clientId: string, address: PushAddress): Promise<string | undefined> {
    const event = { clientId, type: 'check_url', eventId: '', bornTime: this.clock.now(), payload: {} };
    const wire = wireOf(event, address, this.clock.now());
    const { problem } = await this.post(keysOf(clientId, address), address.url, wire);
    return problem;
  }

  private async send(
    event: EmulatedEvent,
    push: Push,
    address: PushAddress,
    wire: HttpWire,
    signal: AbortSignal,
    replay?: true,
  ): Promise<void> {
    const attempt: Attempt = {
      attempt: push.attempts.length + 1,
      sentAt: new Date().toISOString(),
      status: 'sent',
      ...(replay && { replay }),
      wire,
    };
    push.attempts.push(attempt);
    const answer = await this.post(keysOf(event.clientId, address), address.url, wire, signal);
    attempt.answer = answer;
    attempt.status = answer.problem === undefined ? 'acknowledged' : 'failed';
    if (attempt.status !== 'acknowledged') return;
    attempt.acknowledgedAt = new Date().toISOString();
    if (!replay) push.state = 'acknowledged';
  }

  private async post(keys: PushKeys, url: string, wire: HttpWire, signal?: AbortSignal): Promise<Answer> {
    const target = new URL(url);
    for (const [name, value] of Object.entries(wire.query)) target.searchParams.set(name, value);
    const limit = AbortSignal.timeout(this.settings.values.eventAnswerSeconds * 1000);
    try {
      const response = await fetch(target, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: wire.body,
        redirect: 'manual',
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
      });
      const body = await response.text();
      return { code: response.status, body: body.slice(0, SHOWN_CHARACTERS), problem: problemOf(keys, response, body) };
    } catch {
      signal?.throwIfAborted();
      return { problem: limit.aborted ? 'timeout' : 'unreachable' };
    }
  }
}

const keysOf = (owner: string, { token, aesKey }: PushAddress): PushKeys => ({ token, aesKey, owner });

function wireOf(event: Omit<EmulatedEvent, 'id' | 'firedAt' | 'pushes'>, address: PushAddress, now: number): HttpWire {
  const message = JSON.stringify(httpMessage(event, event.form ?? address.form));
  const timestamp = String(event.timestamp ?? now);
  const keys = spoiled(keysOf(event.clientId, address), event.spoil);
  const { signature, nonce, encrypt } = seal(keys, message, { timestamp, nonce: randomBytes(8).toString('hex') });
  const query = { signature, msg_signature: signature, timestamp, nonce };
  return { via: 'http', query, body: JSON.stringify({ encrypt }) };
}

function spoiled(keys: PushKeys, spoil: EmulatedEvent['spoil']): PushKeys {
  if (spoil === 'signature') return { ...keys, token: `${keys.token}x` };
  if (spoil === 'key') return { ...keys, aesKey: `${keys.aesKey.startsWith('a') ? 'b' : 'a'}${keys.aesKey.slice(1)}` };
  return spoil === 'owner' ? { ...keys, owner: 'dingsomebodyelse' } : keys;
}

/** Why an answer does not count as delivered; absent when it is the word `success`, sealed. */
function problemOf(keys: PushKeys, { status }: Response, body: string): string | undefined {
  if (status !== 200) return 'wrong_status';
  const sealed = sealedIn(body);
  if (!sealed) return 'not_sealed';
  try {
    return unseal(keys, sealed) === 'success' ? undefined : 'not_success';
  } catch (error) {
    if (error instanceof UnsealError) return error.reason;
    throw error;
  }
}

/** One of DingTalk's pages spells the time stamp in lower case, so both are taken. */
function sealedIn(body: string): Sealed | undefined {
  try {
    const { msg_signature: signature, timeStamp, timestamp, nonce, encrypt } = JSON.parse(body);
    const sealed = { signature, timestamp: String(timeStamp ?? timestamp), nonce, encrypt };
    return [signature, nonce, encrypt].every((value) => typeof value === 'string') ? sealed : undefined;
  } catch {
    return undefined;
  }
}
