import { BlockList, isIP } from 'node:net';

/** IANA's special-purpose addresses: nobody's service is there, but metadata services and routers are. */
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

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

/** Is this an address of the public internet? False for anything that is no address. */
export function isPublic(address: string): boolean {
  if (isIP(address) === 4) return !contains(special, address);
  return isIP(address) === 6 && contains(global, address) && !contains(special, address);
}

export function isLoopback(address: string): boolean {
  return isIP(address) !== 0 && contains(loopback, address);
}

/** Does a URL's host name mean this very machine, whatever a resolver says? */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || isLoopback(unbracketed(hostname));
}

/** A URL's host name without the brackets that an IPv6 address has there. */
export function unbracketed(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}

/** Networks that an operator of the machine has named. */
export class Networks {
  private readonly list = new BlockList();

  private constructor() {}

  /** Of `10.20.0.0/16, 127.0.0.1, fd00::/8`; undefined if one of them is neither an address nor a network. */
  static parse(text: string): Networks | undefined {
    const networks = new Networks();
    for (const one of text.split(',').map((part) => part.trim())) {
      const [, address = '', prefix] = /^([0-9a-fA-F.:]+)(?:\/(\d{1,3}))?$/.exec(one) ?? [];
      const family = isIP(address);
      const bits = family === 4 ? 32 : 128;
      if (family === 0 || Number(prefix ?? bits) > bits) return undefined;
      networks.list.addSubnet(address, Number(prefix ?? bits), family === 4 ? 'ipv4' : 'ipv6');
    }
    return networks;
  }

  include(address: string): boolean {
    return isIP(address) !== 0 && contains(this.list, address);
  }
}

function contains(list: BlockList, address: string): boolean {
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}
