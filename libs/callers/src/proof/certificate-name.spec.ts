import { describe, expect, it } from '@jest/globals';
import { type CertificateNameKind, certificateNameOf, namesIn } from './certificate-name.js';

const same = (kind: CertificateNameKind, one: string, other: string) =>
  expect(certificateNameOf(kind, one)).toEqual(certificateNameOf(kind, other));

describe(certificateNameOf.name, () => {
  it('spells one name in one way', () => {
    same('subject_dn', 'CN=todo-sync, O=Example', 'cn=todo-sync,o=Example');
    same('subject_dn', String.raw`CN=a,O=Example\, Inc`, String.raw`CN=a,O=Example\2c Inc`);
    same('subject_dn', 'CN=张三', String.raw`CN=\e5\bc\a0\e4\b8\89`);
    same('san_dns', 'Todo.Internal.Example', 'todo.internal.example');
    same('san_ip', '2001:db8::1', '2001:0DB8:0:0:0:0:0:1');
  });

  it('keeps names apart that differ', () => {
    const dn = (name: string) => certificateNameOf('subject_dn', name)?.name;
    expect(dn('CN=todo-sync')).not.toBe(dn('CN=Todo-Sync'));
    expect(dn('CN=a,O=b')).not.toBe(dn('O=b,CN=a'));
    expect(dn(String.raw`CN=a\,O=b`)).not.toBe(dn('CN=a,O=b'));
  });

  it.each<[CertificateNameKind, string]>([
    ['subject_dn', ''],
    ['subject_dn', 'todo-sync'],
    ['subject_dn', 'CN='],
    ['subject_dn', 'CN=a+OU=b'],
    ['subject_dn', 'CN=#04024869'],
    ['subject_dn', 'CN="a"'],
    ['subject_dn', 'CN=a\\'],
    ['san_dns', '*.internal.example'],
    ['san_dns', 'a b'],
    ['san_uri', 'todo'],
    ['san_ip', '192.0.2.0/24'],
    ['san_email', 'todo'],
  ])('takes no %s that is none or could be many: %j', (kind, name) => {
    expect(certificateNameOf(kind, name)).toBeUndefined();
  });
});

describe(namesIn.name, () => {
  it('reads a certificate as Node writes it', () => {
    expect(
      namesIn({
        subject: 'C=CN\nO=Example\\, Inc\nCN=todo-sync',
        subjectAltName:
          'DNS:Todo.example, URI:spiffe://example/todo, IP Address:192.0.2.7, IP Address:2001:DB8:0:0:0:0:0:1, email:todo@example.com, othername:<unsupported>',
      }),
    ).toEqual([
      { kind: 'subject_dn', name: String.raw`CN=todo-sync,O=Example\, Inc,C=CN` },
      { kind: 'san_dns', name: 'todo.example' },
      { kind: 'san_uri', name: 'spiffe://example/todo' },
      { kind: 'san_ip', name: '192.0.2.7' },
      { kind: 'san_ip', name: '2001:db8::1' },
      { kind: 'san_email', name: 'todo@example.com' },
    ]);
  });

  it('is not led to take one name for two', () => {
    expect(namesIn({ subject: '', subjectAltName: 'URI:"x:a, DNS:victim.example", DNS:mine.example' })).toEqual([
      { kind: 'san_uri', name: 'x:a, DNS:victim.example' },
      { kind: 'san_dns', name: 'mine.example' },
    ]);
    expect(namesIn({ subject: String.raw`CN=a\0ACN=victim`, subjectAltName: undefined })).toEqual([
      { kind: 'subject_dn', name: 'CN=a\nCN=victim' },
    ]);
  });

  it('knows a subject with two attributes in one part by none of them', () => {
    expect(namesIn({ subject: 'C=CN\nCN=a + OU=b', subjectAltName: undefined })).toEqual([]);
  });
});
