import type { CertificateName, CertificateNameKind } from './certificate-name.js';
import type { JsonWebKeySet } from './key-set.js';

/** Where the public keys of a caller are: in its row, at an address, or where its issuer's discovery document says. */
export type KeySource = { readonly jwks: JsonWebKeySet } | { readonly jwksUri: string } | { readonly issuer: string };

/** How a caller proves who it is. It is chosen when the caller is created; only what goes with it can be replaced. */
export type CallerProof =
  | { readonly method: 'client_secret' }
  /** RFC 7523 section 2.2: a JWT that the caller signs for each access token. */
  | { readonly method: 'private_key_jwt'; readonly keys: KeySource }
  /** The same form, but the JWT is the platform's, such as a Kubernetes service-account token, and used until it expires. */
  | {
      readonly method: 'workload_jwt';
      readonly issuer: string;
      readonly subject: string;
      readonly keys: KeySource;
    }
  /** RFC 8705 section 2.1: a certificate that carries this name. */
  | { readonly method: 'mtls'; readonly certificate: CertificateName };

export type AuthMethod = CallerProof['method'];

/** The columns of `callers` that say what goes with `auth_method`. */
export interface ProofColumns {
  readonly jwks: JsonWebKeySet | null;
  readonly jwksUri: string | null;
  readonly tokenIssuer: string | null;
  readonly tokenSubject: string | null;
  readonly certificateNameKind: CertificateNameKind | null;
  readonly certificateName: string | null;
}

const none: ProofColumns = {
  jwks: null,
  jwksUri: null,
  tokenIssuer: null,
  tokenSubject: null,
  certificateNameKind: null,
  certificateName: null,
};

export function columnsOf(proof: CallerProof): ProofColumns {
  switch (proof.method) {
    case 'client_secret':
      return none;
    case 'private_key_jwt':
      return { ...none, ...keyColumnsOf(proof.keys) };
    case 'workload_jwt':
      return { ...none, ...keyColumnsOf(proof.keys), tokenIssuer: proof.issuer, tokenSubject: proof.subject };
    case 'mtls':
      return { ...none, certificateNameKind: proof.certificate.kind, certificateName: proof.certificate.name };
  }
}

/** Reads back what `columnsOf` wrote; a constraint of the table keeps the columns to the method. */
export function proofOf(method: AuthMethod, columns: ProofColumns): CallerProof {
  switch (method) {
    case 'client_secret':
      return { method };
    case 'private_key_jwt':
      return { method, keys: keySourceOf(columns) };
    case 'workload_jwt':
      return {
        method,
        issuer: present(columns.tokenIssuer),
        subject: present(columns.tokenSubject),
        keys: keySourceOf(columns),
      };
    case 'mtls':
      return {
        method,
        certificate: { kind: present(columns.certificateNameKind), name: present(columns.certificateName) },
      };
  }
}

function keyColumnsOf(keys: KeySource): Pick<ProofColumns, 'jwks' | 'jwksUri'> {
  return { jwks: 'jwks' in keys ? keys.jwks : null, jwksUri: 'jwksUri' in keys ? keys.jwksUri : null };
}

function keySourceOf({ jwks, jwksUri, tokenIssuer }: ProofColumns): KeySource {
  if (jwks) return { jwks };
  return jwksUri === null ? { issuer: present(tokenIssuer) } : { jwksUri };
}

function present<Value>(value: Value | null): Value {
  if (value === null) throw new Error('a caller lacks what goes with its auth_method');
  return value;
}
