import { type Resolve, restrictedLookup } from '@app/outbound';
import { Agent, request } from 'undici';
import { keyAddressFault, mayConnect } from './key-address.js';

/** Over looking the name up, connecting and reading. */
const DEADLINE_MS = 5_000;
const ANSWER_BYTES_MAX = 64 * 1024;

/** No keys from there; the reason is for operators and names nothing of the answer. */
export class NoKeys extends Error {
  override readonly name = 'NoKeys';
}

/**
 * The JSON document at an address where keys are kept. Follows no redirect, since each would have to be judged as the address was.
 * Connections are not kept: keys are fetched every ten minutes at most. Throws `NoKeys`.
 */
export async function fetchKeyDocument(
  address: string,
  { deadlineMs = DEADLINE_MS, resolve }: { readonly deadlineMs?: number; readonly resolve?: Resolve } = {},
): Promise<unknown> {
  const fault = keyAddressFault(address);
  if (fault !== undefined) throw new NoKeys(`the address of the keys ${fault}`);
  const dispatcher = new Agent({
    connect: { lookup: restrictedLookup(mayConnect, intoPrivate, resolve) },
    maxResponseSize: ANSWER_BYTES_MAX,
  });
  try {
    const { statusCode, body } = await request(address, {
      dispatcher,
      headers: { accept: 'application/json, application/jwk-set+json' },
      signal: AbortSignal.timeout(deadlineMs),
    });
    const text = await body.text();
    if (statusCode !== 200) throw new NoKeys(`the keys were answered with status ${statusCode}`);
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof NoKeys) throw error;
    throw new NoKeys(`no keys from ${new URL(address).host}: ${reasonOf(error)}`);
  } finally {
    void dispatcher.destroy();
  }
}

function intoPrivate(hostname: string): NoKeys {
  return new NoKeys(`${hostname} leads into a private network`);
}

/** A word for it: messages may hold pieces of the answer. */
function reasonOf(error: unknown): string {
  if (error instanceof SyntaxError) return 'the answer is not JSON';
  const { code, name } = error as { code?: unknown; name?: unknown };
  return typeof code === 'string' ? code : String(name);
}
