import { type LookupAddress, lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';

/** Looks a name up; `node:dns`, or what stands in for it in a test. */
export type Resolve = (
  hostname: string,
  options: { readonly all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * Looks a name up for the connection itself, so that no second answer of the name server can lead elsewhere. A name of which any
 * address may not be connected to leads nowhere. A literal address is never looked up: judge it before.
 */
export function restrictedLookup(
  mayConnect: (hostname: string, address: string) => boolean,
  refused: (hostname: string) => Error,
  resolve: Resolve = lookup,
): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { all: true }, (error, found) => {
      const [first] = found ?? [];
      if (error || !first) callback(error ?? new Error(`${hostname} has no address`), '', 0);
      else if (!found.every(({ address }) => mayConnect(hostname, address))) callback(refused(hostname), '', 0);
      else if (options.all) callback(null, found);
      else callback(null, first.address, first.family);
    });
  };
}
