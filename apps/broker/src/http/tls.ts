import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { createSecureContext, type TLSSocket } from 'node:tls';

/** What HTTP and gRPC are served with. */
export interface Tls {
  /** The certificate and those between it and its authority, PEM. */
  readonly cert: Buffer;
  readonly key: Buffer;
  /** Whoever shows a certificate of another authority is not served, and callers without one neither. */
  readonly clientCa: Buffer | undefined;
}

export interface TlsFiles {
  readonly certFile: string;
  readonly keyFile: string;
  readonly clientCaFile: string | undefined;
}

/** Files for TLS cannot be read or used. Names the variable, never what is in the file. */
export class TlsFileError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'TlsFileError';
  }
}

/** Reads and checks them, so that a wrong file stops the start and not the first connection. Throws `TlsFileError`. */
export async function loadTls({ certFile, keyFile, clientCaFile }: TlsFiles): Promise<Tls> {
  const cert = await contentOf('TLS_CERT_FILE', certFile);
  const key = await contentOf('TLS_KEY_FILE', keyFile);
  const clientCa = clientCaFile === undefined ? undefined : await contentOf('TLS_CLIENT_CA_FILE', clientCaFile);
  check('TLS_CERT_FILE: holds no certificate', () => createSecureContext({ cert }));
  check('TLS_KEY_FILE: holds no private key of the certificate in TLS_CERT_FILE', () =>
    createSecureContext({ cert, key }),
  );
  if (clientCa) {
    // A file without a certificate is no error to OpenSSL, and would leave nobody to be let in.
    check('TLS_CLIENT_CA_FILE: holds no certificate', () => createSecureContext({ cert: clientCa }));
  }
  return { cert, key, clientCa };
}

/** For Node's own servers. Browsers come without a certificate, so it is asked for and not insisted on; see `refuseForeign`. */
export function serverOptionsOf({ cert, key, clientCa }: Tls) {
  return { cert, key, ...(clientCa && { ca: clientCa, requestCert: true, rejectUnauthorized: false }) };
}

/** A certificate that is shown has to be good, on every address: ends connections with one that is foreign or has expired. */
export function refuseForeign(server: Server, { clientCa }: Tls): void {
  if (!clientCa) return;
  server.prependListener('secureConnection', (socket: TLSSocket) => {
    if (!socket.authorized && socket.getPeerX509Certificate()) socket.destroy();
  });
}

async function contentOf(variable: string, file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    const { code = 'unreadable' } = error as NodeJS.ErrnoException;
    throw new TlsFileError(`${variable}: ${file} cannot be read (${code})`);
  }
}

function check(refusal: string, use: () => unknown): void {
  try {
    use();
  } catch {
    throw new TlsFileError(refusal);
  }
}
