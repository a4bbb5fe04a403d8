import type { Networks, Resolve } from '@app/outbound';
import { isPublic, restrictedLookup } from '@app/outbound';
import type { Secret } from '@app/secret';
import { Agent, request } from 'undici';
import { literalFault, mayReceive } from './receiver-address.js';
import { signedHeaders } from './signature.js';

/** Over looking the name up, connecting, and the answer. */
const DEADLINE_MS = 10_000;
/** What is read of an answer, and what is kept of it. */
const ANSWER_BYTES_MAX = 4_096;
const ANSWER_KEPT = 300;

export interface OutgoingMessage {
  /** The same for every attempt, so that a receiver knows what it has had. */
  readonly id: string;
  readonly url: string;
  readonly body: string;
  readonly secrets: readonly Secret[];
}

/** What came of one attempt. `fault` says why there was no answer, in words of ours. */
export interface SendOutcome {
  readonly delivered: boolean;
  readonly milliseconds: number;
  readonly status: number | null;
  readonly fault: string | null;
  readonly answer: string | null;
}

class Refused extends Error {
  override readonly name = 'Refused';
}

/**
 * Sends one message, once. No redirect is followed: each would have to be judged as the address was. The connection is made to the very
 * address that was judged, and kept by nobody. Never throws.
 */
export async function sendMessage(
  { id, url, body, secrets }: OutgoingMessage,
  {
    allowed,
    deadlineMs = DEADLINE_MS,
    resolve,
  }: { readonly allowed: Networks | undefined; readonly deadlineMs?: number; readonly resolve?: Resolve },
): Promise<SendOutcome> {
  const startedAt = performance.now();
  const took = () => Math.round(performance.now() - startedAt);
  const fault = literalFault(url, allowed);
  if (fault !== undefined) return unanswered(took(), `the address ${fault}`);
  const plain = new URL(url).protocol === 'http:';
  const mayConnect = (_: string, address: string) => mayReceive(address, allowed) && !(plain && isPublic(address));
  const dispatcher = new Agent({
    connect: { lookup: restrictedLookup(mayConnect, intoPrivate, resolve), timeout: deadlineMs },
  });
  try {
    const { statusCode, body: answer } = await request(url, {
      method: 'POST',
      dispatcher,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'dingtalk-token-broker',
        ...signedHeaders({ id, body }, Math.floor(Date.now() / 1_000), secrets),
      },
      body,
      signal: AbortSignal.timeout(deadlineMs),
    });
    // The status is the answer; a body that never ends changes nothing about it.
    const text = await beginningOf(answer).catch(() => '');
    const delivered = statusCode >= 200 && statusCode < 300;
    return { delivered, milliseconds: took(), status: statusCode, fault: null, answer: text };
  } catch (error) {
    return unanswered(took(), reasonOf(error));
  } finally {
    void dispatcher.destroy();
  }
}

function unanswered(milliseconds: number, fault: string): SendOutcome {
  return { delivered: false, milliseconds, status: null, fault, answer: null };
}

async function beginningOf(answer: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= ANSWER_BYTES_MAX) break;
  }
  const text = Buffer.concat(chunks).subarray(0, ANSWER_BYTES_MAX).toString('utf8');
  // Control characters would be somebody else's way into a terminal, and PostgreSQL stores no NUL.
  return [...text.replace(/\p{Cc}+/gu, ' ').trim()].slice(0, ANSWER_KEPT).join('');
}

function intoPrivate(hostname: string): Refused {
  return new Refused(`${hostname} leads into a private network, or over plain http into the internet`);
}

/** A word for it: messages of the system may hold pieces of what was sent. */
function reasonOf(error: unknown): string {
  if (error instanceof Refused) return error.message;
  const { code, name, cause } = error as { code?: unknown; name?: unknown; cause?: unknown };
  if (cause instanceof Refused) return cause.message;
  if (name === 'TimeoutError') return 'no answer in time';
  return typeof code === 'string' ? code : String(name);
}
