import { z } from 'zod';
import { text } from './text.js';

export const authMethod = z.enum(['client_secret', 'private_key_jwt', 'workload_jwt', 'mtls']);

/** RFC 7517 section 5. What each key has to be is said by the answer to one that is not. */
const publicKeySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).min(1) }).meta({
  description: 'public keys: EC with P-256, OKP with Ed25519, or RSA with 2048 bits or more',
  id: 'PublicKeySet',
});

const certificateName = (what: string, example: string) =>
  text(1_000)
    .optional()
    .meta({ description: `with mtls: the certificate’s ${what} (RFC 8705 section 2.1.2)`, example });

/** What goes with the method by which a caller proves who it is. */
export const callerProof = {
  jwks: publicKeySet.optional(),
  jwksUri: text(1_000).optional().meta({
    description: 'where the public keys are: https, or http on loopback',
    example: 'https://todo.example/jwks.json',
  }),
  issuer: text(500)
    .optional()
    .meta({ description: 'with workload_jwt: `iss` of its tokens; its keys are discovered there unless named' }),
  subject: text(500).optional().meta({
    description: 'with workload_jwt: `sub` of its tokens',
    example: 'system:serviceaccount:todo:todo-sync',
  }),
  tlsClientAuthSubjectDn: certificateName('subject', 'CN=todo-sync,O=Example'),
  tlsClientAuthSanDns: certificateName('DNS name', 'todo-sync.internal.example'),
  tlsClientAuthSanUri: certificateName('URI', 'spiffe://example/todo-sync'),
  tlsClientAuthSanIp: certificateName('IP address', '192.0.2.7'),
  tlsClientAuthSanEmail: certificateName('email address', 'todo-sync@internal.example'),
};

/** The same in a change: `null` leaves the keys to the issuer's discovery document. */
export const changedCallerProof = {
  ...callerProof,
  jwks: callerProof.jwks.nullable(),
  jwksUri: callerProof.jwksUri.nullable(),
};

export type CallerProofMembers = {
  readonly [Member in keyof typeof callerProof]?: z.infer<(typeof callerProof)[Member]>;
};
export type ChangedCallerProofMembers = {
  readonly [Member in keyof typeof changedCallerProof]?: z.infer<(typeof changedCallerProof)[Member]>;
};
