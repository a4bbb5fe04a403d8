import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { canonicalDn, subjectDnOf } from './distinguished-name.js';

/** Which of a certificate's names a caller is known by; RFC 8705 section 2.1.2. */
export type CertificateNameKind = 'subject_dn' | 'san_dns' | 'san_uri' | 'san_ip' | 'san_email';

export interface CertificateName {
  readonly kind: CertificateNameKind;
  /** Spelled in one way only, so that two spellings of one name are equal. */
  readonly name: string;
}

/** Undefined if it is no name of that kind. */
export function certificateNameOf(kind: CertificateNameKind, name: string): CertificateName | undefined {
  const canonical = canonicalOf(kind, name);
  return canonical === undefined ? undefined : { kind, name: canonical };
}

/** Every name the certificate carries, its subject first. */
export function namesIn({ subject, subjectAltName }: Pick<X509Certificate, 'subject' | 'subjectAltName'>) {
  const alternatives = [...(subjectAltName ?? '').matchAll(ALTERNATIVE)].flatMap(([, type = '', value = '']) => {
    const kind = KINDS[type];
    const name = kind && certificateNameOf(kind, unquoted(value));
    return name ? [name] : [];
  });
  const dn = subjectDnOf(subject);
  return dn === undefined ? alternatives : [{ kind: 'subject_dn', name: dn } as const, ...alternatives];
}

/** As Node writes them: `DNS:a, URI:"b, DNS:c"`, quoted where a value could be taken for two. */
const ALTERNATIVE = /(?<=^|, )([A-Za-z ]+):("(?:[^"\\]|\\.)*"|[^",]*)(?=, |$)/g;
const KINDS: Readonly<Record<string, CertificateNameKind>> = {
  DNS: 'san_dns',
  URI: 'san_uri',
  'IP Address': 'san_ip',
  email: 'san_email',
};

function unquoted(value: string): string {
  return value.startsWith('"') ? String(JSON.parse(value)) : value;
}

function canonicalOf(kind: CertificateNameKind, name: string): string | undefined {
  switch (kind) {
    case 'subject_dn':
      return canonicalDn(name);
    case 'san_dns':
      // A name with a wildcard would be every name; what a certificate of a caller says has to be one.
      return /^(?=.{1,253}$)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*$/i.test(name) ? name.toLowerCase() : undefined;
    case 'san_uri':
      return name.length <= 1_000 && URL.canParse(name) ? name : undefined;
    case 'san_ip':
      return isIP(name) === 6
        ? new URL(`https://[${name}]`).hostname.slice(1, -1)
        : isIP(name) === 4
          ? name
          : undefined;
    case 'san_email':
      return /^[^\s@]{1,64}@[^\s@]{1,253}$/.test(name) ? name : undefined;
  }
}
