import { BlockList, isIP } from 'node:net';
import { isLoopback, unbracketed } from '@app/outbound';
import type { AbilityTransport } from './ability.js';

const privateNetworks = new BlockList();
for (const [network, prefix] of [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  privateNetworks.addSubnet(network, prefix);
}
privateNetworks.addSubnet('fc00::', 7, 'ipv6');

/** Metadata services of clouds answer on link-local addresses, and nobody’s service does. */
const linkLocal = new BlockList();
linkLocal.addSubnet('169.254.0.0', 16);
linkLocal.addSubnet('fe80::', 10, 'ipv6');
linkLocal.addAddress('fd00:ec2::254', 'ipv6');

/** Names that no public name server answers: one label, as in a cluster's namespace or a compose file, or a suffix kept for private use. */
const NEAR_NAME = /^([a-z0-9-]+|.+\.(localhost|internal|local|svc|home\.arpa))$/i;

/**
 * What speaks against calling a service at this address, undefined if nothing does. Unlike the addresses of callers' keys, services
 * are inside the company: any host will do over https. Over http a handle could be read on the way, so that takes the operator's word
 * and a host that is this machine, a private address or a name without public meaning.
 */
export function serviceAddressFault(
  text: string,
  transport: AbilityTransport,
  allowPlaintext: boolean,
): string | undefined {
  if (!URL.canParse(text)) return 'must be an https address';
  const { protocol, username, password, search, hash, hostname, pathname } = new URL(text);
  if (protocol !== 'https:' && protocol !== 'http:') return 'must be an https address';
  if (username !== '' || password !== '') return 'must not hold credentials';
  if (hash !== '' || text.includes('#')) return 'must not have a fragment';
  if (transport === 'grpc' && (pathname !== '/' || search !== '')) return 'of a gRPC service is host and port alone';
  const address = unbracketed(hostname);
  if (contains(linkLocal, address)) return 'must not be link-local';
  if (protocol === 'https:') return undefined;
  if (!allowPlaintext) return 'must be an https address, unless allowPlaintext is set';
  const isNear =
    isIP(address) === 0 ? NEAR_NAME.test(address) : isLoopback(address) || contains(privateNetworks, address);
  return isNear ? undefined : 'may be http only for this machine, a private address or a name without public meaning';
}

function contains(list: BlockList, address: string): boolean {
  const family = isIP(address);
  return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4');
}
