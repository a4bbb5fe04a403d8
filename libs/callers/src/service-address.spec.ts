import { describe, expect, it } from '@jest/globals';
import { serviceAddressFault } from './service-address.js';

describe('the address of a service', () => {
  it.each(['https://crm.example.com/abilities', 'https://10.0.0.7:8443/a?b=c', 'https://crm', 'https://[fd12::1]/'])(
    '%s is accepted',
    (address) => expect(serviceAddressFault(address, 'http', false)).toBeUndefined(),
  );

  it.each([
    'http://127.0.0.1:9000/x',
    'http://localhost:9000',
    'http://[::1]:9000',
    'http://192.168.1.2/x',
    'http://172.31.0.1/x',
    'http://crm:8080/x',
    'http://crm.default.svc:8080/x',
    'http://crm.corp.internal/x',
  ])('%s is accepted where plain text is allowed, and only there', (address) => {
    expect(serviceAddressFault(address, 'http', true)).toBeUndefined();
    expect(serviceAddressFault(address, 'http', false)).toContain('https');
  });

  it.each([
    'http://crm.example.com/x',
    'http://8.8.8.8/x',
    'http://172.32.0.1/x',
    'http://169.254.169.254/latest',
    'https://169.254.169.254/latest',
    'https://[fe80::1]/',
    'https://user@crm.example.com/',
    'https://user:secret@crm.example.com/',
    'https://crm.example.com/#x',
    'https://crm.example.com/#',
    'ftp://crm.example.com/',
    'crm:8080',
    '/abilities',
    '',
  ])('%s is refused in any case', (address) => {
    expect(serviceAddressFault(address, 'http', true)).toEqual(expect.any(String));
  });

  it('of a gRPC service is host and port alone', () => {
    expect(serviceAddressFault('https://crm.example.com:443', 'grpc', false)).toBeUndefined();
    expect(serviceAddressFault('https://crm.example.com/abilities', 'grpc', false)).toContain('host and port');
    expect(serviceAddressFault('https://crm.example.com/?a=b', 'grpc', false)).toContain('host and port');
  });
});
