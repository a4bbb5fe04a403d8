import {
  type CallerProof,
  type CertificateName,
  type CertificateNameKind,
  certificateNameOf,
  type JsonWebKeySet,
  KEYS_MAX,
  type KeySource,
  keyAddressFault,
  publicJwkOf,
} from '@app/callers';
import type { CallerProofMembers, ChangedCallerProofMembers } from '@app/contract';
import { BrokerError, type InvalidMember } from '@app/errors';

type Method = CallerProof['method'];
type Member = keyof CallerProofMembers;

const certificateMembers = {
  tlsClientAuthSubjectDn: 'subject_dn',
  tlsClientAuthSanDns: 'san_dns',
  tlsClientAuthSanUri: 'san_uri',
  tlsClientAuthSanIp: 'san_ip',
  tlsClientAuthSanEmail: 'san_email',
} as const satisfies { [Name in Member]?: CertificateNameKind };
type CertificateMember = keyof typeof certificateMembers;
const certificateMemberNames = Object.keys(certificateMembers) as CertificateMember[];

/** Which members go with which method. */
const membersOfMethod: Readonly<Record<Method, readonly Member[]>> = {
  client_secret: [],
  private_key_jwt: ['jwks', 'jwksUri'],
  workload_jwt: ['issuer', 'subject', 'jwks', 'jwksUri'],
  mtls: certificateMemberNames,
};

const proofMembers: readonly Member[] = [...membersOfMethod.workload_jwt, ...membersOfMethod.mtls];

/** How a new caller will prove who it is. Throws `invalid_request` with everything that is wrong. */
export function proofOfRequest(method: Method, members: CallerProofMembers): CallerProof {
  const errors: InvalidMember[] = proofMembers
    .filter((member) => members[member] !== undefined && !membersOfMethod[method].includes(member))
    .map((member) => ({ pointer: `/${member}`, reason: `does not go with ${method}` }));
  const proof = proofFrom(method, members, errors);
  if (errors.length > 0 || !proof) throw BrokerError.invalidRequest(errors);
  return proof;
}

/** What goes with the caller's method after a change, which may replace a part of it; undefined if it names none of it. */
export function changedProof(proof: CallerProof, change: ChangedCallerProofMembers): CallerProof | undefined {
  const named = (members: readonly Member[]) => members.some((member) => change[member] !== undefined);
  if (!named(proofMembers)) return undefined;
  const { jwks, jwksUri, issuer, subject, ...certificate } = membersOf(proof);
  return proofOfRequest(proof.method, {
    ...(named(['jwks', 'jwksUri'])
      ? { jwks: change.jwks ?? undefined, jwksUri: change.jwksUri ?? undefined }
      : { jwks, jwksUri }),
    issuer: change.issuer ?? issuer,
    subject: change.subject ?? subject,
    ...(named(certificateMemberNames)
      ? Object.fromEntries(certificateMemberNames.map((member) => [member, change[member]]))
      : certificate),
  });
}

/** As operators see it. */
export function membersOf(proof: CallerProof): CallerProofMembers {
  switch (proof.method) {
    case 'client_secret':
      return {};
    case 'private_key_jwt':
      return keyMembersOf(proof.keys);
    case 'workload_jwt':
      return { issuer: proof.issuer, subject: proof.subject, ...keyMembersOf(proof.keys) };
    case 'mtls': {
      const member = certificateMemberNames.find((name) => certificateMembers[name] === proof.certificate.kind);
      return member ? { [member]: proof.certificate.name } : {};
    }
  }
}

function keyMembersOf(keys: KeySource): CallerProofMembers {
  if ('jwks' in keys) return { jwks: { keys: keys.jwks.keys.map((key) => ({ ...key })) } };
  return 'jwksUri' in keys ? { jwksUri: keys.jwksUri } : {};
}

function proofFrom(method: Method, members: CallerProofMembers, errors: InvalidMember[]): CallerProof | undefined {
  switch (method) {
    case 'client_secret':
      return { method };
    case 'private_key_jwt': {
      const keys = keySourceFrom(members, errors);
      if (!keys) errors.push({ pointer: '/jwks', reason: 'is required, or jwksUri' });
      return keys && { method, keys };
    }
    case 'workload_jwt': {
      const { issuer, subject } = members;
      if (issuer === undefined) errors.push({ pointer: '/issuer', reason: 'is required with workload_jwt' });
      if (subject === undefined) errors.push({ pointer: '/subject', reason: 'is required with workload_jwt' });
      if (issuer === undefined || subject === undefined) return undefined;
      const keys = keySourceFrom(members, errors);
      const fault = keys ? undefined : keyAddressFault(issuer);
      if (fault) errors.push({ pointer: '/issuer', reason: `${fault}, unless jwks or jwksUri is given` });
      return { method, issuer, subject, keys: keys ?? { issuer } };
    }
    case 'mtls': {
      const certificate = certificateFrom(members, errors);
      return certificate && { method, certificate };
    }
  }
}

function keySourceFrom({ jwks, jwksUri }: CallerProofMembers, errors: InvalidMember[]): KeySource | undefined {
  if (jwks && jwksUri !== undefined) errors.push({ pointer: '/jwksUri', reason: 'goes without jwks' });
  if (jwks) return { jwks: keySetFrom(jwks.keys, errors) };
  if (jwksUri === undefined) return undefined;
  const fault = keyAddressFault(jwksUri);
  if (fault) errors.push({ pointer: '/jwksUri', reason: fault });
  return { jwksUri };
}

function keySetFrom(jwks: readonly Record<string, unknown>[], errors: InvalidMember[]): JsonWebKeySet {
  if (jwks.length > KEYS_MAX) errors.push({ pointer: '/jwks/keys', reason: `must be ${KEYS_MAX} keys at most` });
  const keys = jwks.slice(0, KEYS_MAX).flatMap((jwk, index) => {
    const read = publicJwkOf(jwk);
    if ('key' in read) return [read.key];
    errors.push({ pointer: `/jwks/keys/${index}`, reason: read.fault });
    return [];
  });
  const kids = keys.map(({ kid }) => kid);
  if (kids.length > 1 && (kids.includes(undefined) || new Set(kids).size < kids.length)) {
    errors.push({ pointer: '/jwks/keys', reason: 'each of several keys needs a kid of its own' });
  }
  return { keys };
}

function certificateFrom(members: CallerProofMembers, errors: InvalidMember[]): CertificateName | undefined {
  const [member, ...others] = certificateMemberNames.filter((name) => members[name] !== undefined);
  if (member === undefined || others.length > 0) {
    errors.push({ pointer: '', reason: `mtls takes exactly one of ${certificateMemberNames.join(', ')}` });
    return undefined;
  }
  const name = certificateNameOf(certificateMembers[member], members[member] ?? '');
  if (!name) errors.push({ pointer: `/${member}`, reason: 'is no such name, or has more than one spelling' });
  return name;
}
