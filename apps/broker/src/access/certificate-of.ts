import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { ClientCertificate } from '@app/callers';
import type { BrokerError } from '@app/errors';
import { unauthenticated } from './caller-of.js';

const known = new WeakMap<Socket, ClientCertificate | null>();

/**
 * The certificate a client has shown on this connection, if it is one of our authority's. Never judged by the connection being
 * "authorised" alone: a resumed session of TLS 1.3 counts as that without any certificate.
 */
export function certificateOf(socket: Socket): ClientCertificate | undefined {
  let certificate = known.get(socket);
  if (certificate === undefined) {
    const shown = socket instanceof TLSSocket && socket.authorized ? socket.getPeerX509Certificate() : undefined;
    certificate = shown ? new ClientCertificate(shown.raw) : null;
    known.set(socket, certificate);
  }
  return certificate ?? undefined;
}

export function certificateMissing(): BrokerError {
  return unauthenticated('Callers are served on connections with a client certificate only.');
}
