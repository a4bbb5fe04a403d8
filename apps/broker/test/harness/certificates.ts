import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** PEM, both. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

interface Issued {
  /** Common name. */
  readonly subject: string;
  /** Before today: it has expired. */
  readonly notAfter?: Date;
  /** Instead of the address of this machine. */
  readonly alternative?: { readonly dns: string } | { readonly uri: string } | { readonly email: string };
}

const DAY_MS = 86_400_000;

/**
 * A certificate authority of a test's own: ECDSA P-256, RFC 5280 with the least a TLS peer asks for. Node reads certificates but
 * writes none, and a binary beside it is not on every machine.
 */
export class CertificateAuthority {
  private readonly keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  /** PEM. */
  readonly cert: string;

  constructor(private readonly name: string) {
    this.cert = certificate({
      subject: name,
      publicKey: this.keys.publicKey,
      issuer: name,
      signingKey: this.keys.privateKey,
      extensions: [extension(oid.basicConstraints, sequence(der(BOOLEAN, Buffer.of(0xff))))],
    });
  }

  /** For a client, or for a server at 127.0.0.1. */
  issue({ subject, notAfter, alternative }: Issued): Certificate {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const cert = certificate({
      subject,
      publicKey,
      issuer: this.name,
      signingKey: this.keys.privateKey,
      extensions: [extension(oid.subjectAltName, sequence(alternativeOf(alternative)))],
      ...(notAfter && { notAfter }),
    });
    return { cert, key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
  }
}

interface Content extends Issued {
  readonly publicKey: KeyObject;
  readonly issuer: string;
  readonly signingKey: KeyObject;
  readonly extensions: readonly Buffer[];
}

function certificate({ subject, publicKey, issuer, signingKey, extensions, notAfter }: Content): string {
  const until = notAfter ?? new Date(Date.now() + DAY_MS);
  const algorithm = sequence(oid.ecdsaWithSha256);
  const toBeSigned = sequence(
    der(VERSION, der(INTEGER, Buffer.of(2))),
    // Positive, and its own for each: OpenSSL tells certificates of one issuer apart by it.
    der(INTEGER, Buffer.concat([Buffer.of(1), randomBytes(8)])),
    algorithm,
    nameOf(issuer),
    sequence(utcTime(new Date(until.getTime() - 2 * DAY_MS)), utcTime(until)),
    nameOf(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(EXTENSIONS, sequence(...extensions)),
  );
  const signature = sign('sha256', toBeSigned, signingKey);
  const encoded = sequence(toBeSigned, algorithm, der(BIT_STRING, Buffer.of(0), signature));
  const lines = encoded.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

const BOOLEAN = 0x01;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
const OBJECT_IDENTIFIER = 0x06;
const UTF8_STRING = 0x0c;
const UTC_TIME = 0x17;
const SEQUENCE = 0x30;
const SET = 0x31;
/** Context-specific: `version [0]`, `extensions [3]`, and of a general name `rfc822Name [1]`, `dNSName [2]`, `uniformResourceIdentifier [6]`, `iPAddress [7]`. */
const VERSION = 0xa0;
const EXTENSIONS = 0xa3;
const IP_ADDRESS = 0x87;
const EMAIL = 0x81;
const DNS_NAME = 0x82;
const URI = 0x86;

/** X.690: tag, length, content. */
function der(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  if (body.length < 0x80) return Buffer.concat([Buffer.of(tag, body.length), body]);
  const hex = body.length.toString(16);
  const length = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return Buffer.concat([Buffer.of(tag, 0x80 | length.length), length, body]);
}

function sequence(...content: readonly Buffer[]): Buffer {
  return der(SEQUENCE, ...content);
}

const identifier = (hex: string) => der(OBJECT_IDENTIFIER, Buffer.from(hex, 'hex'));
const oid = {
  commonName: identifier('550403'),
  subjectAltName: identifier('551d11'),
  basicConstraints: identifier('551d13'),
  ecdsaWithSha256: identifier('2a8648ce3d040302'),
};

function alternativeOf(name: Issued['alternative']): Buffer {
  if (!name) return der(IP_ADDRESS, Buffer.of(127, 0, 0, 1));
  if ('dns' in name) return der(DNS_NAME, Buffer.from(name.dns));
  return 'uri' in name ? der(URI, Buffer.from(name.uri)) : der(EMAIL, Buffer.from(name.email));
}

function nameOf(commonName: string): Buffer {
  return sequence(der(SET, sequence(oid.commonName, der(UTF8_STRING, Buffer.from(commonName)))));
}

function extension(id: Buffer, value: Buffer): Buffer {
  return sequence(id, der(OCTET_STRING, value));
}

/** YYMMDDHHMMSSZ. */
function utcTime(time: Date): Buffer {
  const digits = time.toISOString().replaceAll(/\D/g, '').slice(2, 14);
  return der(UTC_TIME, Buffer.from(`${digits}Z`));
}
