import { lookup } from 'node:dns';
import { isIP } from 'node:net';
import { isPublic, type Networks, type Resolve, unbracketed } from '@app/outbound';

/** A name server that does not answer is not waited for. */
const LOOKUP_WITHIN_MS = 5_000;

/** May a connection be made to this address? */
export function mayReceive(address: string, allowed: Networks | undefined): boolean {
  return isPublic(address) || allowed?.include(address) === true;
}

/** What speaks against the address itself, before anybody looks up its name; undefined if nothing does. */
export function literalFault(text: string, allowed: Networks | undefined): string | undefined {
  if (!URL.canParse(text)) return 'must be an https address';
  const { protocol, username, password, hash, hostname } = new URL(text);
  if (!/^https?:$/.test(protocol)) return 'must be an https address';
  if (username !== '' || password !== '') return 'must not hold credentials';
  if (hash !== '' || text.includes('#')) return 'must not have a fragment';
  const address = unbracketed(hostname);
  if (isIP(address) === 0) return undefined;
  if (!mayReceive(address, allowed)) return 'must not lead into a private network';
  return protocol === 'http:' && isPublic(address) ? 'must be an https address' : undefined;
}

/**
 * What speaks against sending to this address, by what it says and by where its name leads now. Plain http is for networks that the
 * operator of the machine has named. When a message is sent, it is judged again.
 */
export async function receiverFault(
  text: string,
  allowed: Networks | undefined,
  resolve: Resolve = lookup,
): Promise<string | undefined> {
  const fault = literalFault(text, allowed);
  if (fault !== undefined) return fault;
  const { protocol, hostname } = new URL(text);
  if (isIP(unbracketed(hostname)) !== 0) return undefined;
  const addresses = await addressesOf(hostname, resolve);
  if (addresses.length === 0) return 'has a name that leads nowhere';
  if (!addresses.every((address) => mayReceive(address, allowed))) return 'must not lead into a private network';
  return protocol === 'http:' && addresses.some((address) => isPublic(address))
    ? 'must be an https address'
    : undefined;
}

async function addressesOf(hostname: string, resolve: Resolve): Promise<string[]> {
  return new Promise((answer) => {
    const timer = setTimeout(() => answer([]), LOOKUP_WITHIN_MS);
    resolve(hostname, { all: true }, (_, found) => {
      clearTimeout(timer);
      answer((found ?? []).map(({ address }) => address));
    });
  });
}
