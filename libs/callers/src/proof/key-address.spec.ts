import { describe, expect, it } from '@jest/globals';
import { keyAddressFault, mayConnect } from './key-address.js';

describe(keyAddressFault.name, () => {
  it.each([
    'https://todo.example/jwks.json',
    'https://todo.example:8443/jwks.json?x=1',
    'https://8.8.8.8/jwks.json',
    'https://[2606:4700::1111]/jwks.json',
    'http://127.0.0.1:9000/jwks.json',
    'http://localhost:9000/jwks.json',
    'http://[::1]:9000/jwks.json',
  ])('lets keys be at %s', (address) => {
    expect(keyAddressFault(address)).toBeUndefined();
  });

  it.each([
    'todo.example/jwks.json',
    'http://todo.example/jwks.json',
    'file:///etc/passwd',
    'ftp://127.0.0.1/jwks.json',
    'https://user:secret@todo.example/jwks.json',
    'https://todo.example/jwks.json#keys',
    'https://10.0.0.1/jwks.json',
    'https://192.168.1.1/jwks.json',
    'https://169.254.169.254/latest/meta-data',
    'https://100.100.100.200/latest/meta-data',
    'https://0x7f.1/jwks.json#',
    'https://0.0.0.0/jwks.json',
    'https://[::ffff:10.0.0.1]/jwks.json',
    'https://[fd00::1]/jwks.json',
    'https://[fe80::1]/jwks.json',
    'https://[64:ff9b::a00:1]/jwks.json',
    'https://[2002:a00:1::]/jwks.json',
  ])('lets no keys be at %s', (address) => {
    expect(keyAddressFault(address)).toEqual(expect.any(String));
  });
});

describe(mayConnect.name, () => {
  it.each([
    ['todo.example', '8.8.8.8', true],
    ['todo.example', '10.0.0.1', false],
    ['todo.example', '127.0.0.1', false],
    ['todo.example', '::1', false],
    ['todo.example', '::ffff:169.254.169.254', false],
    ['localhost', '127.0.0.1', true],
    ['localhost', '::1', true],
    ['localhost', '8.8.8.8', false],
    ['localhost', '10.0.0.1', false],
  ])('where the name %s leads to %s: %s', (hostname, address, allowed) => {
    expect(mayConnect(hostname, address)).toBe(allowed);
  });
});
