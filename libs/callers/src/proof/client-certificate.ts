import { createHash, X509Certificate } from 'node:crypto';
import { type CertificateName, namesIn } from './certificate-name.js';

/** The certificate of a client whose connection proved that it has the key, and whose authority is trusted. */
export class ClientCertificate {
  /** SHA-256 of the certificate. */
  readonly hash: Buffer;
  /** The same in base64url: `x5t#S256` of RFC 8705 section 3.1. */
  readonly thumbprint: string;
  private readonly der: Buffer;

  /** From DER, as TLS has it. */
  constructor(der: Buffer) {
    this.der = der;
    this.hash = createHash('sha256').update(der).digest();
    this.thumbprint = this.hash.toString('base64url');
  }

  names(): readonly CertificateName[] {
    return namesIn(new X509Certificate(this.der));
  }
}
