import { BlockList, isIP } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

/** IANA's special-purpose addresses: nobody's keys are there, but metadata services and routers are. */
const special = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  special.addSubnet(network, prefix);
}
/** Within what is global, those that carry an IPv4 address of anybody's choice, and documentation. */
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  special.addSubnet(network, prefix, 'ipv6');
}
const global = new BlockList();
global.addSubnet('2000::', 3, 'ipv6');

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
  return isLoopbackHost(hostname) ? contains(loopback, address) : isPublic(address);
}

function isLoopbackHost(hostname: string): boolean {
  const address = unbracketed(hostname);
  return hostname === 'localhost' || (isIP(address) !== 0 && contains(loopback, address));
}

function isPublic(address: string): boolean {
  if (isIP(address) === 4) return !contains(special, address);
  return isIP(address) === 6 && contains(global, address) && !contains(special, address);
}

function contains(list: BlockList, address: string): boolean {
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

function unbracketed(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}
