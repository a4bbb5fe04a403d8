import { isIP } from 'node:net';
import { isLoopback, isLoopbackHost, isPublic, unbracketed } from '@app/outbound';

/**
 * What speaks against fetching keys from this address, undefined if nothing does. Operators set these addresses, and a broker stands
 * where it can reach more than they can: so only the public internet over https, or this very machine. A name is judged again by
 * the addresses it leads to, when the connection is made.
 */
export function keyAddressFault(text: string): string | undefined {
  if (!URL.canParse(text)) return 'must be an https address';
  const { protocol, username, password, hash, hostname } = new URL(text);
  if (username !== '' || password !== '') return 'must not hold credentials';
  if (hash !== '' || text.includes('#')) return 'must not have a fragment';
  if (isLoopbackHost(hostname)) return /^https?:$/.test(protocol) ? undefined : 'must be an http or https address';
  if (protocol !== 'https:') return 'must be an https address';
  const address = unbracketed(hostname);
  return isIP(address) !== 0 && !isPublic(address) ? 'must not lead into a private network' : undefined;
}

/** May a connection for this host be made to this address? */
export function mayConnect(hostname: string, address: string): boolean {
  return isLoopbackHost(hostname) ? isLoopback(address) : isPublic(address);
}
